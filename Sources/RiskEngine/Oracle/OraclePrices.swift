import CanonicalJSON
import MarginModel
import SystemCryptography

/// The published prices of an oracle: what a coin counts for when it is held and when it is owed, and the ends of the band.
///
/// A value has been checked: 0 < low <= held <= owed <= high, names unique. The file format is in `docs/market-snapshot.md`.
public struct OraclePrices: Hashable, Sendable {
  public struct Price: Hashable, Sendable {
    public let asset: String
    /// In US dollars.
    public let low, held, owed, high: BoundedDecimal
  }

  /// Name and digest of the oracle's model.
  public let model: String
  public let asOf: MarketInstant
  /// What the prices were made from: the sources, and the depth where it was examined.
  public let inputs: [Digest]
  public let prices: [Price]

  /// The file's one text, in RFC 8785 form.
  public var canonicalBytes: [UInt8] { json.canonicalBytes }
  /// SHA-256 of ``canonicalBytes``: what a risk file names as its input.
  public var digest: Digest { SHA256.hash(canonicalBytes) }

  public subscript(asset: String) -> Price? { prices.first { $0.asset == asset } }

  /// The verdict on every asset, and the prices to publish: nil where any asset is blocked.
  ///
  /// Held and low are rounded down, owed and high up, to the model's decimals: never in the account's favour.
  public static func judge(
    _ sources: OracleSources, _ model: OracleModel, depth: MarketDepth? = nil
  ) -> (verdicts: [OracleVerdict], prices: OraclePrices?) {
    let verdicts = sources.assets.map { OracleVerdict($0, asOf: sources.asOf, model, depth: depth) }
    var prices: [Price] = []
    for verdict in verdicts {
      guard let price = verdict.price else { return (verdicts, nil) }
      prices.append(price)
    }
    let published = OraclePrices(
      model: model.reference, asOf: sources.asOf, inputs: [sources.digest] + (depth.map { [$0.digest] } ?? []),
      prices: prices)
    return (verdicts, published)
  }

  private init(model: String, asOf: MarketInstant, inputs: [Digest], prices: [Price]) {
    self.model = model
    self.asOf = asOf
    self.inputs = inputs
    self.prices = prices
  }

  private var json: JSONValue {
    [
      "kind": "oracle-prices", "version": 1, "model": .string(model), "asOf": .string(asOf.description),
      "inputs": .array(inputs.map { .string($0.description) }),
      "prices": .array(
        prices.map {
          [
            "asset": .string($0.asset), "low": .string($0.low.description), "held": .string($0.held.description),
            "owed": .string($0.owed.description), "high": .string($0.high.description),
          ]
        }),
    ]
  }

  /// Reads a file of kind `oracle-prices`.
  ///
  /// - Throws: ``MarketError`` naming the path of the first field at fault.
  public init(bytes: [UInt8]) throws(MarketError) {
    let value: JSONValue
    do { value = try JSONValue(lenient: bytes) } catch { throw .json(error) }
    var file = try MarketFields(value, at: "", spelling: .own)
    try file.expectKind("oracle-prices", version: 1)
    model = try file.name("model")
    asOf = try file.instant("asOf")
    var inputs: [Digest] = []
    for (place, value) in try file.list("inputs").enumerated() {
      let path = "inputs[\(place)]"
      let text: String
      do { text = try value.string(at: path) } catch { throw .json(error) }
      guard let digest = Digest(text: text) else { throw .badDigest(path: path, text: text) }
      inputs.append(digest)
    }
    self.inputs = inputs
    prices = try MarketSnapshot.list("prices", of: &file) { value, path throws(MarketError) in
      var fields = try MarketFields(value, at: path, spelling: .own)
      let price = Price(
        asset: try fields.name("asset"), low: try fields.price("low"), held: try fields.price("held"),
        owed: try fields.price("owed"),
        high: try fields.price("high"))
      try fields.finish()
      let ordered = [("low", price.low), ("held", price.held), ("owed", price.owed), ("high", price.high)]
      for (lower, upper) in zip(ordered, ordered.dropFirst()) where upper.1 < lower.1 {
        throw .outOfRange(
          path: "\(path).\(upper.0)", text: upper.1.description, allowed: "at least \(lower.1), the price \(lower.0)")
      }
      return price
    }
    try file.finish()
    try MarketFields.checkUnique(prices.map(\.asset), path: "prices", key: "asset")
  }
}

extension OraclePrices.Price {
  /// Nil where a price has more digits than the file holds, or none above 0.
  init?(_ asset: String, _ band: OracleVerdict.Band, places: Int) {
    let step = (0..<places).reduce(Rational.one) { step, _ in step / 10 }
    func rounded(_ value: Rational, up: Bool) -> BoundedDecimal? {
      let text = value.decimal(places: places)
      guard let nearest = Rational(text) else { return nil }
      let isPast = up ? nearest < value : nearest > value
      let price = isPast ? (up ? nearest + step : nearest - step) : nearest
      guard price.signum > 0 else { return nil }
      return BoundedDecimal(jsonNumber: price.decimal(places: places))
    }
    guard let low = rounded(band.low, up: false), let held = rounded(band.held, up: false), let owed = rounded(band.owed, up: true),
      let high = rounded(band.high, up: true)
    else { return nil }
    self.asset = asset
    self.low = low
    self.held = held
    self.owed = owed
    self.high = high
  }
}
