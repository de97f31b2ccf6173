import MarginModel

/// The private margin report as text: the numbers, and a bar for each scenario.
enum MarginPicture {
  /// An amount for reading: two decimals, thousands apart.
  static func amount(_ value: Rational) -> String {
    let text = value.decimal(places: 2)
    let negative = text.hasPrefix("-")
    let parts = text.drop { $0 == "-" }.split(separator: ".")
    var whole = ""
    for (place, digit) in parts[0].reversed().enumerated() {
      if place > 0 && place.isMultiple(of: 3) { whole.append(",") }
      whole.append(digit)
    }
    return (negative ? "-" : "") + String(whole.reversed()) + (parts.count > 1 ? "." + parts[1] : "")
  }

  /// The report's lines.
  static func lines(_ report: MarginReport, notes: [String]) -> [String] {
    var lines = notes.map { "note: \($0)" }
    let width = report.definitions.map(\.name.count).max() ?? 0
    let values = report.definitions.map { amount($0.value) }
    let amountWidth = values.map(\.count).max() ?? 0
    for (definition, value) in zip(report.definitions, values) {
      lines.append(
        Terminal.pad(definition.name, width) + "  " + Terminal.pad(value, amountWidth, right: true) + " \(definition.unit)")
    }
    for ladder in report.ladders where ladder.steps.count > 2 { lines += [""] + picture(ladder) }
    lines.append("")
    for assertion in report.assertions where report.assertions.count <= 20 || !assertion.holds {
      let instance = assertion.instance.isEmpty ? "" : " [\(assertion.instance)]"
      let verdict =
        assertion.holds
        ? Terminal.paint("holds", .green) + ", surplus " : Terminal.paint("does not hold", .red) + ", shortfall "
      lines.append("\(assertion.text)\(instance)")
      lines.append(
        "  \(amount(assertion.larger)) \(assertion.relation) \(amount(assertion.smaller)): \(verdict)"
          + "\(amount(assertion.surplus.magnitude)) \(assertion.unit)")
    }
    return lines
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
