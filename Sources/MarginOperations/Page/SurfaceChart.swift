import MarginModel

/// A value by two axes as coloured cells with the figure in each.
struct SurfaceChart {
  let id: String
  let title: String
  let summary: String
  let unit: String
  let surface: ScenarioSurface

  private static let (left, top, cellWidth, cellHeight) = (84.0, 28.0, 55.0, 30.0)

  var figure: Figure {
    let largest = surface.cells.values.map(\.magnitude).max() ?? 0
    let least = surface.cells.values.min()
    var drawing: [String] = []
    for (column, spot) in surface.spots.enumerated() {
      drawing.append(
        Markup.label(spot.text, Self.left + (Double(column) + 0.5) * Self.cellWidth, Self.top - 8, anchor: "middle", style: "soft"))
    }
    for (row, volatility) in surface.volatilities.enumerated() {
      let y = Self.top + Double(row) * Self.cellHeight
      drawing.append(Markup.label(volatility.text, Self.left - 8, y + 20, anchor: "end", style: "soft"))
      for column in surface.spots.indices {
        let x = Self.left + Double(column) * Self.cellWidth
        let box =
          "x=\"\(Markup.number(x))\" y=\"\(Markup.number(y))\" width=\"\(Markup.number(Self.cellWidth))\" "
          + "height=\"\(Markup.number(Self.cellHeight))\""
        guard let value = surface.cells[.init(spot: column, volatility: row)] else {
          drawing.append("<rect \(box) class=\"cell\"/>")
          continue
        }
        // At most 55 % of the colour, so that the figure stays readable on it; by the root, so that far tails do not bleach the rest.
        let strength = largest.isZero ? 0 : 0.05 + 0.5 * (value.magnitude / largest).approximate.squareRoot()
        let name = "spot \(surface.spots[column].text), volatility \(volatility.text)"
        drawing.append("<g><title>\(Markup.text("\(name): \(AmountText.full(value)) \(unit)"))</title>")
        drawing.append(
          "<rect \(box) class=\"\(value.signum < 0 ? "loss" : "gain")\" fill-opacity=\"\(Markup.number(strength))\"/>")
        drawing.append("<rect \(box) class=\"\(value == least ? "frame" : "cell")\"/>")
        drawing.append(
          Markup.label(
            AmountText.short(value), x + Self.cellWidth / 2, y + 20, anchor: "middle", style: value == least ? "strong" : "ink"))
        drawing.append("</g>")
      }
    }
    let width = Self.left + Double(surface.spots.count) * Self.cellWidth + 8
    let height = Self.top + Double(surface.volatilities.count) * Self.cellHeight + 8
    drawing.append(Markup.label("vol \\ spot", Self.left - 8, Self.top - 8, anchor: "end", style: "soft"))
    let rows = surface.volatilities.enumerated().map { row, volatility in
      [volatility.text]
        + surface.spots.indices.map { column in
          surface.cells[.init(spot: column, volatility: row)].map(AmountText.full) ?? ""
        }
    }
    return Figure(
      id: id, title: title, summary: summary, width: width, height: height, drawing: drawing,
      head: ["volatility"] + surface.spots.map { "spot \($0.text)" }, rows: rows)
  }
}
