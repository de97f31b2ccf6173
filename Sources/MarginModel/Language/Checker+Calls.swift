/// Curvature, range and unit of the built-in forms.
extension Checker {
  mutating func call(_ call: Syntax.Call, in scope: Scope) throws(CircuitError) -> Expression {
    let place = call.location
    switch call.form {
    case .total(let item):
      let item = try self.item(item, in: scope)
      let value = item.expression
      return Expression(
        .total(item), value.curvature, value.range.summed, unit: value.unit, at: place, over: [value])
    case .maximum(let items): return try extreme(.maximum, items, at: place, in: scope)
    case .minimum(let items): return try extreme(.minimum, items, at: place, in: scope)
    case .absolute(let inner):
      let value = try expression(inner, in: scope)
      guard value.curvature.isAffine else {
        throw source.error(
          .curvature, at: value.location, "abs of a \(value.curvature) part",
          value.curvature == .convex ? "write positive(..), or leave abs out where the part is never negative" : nil)
      }
      return Expression(
        .absolute(value), value.curvature == .constant ? .constant : .convex, value.range.magnitude, unit: value.unit, at: place,
        over: [value])
    case .positive(let inner):
      let value = try expression(inner, in: scope)
      guard value.curvature != .concave else {
        throw source.error(
          .curvature, at: value.location, "positive of a concave part", "positive(..) takes an affine or convex part")
      }
      return Expression(
        .positive(value), value.curvature == .constant ? .constant : .convex, value.range.maximum(ConstantRange(0)),
        unit: value.unit, at: place, over: [value])
    case .shortfall(let share, let loss, let weight):
      return try shortfall(share, loss, weight, at: place, in: scope)
    case .tiers(let schedule, let value): return try tiers(schedule, value, at: place, in: scope)
    }
  }

  private mutating func item(_ item: Syntax.Item, in scope: Scope) throws(CircuitError) -> ExpressionItem {
    var inner = scope
    let bindings = try bind(item.bindings, in: &inner)
    return ExpressionItem(expression: try expression(item.expression, in: inner), bindings: bindings, text: item.text)
  }

  private mutating func extreme(
    _ extreme: Expression.Extreme, _ items: [Syntax.Item], at place: SourceLocation, in scope: Scope
  ) throws(CircuitError) -> Expression {
    let refused: Curvature = extreme == .maximum ? .concave : .convex
    var checked: [ExpressionItem] = []
    for item in items {
      let item = try self.item(item, in: scope)
      guard item.expression.curvature != refused else {
        throw source.error(
          .curvature, at: item.expression.location, "\(extreme.rawValue) of a \(refused) part",
          extreme == .minimum
            ? "a cap on a charge is not convex: leave the cap out, or charge less per unit"
            : "a floor under a discounted value is not concave: leave the floor out")
      }
      checked.append(item)
    }
    let values = checked.map(\.expression)
    let unit = try join(values, extreme.rawValue, at: place)
    guard values.allSatisfy({ $0.curvature == .constant }) else {
      return Expression(
        .extreme(extreme, checked), refused.flipped, unit: unit, at: place, over: values)
    }
    var range = values[0].range
    for value in values.dropFirst() {
      range = extreme == .maximum ? range.maximum(value.range) : range.minimum(value.range)
    }
    return Expression(.extreme(extreme, checked), .constant, range, unit: unit, at: place, over: values)
  }

  private mutating func shortfall(
    _ share: Syntax.Expression, _ loss: Syntax.Item, _ weight: Syntax.Expression?, at place: SourceLocation, in scope: Scope
  ) throws(CircuitError) -> Expression {
    let share = try expression(share, in: scope)
    guard share.curvature == .constant, share.range.isNonNegative, share.range.upper.map({ $0 <= 1 }) == true,
      share.unit == nil || share.unit == .number
    else {
      throw source.error(
        .form, at: share.location, "the share of the tail must be a public number in 0..1", "declare it `number in 0..1`")
    }
    var inner = scope
    let bindings = try bind(loss.bindings, in: &inner)
    let value = try expression(loss.expression, in: inner)
    guard value.curvature != .concave else {
      throw source.error(.curvature, at: value.location, "shortfall of a concave part", "losses are affine or convex")
    }
    var weightValue: Expression?
    if let weight {
      let checked = try expression(weight, in: inner)
      guard checked.curvature == .constant, checked.range.isNonNegative else {
        throw source.error(.form, at: checked.location, "weights must be public and not negative", "declare them `number >= 0`")
      }
      weightValue = checked
    }
    let item = ExpressionItem(expression: value, bindings: bindings, text: loss.text)
    return Expression(
      .shortfall(share: share, loss: item, weight: weightValue), .convex, unit: value.unit, at: place,
      over: [share, value] + (weightValue.map { [$0] } ?? []))
  }

  private mutating func tiers(
    _ schedule: Syntax.Reference, _ value: Syntax.Expression, at place: SourceLocation, in scope: Scope
  ) throws(CircuitError) -> Expression {
    guard case .table(let index) = symbols[schedule.name], let way = tables[index].schedule else {
      throw source.error(
        .schedule, at: schedule.location, "\(schedule.name) is not a schedule",
        "declare it `rising tiers of unit` or `falling tiers of unit` under risk")
    }
    let table = tables[index]
    let sites = try indices(schedule, table.sets, in: scope)
    let value = try expression(value, in: scope)
    let curvature: Curvature = way == .rising ? .convex : .concave
    guard value.curvature.isAffine || (value.curvature == curvature && table.range.isNonNegative) else {
      throw source.error(
        .curvature, at: value.location, "\(way) tiers of a \(value.curvature) part",
        value.curvature == curvature ? "declare the rates `>= 0`" : "\(way) tiers take an affine part")
    }
    let unit = value.unit.map { table.unit * $0 }
    return Expression(
      .tiers(table: index, sites, value), curvature, unit: unit, at: place, over: [value])
  }
}
