import MarginModel

/// Lines over a common axis, and single points that are set apart.
struct LineChart {
  struct Line {
    let name: String
    let points: [(x: Rational, y: Rational)]
    /// `curve` or `other`.
    let style: String
  }
  struct Dot {
    let x: Rational
    let y: Rational
    let name: String
  }

  let id: String
  let title: String
  let summary: String
  let lines: [Line]
  var dots: [Dot] = []
  /// Words below the axis, at the left and right end.
  let ends: (left: String, right: String)
  let head: [String]
  let rows: [[String]]

  private static let (left, top, width, height) = (80.0, 12.0, 660.0, 220.0)

  var figure: Figure {
    let points = lines.flatMap(\.points) + dots.map { ($0.x, $0.y) }
    let (minX, maxX) = (points.map(\.x).min() ?? 0, points.map(\.x).max() ?? 1)
    let (minY, maxY) = (points.map(\.y).reduce(0, min), points.map(\.y).reduce(0, max))
    func x(_ value: Rational) -> Double {
      Self.left + (maxX == minX ? 0 : ((value - minX) / (maxX - minX)).approximate * Self.width)
    }
    func y(_ value: Rational) -> Double {
      Self.top + Self.height - (maxY == minY ? 0 : ((value - minY) / (maxY - minY)).approximate * Self.height)
    }
    var drawing: [String] = []
    for value in Self.ticks(from: minY, to: maxY) {
      drawing.append(Markup.line(Self.left, y(value), Self.left + Self.width, y(value), style: "grid"))
      drawing.append(Markup.label(AmountText.short(value), Self.left - 8, y(value) + 4, anchor: "end", style: "soft"))
    }
    drawing.append(Markup.line(Self.left, y(0), Self.left + Self.width, y(0), style: "axis"))
    for line in lines {
      let path = line.points.map { "\(Markup.number(x($0.x))),\(Markup.number(y($0.y)))" }.joined(separator: " ")
      drawing.append("<polyline points=\"\(path)\" class=\"\(line.style)\"><title>\(Markup.text(line.name))</title></polyline>")
    }
    for dot in dots {
      drawing.append(
        "<circle cx=\"\(Markup.number(x(dot.x)))\" cy=\"\(Markup.number(y(dot.y)))\" r=\"5\" class=\"dot\">"
          + "<title>\(Markup.text(dot.name))</title></circle>")
    }
    let bottom = Self.top + Self.height + 18
    drawing.append(Markup.label(ends.left, Self.left, bottom, style: "soft"))
    drawing.append(Markup.label(ends.right, Self.left + Self.width, bottom, anchor: "end", style: "soft"))
    var along = Self.left
    for line in lines {
      let swatch = bottom + 20
      drawing.append(Markup.line(along, swatch - 4, along + 24, swatch - 4, style: line.style))
      drawing.append(Markup.label(line.name, along + 30, swatch, style: "soft"))
      along += 60 + 7.5 * Double(line.name.count)
    }
    return Figure(
      id: id, title: title, summary: summary, width: Self.left + Self.width + 20, height: bottom + 30, drawing: drawing, head: head,
      rows: rows)
  }

  /// Multiples of 1, 2 or 5 times a power of ten between two values: four to ten of them.
  private static func ticks(from lower: Rational, to upper: Rational) -> [Rational] {
    guard lower < upper else { return [lower] }
    let least = (upper - lower) / 8
    var step: Rational = 1
    while step > least { step = step / 10 }
    while step * 10 <= least { step *= 10 }
    step *= [2, 5, 10].first { step * $0 >= least } ?? 10
    var ticks: [Rational] = []
    var tick = step * -Rational((-lower / step).floor())
    while tick <= upper {
      ticks.append(tick)
      tick += step
    }
    return ticks
  }
}
