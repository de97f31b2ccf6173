/// Curvature, range and unit of sums, products and names.
extension Checker {
  mutating func expression(_ syntax: Syntax.Expression, in scope: Scope) throws(CircuitError) -> Expression {
    let checked: Expression
    switch syntax {
    case .number(let text, let place): checked = try number(text, at: place)
    case .reference(let reference): checked = try self.reference(reference, in: scope)
    case .negated(let inner, let place):
      let value = try expression(inner, in: scope)
      checked = Expression(
        .negated(value), value.curvature.flipped, -value.range, unit: value.unit, at: place, over: [value])
    case .sum(let terms, let place): checked = try sum(terms, at: place, in: scope)
    case .product(let factors, let place): checked = try product(factors, at: place, in: scope)
    case .call(let call): checked = try self.call(call, in: scope)
    }
    guard checked.height <= Checker.heightLimit else {
      throw source.error(
        .nesting, at: checked.location, "an expression more than \(Checker.heightLimit) deep, definitions included")
    }
    return checked
  }

  private func number(_ text: String, at place: SourceLocation) throws(CircuitError) -> Expression {
    guard let value = Rational(text) else {
      throw source.error(.syntax, at: place, "\(text.prefix(40)) is not a number that can be read", "write fewer digits")
    }
    return Expression(.number(value), .constant, ConstantRange(value), unit: value.isZero ? nil : .number, at: place)
  }

  private func narrow(_ range: ConstantRange, at place: SourceLocation) throws(CircuitError) -> ConstantRange {
    guard [range.lower, range.upper].allSatisfy({ $0?.isWithinWidth ?? true }) else {
      throw source.error(
        .size, at: place, "a public value of more than \(Rational.widthLimit) bits", "write fewer digits or factors")
    }
    return range
  }

  /// The common unit of parts that are added or compared; a literal 0 fits any.
  func join(_ parts: [Expression], _ what: String, at place: SourceLocation) throws(CircuitError) -> UnitOfMeasure? {
    var common: UnitOfMeasure?
    for part in parts {
      guard let unit = part.unit else { continue }
      guard let known = common else {
        common = unit
        continue
      }
      guard known == unit else {
        throw source.error(
          .units, at: part.location, "\(what) joins \(known) and \(unit)", "convert one side by a price or a rate in its unit")
      }
    }
    return common
  }

  private mutating func sum(
    _ terms: [(negative: Bool, term: Syntax.Expression)], at place: SourceLocation, in scope: Scope
  ) throws(CircuitError) -> Expression {
    var checked: [(negative: Bool, term: Expression)] = []
    var curvature = Curvature.constant
    var range = ConstantRange(0)
    for (negative, term) in terms {
      let value = try expression(term, in: scope)
      let part = negative ? value.curvature.flipped : value.curvature
      guard let joined = curvature.adding(part) else {
        throw source.error(
          .curvature, at: value.location, "adds a \(part) part to a \(curvature) one",
          "move one of them to the other side of the comparison")
      }
      curvature = joined
      range = try narrow(range + (negative ? -value.range : value.range), at: value.location)
      checked.append((negative, value))
    }
    let parts = checked.map(\.term)
    return Expression(
      .sum(checked), curvature, curvature == .constant ? range : .all, unit: try join(parts, "a sum", at: place), at: place,
      over: parts)
  }

  private mutating func product(
    _ factors: [(divides: Bool, factor: Syntax.Expression)], at place: SourceLocation, in scope: Scope
  ) throws(CircuitError) -> Expression {
    var constants: [(divides: Bool, factor: Expression)] = []
    var secret: Expression?
    var unit: UnitOfMeasure? = .number
    var range = ConstantRange(1)
    for (divides, factor) in factors {
      let value = try expression(factor, in: scope)
      unit = unit.flatMap { known in value.unit.map { divides ? known / $0 : known * $0 } }
      if value.curvature == .constant {
        guard !divides || !value.range.isZero else {
          throw source.error(.zeroDivisor, at: value.location, "divides by 0")
        }
        range = try narrow(range * (divides ? value.range.inverse : value.range), at: value.location)
        constants.append((divides, value))
        continue
      }
      guard !divides else {
        throw source.error(
          .privateDivisor, at: value.location, "divides by a private value",
          "multiply the comparison out: write a >= c * b for a / b >= c, and reveal a and b, not their ratio")
      }
      guard secret == nil else {
        throw source.error(
          .privateProduct, at: value.location, "multiplies two private values", "one factor must be a public table or argument")
      }
      secret = value
    }
    let children = constants.map(\.factor) + (secret.map { [$0] } ?? [])
    guard let secret else {
      return Expression(.product(constants, of: nil), .constant, range, unit: unit, at: place, over: children)
    }
    guard secret.curvature.isAffine || range.isNonNegative || range.isNonPositive else {
      throw source.error(
        .unknownSign, at: secret.location, "a \(secret.curvature) part is multiplied by a constant of unknown sign",
        "declare the table's range (`>= 0`), or write positive(..) around the constant")
    }
    let curvature = secret.curvature.isAffine || range.isNonNegative ? secret.curvature : secret.curvature.flipped
    return Expression(.product(constants, of: secret), curvature, unit: unit, at: place, over: children)
  }

  private mutating func reference(_ reference: Syntax.Reference, in scope: Scope) throws(CircuitError) -> Expression {
    let place = reference.location
    if reference.name == "lot" || reference.name == "limit" { return try builtIn(reference, in: scope) }
    guard let symbol = symbols[reference.name] else {
      throw source.error(
        .unknownName, at: place,
        scope.slot(reference.name) == nil ? "unknown name \(reference.name)" : "\(reference.name) is an index, not a number",
        scope.slot(reference.name) == nil ? "declare it under risk, arguments or define" : nil)
    }
    switch symbol {
    case .table(let index):
      let table = tables[index]
      guard table.schedule == nil else {
        throw source.error(
          .schedule, at: place, "\(table.name) is a schedule, not a number", "write tiers(\(table.name)[..], value)")
      }
      let sites = try indices(reference, table.sets, in: scope)
      return Expression(.table(index, sites), .constant, table.range, unit: table.unit, at: place)
    case .argument(let index):
      guard case .number(let unit, let range) = arguments[index].kind else {
        throw source.error(
          .form, at: place, "\(reference.name) is an element, not a number", "use it as an index: table[\(reference.name)]")
      }
      _ = try indices(reference, [], in: scope)
      return Expression(.argument(index), .constant, range, unit: unit, at: place)
    case .committed(let index):
      let sites = try indices(reference, committed[index].parameters.map(\.domain.root), in: scope)
      return Expression(.coordinate(vector: index, sites), .affine, unit: .number, at: place)
    case .chosen(let index):
      guard chosen.indices.contains(index) else {
        throw source.error(.form, at: place, "the range of a chosen value uses a chosen value")
      }
      let sites = try indices(reference, chosen[index].parameters.map(\.domain.root), in: scope)
      return Expression(.chosen(index, sites), .affine, unit: .number, at: place)
    case .definition(let index):
      let sites = try indices(reference, definitionParameters[index].map(\.domain.root), in: scope)
      let body = try define(index, from: place).body
      return Expression(
        .definition(index, sites), body.curvature, body.range, unit: body.unit, at: place, over: [body])
    }
  }

  /// `lot[i]` and `limit[i]`: the grid and the bound of a coordinate, in its own unit.
  private mutating func builtIn(_ reference: Syntax.Reference, in scope: Scope) throws(CircuitError) -> Expression {
    guard reference.indices.count == 1 else {
      throw source.error(.indexCount, at: reference.location, "\(reference.name) takes 1 index, found \(reference.indices.count)")
    }
    let site = try resolve(reference.indices[0], from: nil, in: scope)
    guard let set = set(of: site) else {
      throw source.error(
        .indexSet, at: site.location, "\(reference.name) needs an index whose set is known", "bind it: `for i in set`")
    }
    let kind: Expression.Kind = reference.name == "lot" ? .lot(set: set, site) : .limit(set: set, site)
    return Expression(kind, .constant, .nonNegative, unit: .number, at: reference.location)
  }

  private func set(of site: IndexSite) -> String? {
    switch site.kind {
    case .variable(_, let set): return set
    case .argument(let index):
      guard case .element(let set) = arguments[index].kind else { return nil }
      return root(of: set)
    default: return nil
    }
  }

  mutating func indices(
    _ reference: Syntax.Reference, _ sets: [String], in scope: Scope
  ) throws(CircuitError) -> [IndexSite] {
    guard reference.indices.count == sets.count else {
      throw source.error(
        .indexCount, at: reference.location,
        "\(reference.name) takes \(sets.count) \(sets.count == 1 ? "index" : "indices"), found \(reference.indices.count)",
        sets.isEmpty ? "write it without brackets" : "write \(reference.name)[\(sets.joined(separator: ", "))]")
    }
    var sites: [IndexSite] = []
    for (index, set) in zip(reference.indices, sets) { sites.append(try resolve(index, from: set, in: scope)) }
    return sites
  }
}
