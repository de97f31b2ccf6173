import MarginModel

/// Scenarios in which every underlying moves by its own amount, all on the boundary of one confidence ellipsoid: the block `factors`.
///
/// The factors are the underlyings' prices, and one that all volatilities share. A direction is a whole vector with entries from -r to r,
/// r the `resolution`, no two of them parallel, in lexicographic order, rises first; it is scaled to `deviations`.
public struct JointModel: Sendable {
  /// How volatility moves beside prices.
  public struct VolatilityFactor: Sendable {
    /// Annual, of the relative move of volatility; by underlying.
    public let size: [String: BoundedDecimal]
    /// Of an underlying's price with its volatility.
    public let correlation: BoundedDecimal
  }

  /// Sizes of the prices' moves; its `deviations` are the ellipsoid's.
  public let volatility: VolatilityModel
  public let horizon: HorizonModel
  /// In the file's order; every snapshot's underlying is one.
  public let underlyings: [String]
  /// Of every pair, in the order 1-2, 1-3, 2-3, ..; nil for those of the price history.
  public let correlations: [BoundedDecimal]?
  public let volatilityFactor: VolatilityFactor?
  public let resolution: Int

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
    let pairs = underlyings.count * (underlyings.count - 1) / 2
    correlations =
      factors.names.contains("correlations") ? try factors.decimals("correlations", -0.9999...0.9999, count: pairs...pairs) : nil
    if factors.names.contains("volatilityOfVolatility") {
      let size = try factors.decimalsByName("volatilityOfVolatility", 0...20)
      for name in size.keys.sorted() where !underlyings.contains(name) {
        throw factors.error(.outOfRange(name, allowed: underlyings.joined(separator: ", ")))
      }
      volatilityFactor = VolatilityFactor(size: size, correlation: try factors.decimal("volatilityCorrelation", -1...1))
    } else {
      volatilityFactor = nil
    }
    resolution = try factors.integer("resolution", 1...8)
    try factors.finish()
    // A share of all vectors are directions: the bound on those keeps the list small.
    let vectors = (0..<dimension).reduce(1) { count, _ in min(count * (2 * resolution + 1), 1_000_000) }
    let count = vectors > 20_000 ? vectors : directions.count
    guard count <= Self.mostDirections else {
      throw factors.error(.outOfRange("\(count) directions", allowed: "up to \(Self.mostDirections)"))
    }
  }

  /// How many factors there are.
  var dimension: Int { underlyings.count + (volatilityFactor == nil ? 0 : 1) }

  /// Every direction once, by the shortest whole vector along it.
  package var directions: [[Int]] {
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
}
