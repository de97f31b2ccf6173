/// A scan beside a library of named stresses: what `circuits/stress-library.yaml` reads.
public struct StressModel: Sendable {
  /// One stress: what moves, by how much, and the share of its loss that counts.
  public struct Stress: Sendable {
    /// Where the moves of the underlyings come from.
    public enum Moves: Sendable {
      /// By name; an underlying without an entry does not move.
      case listed([String: BoundedDecimal])
      /// From the close of one day to that of another in the price history, all underlyings.
      case replay(from: String, to: String)
    }

    public let name: String
    public let share: BoundedDecimal
    public let moves: Moves
    /// The relative move of volatility; of the forwards of dated contracts against spot; of volatility below the forward, and as much the
    /// other way above it.
    public let volatility, basis, skew: BoundedDecimal
    /// What is left of the price of a cash asset that is no underlying.
    public let pegs: [String: BoundedDecimal]
  }

  public let scenarios: [Scenario]
  public let stresses: [Stress]
  public let volatilityShock: VolatilityShock

  init(_ fields: inout ModelFields) throws(RiskModelError) {
    scenarios = try ScenarioList.unweighted(&fields)
    let nodes = try fields.list("stresses")
    guard (1...1000).contains(nodes.count) else {
      throw fields.error(.outOfRange("\(nodes.count) stresses", allowed: "1 to 1000"))
    }
    var stresses: [Stress] = []
    for node in nodes {
      let stress = try Stress(ModelFields(node, file: fields.file))
      guard !stresses.contains(where: { $0.name == stress.name }) else {
        throw RiskModelError(file: fields.file, place: node.location, problem: .duplicate("the stress \(stress.name)"))
      }
      stresses.append(stress)
    }
    self.stresses = stresses
    volatilityShock = try VolatilityShock(fields.fields("volatilityShock"))
  }
}

extension StressModel.Stress {
  fileprivate init(_ fields: consuming ModelFields) throws(RiskModelError) {
    name = try fields.element(fields.text("name").string)
    share = try fields.decimal("share", 0...1)
    if fields.names.contains("from") || fields.names.contains("to") {
      moves = .replay(from: try fields.day("from"), to: try fields.day("to"))
    } else {
      moves = .listed(try fields.optionalDecimalsByName("moves", -0.999999...100))
    }
    volatility = try fields.decimalOrZero("volatility", -1...100)
    basis = try fields.decimalOrZero("basis", -0.999999...100)
    skew = try fields.decimalOrZero("skew", -1...100)
    pegs = try fields.optionalDecimalsByName("pegs", 0...100)
    try fields.finish()
  }
}
