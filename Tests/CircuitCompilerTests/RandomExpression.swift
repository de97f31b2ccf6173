import TestSupport

/// Random parts of a rule whose curvature is known by how they are made, over the names of ``RandomCircuit``.
///
/// Every part is in USD.
struct RandomExpression {
  /// The built-in form that a part is made around.
  enum Form: CaseIterable, Sendable {
    case sum, maximum, minimum, absolute, positive, risingTiers, fallingTiers, shortfall, weightedShortfall
    /// A definition with indices, shared by every use.
    case definition
    /// Subsets, `where` on the binding itself and on an element bound before it.
    case condition
    /// An argument as an index.
    case elementArgument
    /// Any of them inside any other.
    case nested
  }

  /// The index names in sight.
  struct Scope {
    var instrument: String?
    var group: String?
    var scan: String?
  }

  var random: SeededGenerator
  /// Elements of `instrument` but the cash.
  let instruments: [String]
  private var names = 0

  init(random: SeededGenerator, instruments: [String]) {
    self.random = random
    self.instruments = instruments
  }

  private mutating func name(_ letter: String) -> String {
    names += 1
    return "\(letter)\(names)"
  }

  private mutating func one(of choices: [String]) -> String { choices.randomElement(using: &random) ?? "" }

  mutating func chance(_ part: Int, of whole: Int) -> Bool { Int.random(in: 0..<whole, using: &random) < part }

  // MARK: Constants

  /// A public amount in USD, of any sign.
  mutating func amount(_ scope: Scope) -> String {
    var choices = [
      "0", "offset", "dollar", "-3 * dollar", "share[level] * offset", "max(offset, 2 * dollar)", "min(0, offset) / 3",
    ]
    if let group = scope.group { choices += ["fee[\(group)]", "-fee[\(group)] / 4"] }
    if let instrument = scope.instrument { choices += ["price[\(instrument)] * lot[\(instrument)]"] }
    return one(of: choices)
  }

  /// A public number that is not negative, by its declared range.
  mutating func factor(_ scope: Scope) -> String {
    var choices = ["1", "2.5", "times", "share[level]", "positive(scale)", "abs(scale - 1)", "1 / 3", "max(0, scale)"]
    if let instrument = scope.instrument { choices += ["haircut[\(instrument)]", "(1 - haircut[\(instrument)])"] }
    if let scan = scope.scan { choices.append("weight[\(scan)]") }
    return one(of: choices)
  }

  // MARK: Affine

  private mutating func filter() -> String { one(of: ["", "", " where sort == 'a'", " where sort != 'b' and kind != 'perp'"]) }

  /// A part that is linear in the positions.
  mutating func affine(_ scope: Scope, depth: Int = 1) -> String {
    if depth > 0, chance(1, of: 3) {
      let inner = affine(scope, depth: depth - 1)
      return switch Int.random(in: 0..<5, using: &random) {
      case 0: "scale * (\(inner))"
      case 1: "-(\(inner)) / 4"
      case 2: "\(inner) - (\(affine(scope, depth: depth - 1)))"
      case 3: "(\(inner)) + \(amount(scope))"
      default: "(\(inner)) * (scale - 1)"
      }
    }
    if let instrument = scope.instrument, chance(2, of: 3) {
      if let scan = scope.scan, chance(2, of: 3) { return "pnl[\(instrument), \(scan)] * x[\(instrument)]" }
      return one(of: [
        "price[\(instrument)] * x[\(instrument)]", "x[\(instrument)] * charge[\(instrument)]",
        "haircut[\(instrument)] * price[\(instrument)] * x[\(instrument)]", "-2 * dollar * x[\(instrument)]",
      ])
    }
    let index = name("i")
    if let scan = scope.scan, chance(2, of: 3) {
      return "sum(pnl[\(index), \(scan)] * x[\(index)] for \(index) in traded\(filter()))"
    }
    if let group = scope.group, chance(2, of: 3) {
      return one(of: [
        "net[\(group)]", "sum(price[\(index)] * x[\(index)] for \(index) in traded where group == \(group))",
      ])
    }
    let first = one(of: instruments)
    return one(of: [
      "price['\(first)'] * x['\(first)']", "total", "sum(net[\(index)] for \(index) in group)",
      "sum(price[\(index)] * x[\(index)] for \(index) in traded\(filter()))",
      "sum(price[\(index)] * x[\(index)] for \(index) in traded where group != '1')",
    ])
  }

  // MARK: Convex and concave

  /// A convex part around one of the forms, or one that makes a concave part, negated.
  mutating func convex(_ form: Form, _ scope: Scope = Scope(), depth: Int) -> String {
    let inner = depth > 0 ? depth - 1 : 0
    let index = name("i")
    var bound = scope
    switch form {
    case .sum:
      bound.instrument = index
      return "sum(\(factor(bound)) * (\(convexPart(bound, depth: inner))) for \(index) in traded\(filter()))"
    case .maximum:
      bound.scan = name("s")
      let items = [
        "\(convexPart(bound, depth: inner)) for \(bound.scan ?? "") in scan", convexPart(scope, depth: inner), amount(scope),
        affine(scope),
      ].shuffled(using: &random).prefix(Int.random(in: 1...4, using: &random))
      return "max(\(items.joined(separator: ", ")))"
    case .minimum:
      bound.group = name("u")
      let items = [
        "\(concavePart(bound, depth: inner)) for \(bound.group ?? "") in group", concavePart(scope, depth: inner), amount(scope),
        affine(scope),
      ].shuffled(using: &random).prefix(Int.random(in: 1...4, using: &random))
      return "-min(\(items.joined(separator: ", ")))"
    case .absolute: return "abs(\(affine(scope)))"
    case .positive: return "positive(\(convexPart(scope, depth: inner)))"
    case .risingTiers:
      bound.instrument = index
      let part = one(of: [
        "tiers(signedRates[\(index)], x[\(index)])", "tiers(rates[\(index)], abs(x[\(index)]))",
        "tiers(rates[\(index)], \(factor(bound)) * positive(2 - x[\(index)]))", "tiers(rates[\(index)], -3 * x[\(index)])",
      ])
      return "sum(\(part) for \(index) in traded\(filter()))"
    case .fallingTiers:
      bound.instrument = index
      let part = one(of: [
        "tiers(signedValues[\(index)], x[\(index)])", "tiers(values[\(index)], min(x[\(index)], 3))",
        "tiers(values[\(index)], -\(factor(bound)) * abs(x[\(index)] + 1))", "tiers(values[\(index)], 2 * x[\(index)] - 1)",
      ])
      return "-sum(\(part) for \(index) in traded\(filter()))"
    case .shortfall:
      bound.scan = name("s")
      return
        "shortfall(\(one(of: ["tail[level]", "0.25", "1"])), \(convexPart(bound, depth: inner)) for \(bound.scan ?? "") in scan)"
    case .weightedShortfall:
      bound.scan = name("s")
      let scan = bound.scan ?? ""
      return "shortfall(\(one(of: ["tail[level]", "0.4"])), \(convexPart(bound, depth: inner)) weighted weight[\(scan)]"
        + " for \(scan) in scan)"
    case .definition:
      return one(of: ["sum(worst[\(index)] for \(index) in group)", "max(worst[\(index)] for \(index) in group)", "worst['1']"])
    case .condition:
      bound.instrument = index
      let single = affine(bound)
      let group = name("u")
      bound.group = group
      return one(of: [
        "sum(abs(\(affine(bound))) for \(group) in group for \(index) in traded where group == \(group) and sort == 'a')",
        "sum(positive(\(single)) for \(index) in spot)",
        "max(0, abs(\(affine(bound))) + fee[\(index).group] for \(group) in group for \(index) in spot where group != \(group))",
      ])
    case .elementArgument: return "share[level] * abs(\(affine(scope))) + tail[level] * positive(\(affine(scope)))"
    case .nested: return convexPart(scope, depth: max(1, depth))
    }
  }

  /// A part that may stand where convex ones may.
  private mutating func convexPart(_ scope: Scope, depth: Int) -> String {
    guard depth > 0, chance(3, of: 4) else { return affine(scope) }
    let form = Form.allCases.filter { $0 != .nested }.randomElement(using: &random) ?? .sum
    let part = convex(form, scope, depth: depth - 1)
    return switch Int.random(in: 0..<6, using: &random) {
    case 0: "\(factor(scope)) * (\(part))"
    case 1: "\(part) + \(affine(scope))"
    case 2: "(\(part)) * 2 - \(amount(scope))"
    case 3: "\(part) - (\(concavePart(scope, depth: depth - 1)))"
    default: part
    }
  }

  /// A part that may stand where concave ones may.
  mutating func concavePart(_ scope: Scope = Scope(), depth: Int) -> String {
    guard depth > 0 else { return affine(scope) }
    let part = convexPart(scope, depth: depth)
    return chance(1, of: 2) ? "-(\(part))" : "-\(factor(scope)) * (\(part))"
  }
}
