import MarginModel
import SystemCryptography

/// When an oracle's price may be used and how far it may be off, read from YAML.
///
/// The file is `circuits/risk-models/oracle.yaml`. Rates are plain numbers, 0.01 for 1 %; times are seconds.
public struct OracleModel: Sendable {
  public let name: String
  public let version: Int
  public let summary: String
  /// SHA-256 of the file's bytes.
  public let digest: Digest

  /// A source's price that is older is dropped.
  public let maximumAge: Int
  /// A source whose price is further from the median, as a share of it, is dropped.
  public let deviation: BoundedDecimal
  /// With fewer sources left nothing is published.
  public let leastSources: Int

  /// The average runs over so long, and no observation in it stands longer than `longestGap`.
  public let window, longestGap: Int

  /// The band's least half width, and its half width in median absolute deviations.
  public let tick, deviations: BoundedDecimal
  /// How far the feed may be from the traded price, as a share of it.
  public let dislocation: BoundedDecimal
  /// How moving the price is judged; nil where it is not.
  public let attack: Attack?
  /// Decimal places of the prices that are published.
  public let priceDecimals: Int

  public struct Attack: Sendable {
    /// The relative moves that are examined, rising.
    public let moves: [BoundedDecimal]
    /// How many times the prize an attack must cost.
    public let cover: BoundedDecimal
    /// How often the books are taken to refill within the average's window: what a price costs is paid so often.
    public let refills: BoundedDecimal
    /// How far the books may lie from the sources, in seconds.
    public let simultaneity: Int
    /// What a trade costs, a share of its value.
    public let fee: BoundedDecimal
    /// The most that one account may hold, in coins; the open interest where an asset is not named.
    public let positionCaps: [String: BoundedDecimal]
  }

  /// Reads a model's file.
  ///
  /// - Parameter file: the file's name, for messages.
  /// - Throws: ``RiskModelError`` naming file, line and column of the first fault.
  public init(bytes: [UInt8], file: String) throws(RiskModelError) {
    var fields = try ModelFields(bytes: bytes, file: file)
    name = try fields.name("model")
    version = try fields.integer("version", 1...9999)
    let builder = try fields.text("builder")
    guard builder.string == "oracle" else { throw fields.error(.outOfRange(builder.string, allowed: "oracle"), at: builder.place) }
    summary = try fields.text("summary").string
    var sources = try fields.fields("sources")
    maximumAge = try sources.integer("maximumAge", 1...86_400)
    deviation = try sources.decimal("deviation", 0...1)
    leastSources = try sources.integer("least", 1...OracleSources.Asset.mostSources)
    try sources.finish()
    var average = try fields.fields("average")
    window = try average.integer("window", 1...604_800)
    longestGap = try average.integer("longestGap", 1...604_800)
    try average.finish()
    var band = try fields.fields("band")
    tick = try band.decimal("tick", 0...0.5)
    deviations = try band.decimal("deviations", 0...1000)
    try band.finish()
    dislocation = try fields.decimal("dislocation", 0...1)
    attack = try fields.optionalNode("attack").map { node throws(RiskModelError) in
      try Attack(ModelFields(node, file: file))
    }
    priceDecimals = try fields.integer("priceDecimals", 0...8)
    try fields.finish()
    digest = SHA256.hash(bytes)
  }
}

extension OracleModel.Attack {
  fileprivate init(_ fields: consuming ModelFields) throws(RiskModelError) {
    var moves: [BoundedDecimal] = []
    for node in try fields.list("moves") {
      let move = try fields.decimal(node, 0.000001...0.5)
      guard moves.last.map({ $0 < move }) ?? true else {
        throw fields.error(.outOfRange("\(move)", allowed: "moves that rise"), at: node.location)
      }
      moves.append(move)
    }
    guard !moves.isEmpty else { throw fields.error(.outOfRange("no moves", allowed: "at least one")) }
    self.moves = moves
    cover = try fields.decimal("cover", 0...1000)
    refills = try fields.decimal("refills", 1...1_000_000)
    simultaneity = try fields.integer("simultaneity", 0...86_400)
    fee = try fields.decimal("fee", 0...0.1)
    var caps = try fields.fields("positionCaps")
    var positionCaps: [String: BoundedDecimal] = [:]
    for asset in caps.names { positionCaps[asset] = try caps.decimal(asset, 0...1e12) }
    self.positionCaps = positionCaps
    try fields.finish()
  }
}
