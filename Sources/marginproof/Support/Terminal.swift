import Foundation

/// What is printed, and how it looks where a person is reading.
enum Terminal {
  static let outputIsTerminal = isatty(STDOUT_FILENO) == 1
  static let errorIsTerminal = isatty(STDERR_FILENO) == 1
  private static let plain = ProcessInfo.processInfo.environment["NO_COLOR"] != nil

  static func standardError(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }

  /// Writes bytes to standard output as they are.
  static func output(_ bytes: [UInt8]) { FileHandle.standardOutput.write(Data(bytes)) }

  enum Colour: String {
    case green = "32"
    case red = "31"
    case yellow = "33"
    case dim = "2"
    case bold = "1"
  }

  /// The text in a colour on a terminal, plain elsewhere and where NO_COLOR is set.
  static func paint(_ text: String, _ colour: Colour) -> String {
    outputIsTerminal && !plain ? "\u{1b}[\(colour.rawValue)m\(text)\u{1b}[0m" : text
  }

  /// Whole milliseconds since an instant, for telling a person how long something took.
  static func milliseconds(since start: ContinuousClock.Instant) -> Int64 {
    let (seconds, attoseconds) = (ContinuousClock.now - start).components
    return seconds * 1000 + attoseconds / 1_000_000_000_000_000
  }

  /// The text padded to a width, at the left or the right.
  static func pad(_ text: String, _ width: Int, right: Bool = false) -> String {
    let space = String(repeating: " ", count: max(0, width - text.count))
    return right ? space + text : text + space
  }

  /// A header and rows in columns: the first at the left, the others at the right.
  static func table(_ head: [String], _ rows: [[String]]) -> [String] {
    let widths = head.indices.map { column in ([head] + rows).map { $0[column].count }.max() ?? 0 }
    return ([head] + rows).enumerated().map { number, row in
      let line = row.enumerated().map { pad($1, widths[$0], right: $0 > 0) }.joined(separator: "  ")
      let trimmed = String(line.reversed().drop { $0 == " " }.reversed())
      return number == 0 ? paint(trimmed, .bold) : trimmed
    }
  }

  /// Text from an untrusted file with control characters made visible, so that it cannot steer the terminal.
  static func safe(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0.properties.generalCategory == .control || $0.properties.generalCategory == .format ? "?" : $0 }
      ))
  }
}

/// Progress of long work on a terminal's standard error; silent elsewhere.
struct Progress {
  private let total: Int
  private let what: String
  private var shown = -1

  init(_ what: String, of total: Int) {
    self.what = what
    self.total = total
  }

  /// Redraws the line when the percentage has changed.
  mutating func reached(_ count: Int) {
    guard Terminal.errorIsTerminal, total > 0 else { return }
    let percent = 100 * count / total
    guard percent != shown else { return }
    shown = percent
    let bar = String(repeating: "#", count: percent / 4) + String(repeating: ".", count: 25 - percent / 4)
    FileHandle.standardError.write(Data("\r\(what) [\(bar)] \(count)/\(total)".utf8))
    if count == total { FileHandle.standardError.write(Data("\r\u{1b}[K".utf8)) }
  }
}
