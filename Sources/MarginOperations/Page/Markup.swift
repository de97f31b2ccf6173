/// Pieces of HTML and SVG. Text from files goes through ``text(_:)``, whatever it is.
package enum Markup {
  /// Text made safe between tags and in double-quoted attributes; control and format characters, which could reorder a line, become `?`.
  package static func text(_ raw: String) -> String {
    var safe = ""
    for scalar in raw.unicodeScalars {
      switch scalar {
      case "&": safe += "&amp;"
      case "<": safe += "&lt;"
      case ">": safe += "&gt;"
      case "\"": safe += "&quot;"
      case "'": safe += "&#39;"
      default:
        let category = scalar.properties.generalCategory
        safe.unicodeScalars.append(category == .control || category == .format || category == .surrogate ? "?" : scalar)
      }
    }
    return safe
  }

  /// A coordinate of a drawing with two decimals at most; the input is finite and small.
  package static func number(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    let sign = hundredths < 0 ? "-" : ""
    guard rest > 0 else { return sign + String(whole) }
    return sign + String(whole) + (rest.isMultiple(of: 10) ? ".\(rest / 10)" : rest < 10 ? ".0\(rest)" : ".\(rest)")
  }

  /// An SVG text; `anchor` is start, middle or end.
  static func label(
    _ raw: String, _ x: Double, _ y: Double, anchor: String = "start", style: String = "ink"
  ) -> String {
    "<text x=\"\(number(x))\" y=\"\(number(y))\" text-anchor=\"\(anchor)\" class=\"\(style)\">\(text(raw))</text>"
  }

  static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, style: String) -> String {
    "<line x1=\"\(number(x1))\" y1=\"\(number(y1))\" x2=\"\(number(x2))\" y2=\"\(number(y2))\" class=\"\(style)\"/>"
  }

  /// A table with a header row; the first column names the row, numbers stand at the right.
  static func table(_ head: [String], _ rows: [[String]]) -> String {
    let cells = head.enumerated().map { "<th scope=\"col\"\($0 > 0 ? " class=\"n\"" : "")>\(text($1))</th>" }.joined()
    let body = rows.map { row in
      "<tr>"
        + row.enumerated().map { $0 == 0 ? "<th scope=\"row\">\(text($1))</th>" : "<td class=\"n\">\(text($1))</td>" }.joined()
        + "</tr>"
    }
    return
      "<div class=\"wide\"><table><thead><tr>\(cells)</tr></thead><tbody>\n\(body.joined(separator: "\n"))\n</tbody></table></div>"
  }
}
