import CanonicalJSON
import MarginModel
import SystemCryptography

/// What an oracle is made of at one moment: for each asset what its sources say, what was observed over time, and the price that the market
/// traded at.
///
/// A value has been checked: names unique, prices and weights above 0, times up to the file's own, observations rising. The file format is in
/// `docs/market-snapshot.md`.
public struct OracleSources: Hashable, Sendable {
  public struct Source: Hashable, Sendable {
    public let name: String
    public let price, weight: BoundedDecimal
    /// When the source made its price.
    public let time: MarketInstant
  }

  /// A price that stood from its time on, until the next one.
  public struct Observation: Hashable, Sendable {
    public let time: MarketInstant
    public let price: BoundedDecimal
  }

  public struct Asset: Hashable, Sendable {
    public let name: String
    /// The price that the venue's feed states; nil where the sources' median is the feed.
    public let feed: BoundedDecimal?
    /// The volume-weighted price of all venues' trades, which the feed must not leave.
    public let tradedPrice: BoundedDecimal
    public let sources: [Source]
    /// In rising time.
    public let observations: [Observation]
  }

  public let asOf: MarketInstant
  public let source, licence: String
  public let assets: [Asset]
  /// SHA-256 of the file's canonical form.
  public let digest: Digest

  /// Reads a file of kind `oracle-sources`: JSON in any layout, every decimal a string, nothing that the format does not know.
  ///
  /// - Throws: ``MarketError`` naming the path of the first field at fault.
  public init(bytes: [UInt8]) throws(MarketError) {
    let value: JSONValue
    do { value = try JSONValue(lenient: bytes) } catch { throw .json(error) }
    var file = try MarketFields(value, at: "", spelling: .own)
    try file.expectKind("oracle-sources", version: 1)
    let asOf = try file.instant("asOf")
    self.asOf = asOf
    source = try file.remark("source")
    licence = try file.remark("licence")
    assets = try MarketSnapshot.list("assets", of: &file) { value, path throws(MarketError) in
      try Asset(value, at: path, asOf: asOf)
    }
    try file.finish()
    guard !assets.isEmpty else { throw .header(file: "assets", wanted: "at least one asset") }
    try MarketFields.checkUnique(assets.map(\.name), path: "assets", key: "asset")
    digest = SHA256.hash(value.canonicalBytes)
  }
}

extension OracleSources.Asset {
  /// More would make the cheapest attack, a search over all sets of sources, long.
  static let mostSources = 16

  fileprivate init(_ value: JSONValue, at path: String, asOf: MarketInstant) throws(MarketError) {
    var fields = try MarketFields(value, at: path, spelling: .own)
    name = try fields.name("asset")
    feed = try fields.optionalPrice("feed")
    tradedPrice = try fields.price("tradedPrice")
    sources = try MarketSnapshot.list("sources", of: &fields) { value, place throws(MarketError) in
      var entry = try MarketFields(value, at: "\(path).\(place)", spelling: .own)
      let source = OracleSources.Source(
        name: try entry.name("name"), price: try entry.price("price"), weight: try entry.price("weight"),
        time: try entry.instant("time", upTo: asOf))
      try entry.finish()
      return source
    }
    guard (1...Self.mostSources).contains(sources.count) else {
      throw .outOfRange(
        path: fields.path(of: "sources"), text: "\(sources.count) sources", allowed: "1 to \(Self.mostSources) sources")
    }
    observations = try MarketSnapshot.list("observations", of: &fields) { value, place throws(MarketError) in
      var entry = try MarketFields(value, at: "\(path).\(place)", spelling: .own)
      let observation = OracleSources.Observation(time: try entry.instant("time", upTo: asOf), price: try entry.price("price"))
      try entry.finish()
      return observation
    }
    try fields.finish()
    try MarketFields.checkUnique(sources.map(\.name), path: fields.path(of: "sources"), key: "name")
    for (place, (earlier, later)) in zip(observations, observations.dropFirst()).enumerated() where later.time <= earlier.time {
      throw .notRising(
        path: "\(fields.path(of: "observations"))[\(place + 1)].time", text: later.time.description, last: earlier.time.description)
    }
  }
}
