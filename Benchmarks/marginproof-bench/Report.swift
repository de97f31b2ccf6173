import Foundation

/// Figures as text.
enum Report {
  /// One line of JSON a figure, keys in order and no white space; `ratio` is null for what is no time.
  static func jsonLine(_ figure: Figure) -> String {
    let ratio = figure.ratio.map(digits) ?? "null"
    return "{\"name\":\"\(figure.name)\",\"ratio\":\(ratio),\"unit\":\"\(figure.unit)\",\"value\":\(digits(figure.value))}"
  }

  /// Columns for a terminal.
  static func table(_ figures: [Figure]) -> String {
    let rows = [["benchmark", "value", "unit", "yardsticks"]] + figures.map(cells)
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      zip(row, widths).enumerated().map { column, cell in
        let space = String(repeating: " ", count: cell.1 - cell.0.count)
        return column % 2 == 0 ? cell.0 + space : space + cell.0
      }.joined(separator: "  ")
    }.joined(separator: "\n")
  }

  /// All figures, then those that have a goal or peers, in yardsticks.
  static func markdown(_ figures: [Figure]) -> String {
    let all = figures.map { figure in
      let cells = cells(figure)
      return "| `\(cells[0])` | " + cells.dropFirst().joined(separator: " | ") + " |"
    }
    let beside = Comparison.all.compactMap { comparison -> String? in
      guard let ratio = figures.first(where: { $0.name == comparison.name })?.ratio else { return nil }
      let peers = comparison.peers.map { peer in
        "\(peer.name) \(short(comparison.yardsticks(peer.value))) (\(digits(peer.value)) \(comparison.unit.rawValue))"
      }
      let goal = "\(short(comparison.yardsticks(comparison.goal))) (\(digits(comparison.goal)) \(comparison.unit.rawValue))"
      return "| `\(comparison.name)` | \(digits(ratio)) | \(goal) | \(peers.isEmpty ? "none" : peers.joined(separator: "; ")) |"
    }
    let table = ["| benchmark | value | unit | yardsticks |", "|---|---:|---|---:|"] + all
    guard !beside.isEmpty else { return table.joined(separator: "\n") }
    let lines =
      table
      + ["", "In yardsticks, beside goals and peers (in brackets the times of their machine, see below):", ""]
      + ["| benchmark | here | goal | peers |", "|---|---:|---:|---|"] + beside
    return lines.joined(separator: "\n")
  }

  private static func cells(_ figure: Figure) -> [String] {
    [figure.name, digits(figure.value), figure.unit, figure.ratio.map(digits) ?? ""]
  }

  /// Four significant digits, more only for whole numbers: what a second run agrees with at the best.
  static func digits(_ value: Double) -> String { rounded(value, to: 4) }

  private static func short(_ value: Double) -> String { rounded(value, to: 2) }

  private static func rounded(_ value: Double, to significant: Int) -> String {
    guard value != 0, value.isFinite else { return "0" }
    let places = max(0, min(9, significant - 1 - Int(log10(abs(value)).rounded(.down))))
    let text = String(format: "%.\(places)f", value)
    guard text.contains(".") else { return text }
    let trimmed = text.reversed().drop { $0 == "0" }.drop { $0 == "." }
    return String(trimmed.reversed())
  }
}

/// Which benchmark is running, on a terminal's standard error; silent elsewhere.
struct Progress {
  let total: Int
  private static let isTerminal = isatty(STDERR_FILENO) == 1

  func begin(_ number: Int, _ name: String) {
    guard Self.isTerminal else { return }
    FileHandle.standardError.write(Data("\r\u{1b}[K\(number + 1)/\(total)  \(name)".utf8))
  }

  func end() {
    guard Self.isTerminal else { return }
    FileHandle.standardError.write(Data("\r\u{1b}[K".utf8))
  }
}
