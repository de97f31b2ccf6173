import MarginModel

/// Scenarios in which every underlying moves by its own amount: points around a region that prices and volatilities stay in, the block
/// `factors`.
public struct JointModel: Sendable {
  /// The region, in deviations of each price and of a factor that all volatilities share.
  public enum Region: Sendable {
    /// A confidence ellipsoid, met in every direction of the grid of whole vectors with entries from -resolution to resolution, no two of them
    /// along one another, in lexicographic order, rises first.
    ///
    /// Correlations are of every pair, in the order 1-2, 1-3, 2-3, ..; nil for those of the price history. `own` is that of an underlying's
    /// price with its volatility.
    case ellipsoid(correlations: [BoundedDecimal]?, own: BoundedDecimal, resolution: Int)
    /// Every price within 1, and no two further apart than the spread; met at its corners, volatilities up and down.
    ///
    /// A corner has some prices at 1 and the others at 1 - spread, or the opposite.
    case polytope(spread: BoundedDecimal)
  }

  /// Sizes of the prices' moves; its `deviations` are the region's.
  public let volatility: VolatilityModel
  public let horizon: HorizonModel
  /// In the file's order; every snapshot's underlying is one.
  public let underlyings: [String]
  /// Annual, of the relative move of volatility, by underlying; nil where volatility stands.
  public let volatilityOfVolatility: [String: BoundedDecimal]?
  public let region: Region

  /// More make names of scenarios that are too long.
  private static let mostUnderlyings = 4
  private static let mostDirections = 2000

  init(_ fields: inout ModelFields) throws(RiskModelError) {
    volatility = try VolatilityModel(fields.fields("volatility"))
    horizon = try HorizonModel(fields.fields("horizon"))
    var factors = try fields.fields("factors")
    var underlyings: [String] = []
    for node in try factors.list("underlyings") {
      let (name, place) = try factors.text(node)
      guard !underlyings.contains(name) else { throw factors.error(.duplicate("the underlying \(name)"), at: place) }
      underlyings.append(try factors.element(name))
    }
    guard (1...Self.mostUnderlyings).contains(underlyings.count) else {
      throw factors.error(.outOfRange("\(underlyings.count) underlyings", allowed: "1 to \(Self.mostUnderlyings)"))
    }
    self.underlyings = underlyings
    if factors.names.contains("volatilityOfVolatility") {
      let sizes = try factors.decimalsByName("volatilityOfVolatility", 0...20)
      for name in sizes.keys.sorted() where !underlyings.contains(name) {
        throw factors.error(.outOfRange(name, allowed: underlyings.joined(separator: ", ")))
      }
      volatilityOfVolatility = sizes
    } else {
      volatilityOfVolatility = nil
    }
    if factors.names.contains("spread") {
      region = .polytope(spread: try factors.decimal("spread", 0.0001...1.9999))
    } else {
      let pairs = underlyings.count * (underlyings.count - 1) / 2
      let correlations =
        factors.names.contains("correlations")
        ? try factors.decimals("correlations", -0.9999...0.9999, count: pairs...pairs) : nil
      region = .ellipsoid(
        correlations: correlations,
        own: volatilityOfVolatility == nil ? .zero : try factors.decimal("volatilityCorrelation", -1...1),
        resolution: try factors.integer("resolution", 1...8))
    }
    try factors.finish()
    if case .ellipsoid(_, _, let resolution) = region {
      // A share of all vectors are directions: the bound on those keeps the list small.
      let vectors = (0..<dimension).reduce(1) { count, _ in min(count * (2 * resolution + 1), 1_000_000) }
      let count = vectors > 20_000 ? vectors : directions(resolution).count
      guard count <= Self.mostDirections else {
        throw factors.error(.outOfRange("\(count) directions", allowed: "up to \(Self.mostDirections)"))
      }
    }
  }

  /// How many factors there are.
  private var dimension: Int { underlyings.count + (volatilityOfVolatility == nil ? 0 : 1) }

  /// Every direction once, by the shortest whole vector along it.
  package func directions(_ resolution: Int) -> [[Int]] {
    var vectors: [[Int]] = [[]]
    for _ in 0..<dimension {
      vectors = vectors.flatMap { vector in (-resolution...resolution).reversed().map { vector + [$0] } }
    }
    return vectors.filter { vector in
      var divisor = 0
      for entry in vector {
        var (a, b) = (divisor, abs(entry))
        while b != 0 { (a, b) = (b, a % b) }
        divisor = a
      }
      return divisor == 1
    }
  }

  /// The prices of every corner once, in deviations: those with rises first, lexicographically.
  package func corners(_ spread: Rational) -> [[Rational]] {
    var rises: [[Rational]] = [[]]
    for _ in underlyings { rises = rises.flatMap { corner in [1, 1 - spread].map { corner + [$0] } } }
    rises.removeLast()
    return rises + rises.map { $0.map { -$0 } }
  }
}
