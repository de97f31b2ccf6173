import MarginModel

/// Horizontal bars from one zero line: a loss to the right of it, a gain to the left.
struct BarChart {
  struct Bar {
    let label: String
    let value: Rational
    /// Set apart, with a word for why: `decides`.
    var mark: String?
  }

  let id: String
  let title: String
  let summary: String
  let unit: String
  let bars: [Bar]
  /// What a positive value is.
  var positive = "loss"
  /// At most so many bars are drawn, the largest; the table has all.
  static let limit = 60

  private static let (labelWidth, barWidth, rowHeight) = (250.0, 300.0, 22.0)
  private static let longestLabel = 34

  var figure: Figure {
    var shown = bars
    if bars.count > Self.limit {
      let least = bars.map(\.value).sorted(by: >)[Self.limit - 1]
      shown = Array(bars.filter { $0.value >= least }.prefix(Self.limit))
    }
    let (lower, upper) = (shown.map(\.value).reduce(0, min), shown.map(\.value).reduce(0, max))
    let span = upper - lower
    func place(_ value: Rational) -> Double {
      Self.labelWidth + (span.isZero ? 0 : ((value - lower) / span).approximate * Self.barWidth)
    }
    let height = Double(shown.count) * Self.rowHeight + 8
    var drawing: [String] = []
    for (number, bar) in shown.enumerated() {
      let top = Double(number) * Self.rowHeight + 4
      let (from, to) = (place(min(0, bar.value)), place(max(0, bar.value)))
      let label = bar.label.count > Self.longestLabel ? String(bar.label.prefix(Self.longestLabel - 1)) + "\u{2026}" : bar.label
      let style = (bar.value.signum > 0) == (positive == "loss") ? "loss" : "gain"
      drawing.append("<g><title>\(Markup.text("\(bar.label): \(AmountText.full(bar.value)) \(unit)"))</title>")
      drawing.append(Markup.label(label, Self.labelWidth - 8, top + 15, anchor: "end", style: bar.mark == nil ? "ink" : "strong"))
      drawing.append(
        "<rect x=\"\(Markup.number(from))\" y=\"\(Markup.number(top + 3))\" width=\"\(Markup.number(max(0.5, to - from)))\" "
          + "height=\"15\" class=\"\(style)\"/>")
      let amount = AmountText.full(bar.value) + (bar.mark.map { " \u{25C0} \($0)" } ?? "")
      drawing.append(Markup.label(amount, Self.labelWidth + Self.barWidth + 8, top + 15, style: bar.mark == nil ? "ink" : "strong"))
      drawing.append("</g>")
    }
    drawing.append(Markup.line(place(0), 0, place(0), height, style: "axis"))
    let all = shown.count == bars.count ? "" : " The \(shown.count) largest of \(bars.count) are drawn."
    return Figure(
      id: id, title: title, summary: summary + all, width: Self.labelWidth + Self.barWidth + 210, height: height, drawing: drawing,
      head: ["", unit, ""], rows: bars.map { [$0.label, AmountText.full($0.value), $0.mark ?? ""] })
  }
}
