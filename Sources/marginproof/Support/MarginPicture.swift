import MarginModel
import MarginOperations

/// The private margin report as text: the numbers, and a bar for each scenario.
enum MarginPicture {
  static func amount(_ value: Rational) -> String { AmountText.full(value) }

  /// The report's lines.
  static func lines(_ report: MarginReport, notes: [String]) -> [String] {
    var lines = notes.map { "note: \($0)" }
    lines += table(report.definitions)
    let chosen = report.chosen.filter { !$0.value.isZero }
    let title = chosen.count < report.chosen.count ? "chosen, where not 0" : "chosen"
    for (title, values) in [(title, chosen), ("published", report.revealed)] where !values.isEmpty {
      lines += ["", Terminal.paint(title, .bold)] + table(values)
    }
    let ladders = report.ladders.filter { $0.steps.count > 2 }
    for ladder in ladders.prefix(ladderLimit) { lines += [""] + picture(ladder) }
    if ladders.count > ladderLimit { lines += ["", "\(ladders.count - ladderLimit) more of this kind: --json lists them"] }
    lines.append("")
    for assertion in report.assertions where report.assertions.count <= 20 || !assertion.holds {
      let instance = assertion.instance.isEmpty ? "" : " [\(assertion.instance)]"
      let verdict = assertion.holds ? Terminal.paint("holds", .green) : Terminal.paint("does not hold", .red)
      let rest = "\(amount(assertion.surplus.magnitude)) \(assertion.unit)"
      let isTurned = assertion.relation == "<="
      let sides = (isTurned ? [assertion.smaller, assertion.larger] : [assertion.larger, assertion.smaller]).map(amount)
      lines.append("\(assertion.text)\(instance)")
      lines.append(
        "  \(sides[0]) \(assertion.relation) \(sides[1]): \(verdict)"
          + (assertion.holds ? assertion.relation == "==" ? "" : ", surplus \(rest)" : ", shortfall \(rest)"))
    }
    return lines
  }

  /// At most so many ladders are drawn, and so many tuples of one name listed; JSON has all of them.
  private static let ladderLimit = 12
  private static let tupleLimit = 24

  /// Names and values in columns.
  private static func table(_ values: [MarginReport.Value]) -> [String] {
    var shown: [(name: String, amount: String, unit: String)] = []
    var (name, count): (Substring, Int) = ("", 0)
    for value in values {
      let start = value.name.prefix { $0 != "[" }
      (name, count) = start == name ? (name, count + 1) : (start, 1)
      guard count <= tupleLimit else { continue }
      let isLast = count == tupleLimit && values.filter { $0.name.hasPrefix(name + "[") }.count > tupleLimit
      shown.append(isLast ? ("\(name)[..]", "more", "in --json") : (value.name, amount(value.value), "\(value.unit)"))
    }
    let width = shown.map(\.name.count).max() ?? 0
    let amountWidth = shown.map(\.amount.count).max() ?? 0
    return shown.map { Terminal.pad($0.name, width) + "  " + Terminal.pad($0.amount, amountWidth, right: true) + " \($0.unit)" }
  }

  /// A bar for each item, as long as its value beside the largest one.
  private static func picture(_ ladder: MarginReport.Ladder) -> [String] {
    let barWidth = 40
    let largest = ladder.steps.map(\.value.magnitude).max() ?? 0
    let labelWidth = min(36, ladder.steps.map(\.label.count).max() ?? 0)
    let amounts = ladder.steps.map { amount($0.value) }
    let amountWidth = amounts.map(\.count).max() ?? 0
    let title = "\(ladder.name), the \(ladder.isMaximum ? "largest" : "smallest") of, in \(ladder.unit)"
    return [Terminal.paint(title, .bold)]
      + ladder.steps.indices.map { place in
        let step = ladder.steps[place]
        let length = largest.isZero ? 0 : Int((step.value.magnitude / largest * Rational(barWidth)).approximate.rounded())
        let isGain = step.value < 0
        let marks = String(repeating: isGain ? "-" : "#", count: length)
        let bar = marks.isEmpty ? "" : " " + Terminal.paint(marks, isGain ? .green : .red)
        let mark = place == ladder.worst ? " <- decides" : ""
        return "  " + Terminal.pad(String(step.label.prefix(labelWidth)), labelWidth) + " "
          + Terminal.pad(amounts[place], amountWidth, right: true) + bar + mark
      }
  }
}
