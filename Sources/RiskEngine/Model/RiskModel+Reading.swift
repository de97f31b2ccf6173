import MarginModel
import SystemCryptography

extension RiskModel {
  /// The one way of building that there is so far: full revaluation under listed scenarios.
  private static let builder = "scan"

  /// Reads a risk model's file.
  ///
  /// - Parameter file: the file's name, for messages.
  /// - Throws: ``RiskModelError`` naming file, line and column of the first fault.
  public init(bytes: [UInt8], file: String) throws(RiskModelError) {
    var fields = try ModelFields(bytes: bytes, file: file)
    name = try fields.name("model")
    version = try fields.integer("version", 1...9999)
    let builder = try fields.text("builder")
    guard builder.string == Self.builder else {
      throw fields.error(.outOfRange(builder.string, allowed: Self.builder), at: builder.place)
    }
    summary = try fields.text("summary").string
    scenarios = try Self.scenarios(&fields)
    volatilityShock = try VolatilityShock(fields.fields("volatilityShock"))
    var rates = try fields.fields("rates")
    netRate = try rates.decimal("net", 0...1)
    hedgedRate = try rates.decimal("hedged", 0...1)
    try rates.finish()
    levels = try Self.levels(fields.fields("levels"))
    var contracts = try fields.fields("contracts")
    optionTerms = try ContractTerms(contracts.fields("option"))
    futureTerms = try ContractTerms(contracts.fields("future"))
    perpetualTerms = try ContractTerms(contracts.fields("perpetual"))
    try contracts.finish()
    cash = try Self.cash(fields.fields("cash"))
    var decimals = try fields.fields("decimals")
    moneyDecimals = try decimals.integer("money", 0...8)
    deltaDecimals = try decimals.integer("delta", 0...8)
    try decimals.finish()
    validity = try fields.integer("validity", 1...86_400 * 366)
    simultaneity = try fields.integer("simultaneity", 0...86_400)
    try fields.finish()
    digest = SHA256.hash(bytes)
  }

  private static func scenarios(_ fields: inout ModelFields) throws(RiskModelError) -> [Scenario] {
    let nodes = try fields.list("scenarios")
    guard (1...10_000).contains(nodes.count) else {
      throw fields.error(.outOfRange("\(nodes.count) scenarios", allowed: "1 to 10000"))
    }
    var scenarios: [Scenario] = []
    var names: Set<String> = []
    for node in nodes {
      var entry = try ModelFields(node, file: fields.file)
      let spot = try entry.decimal("spot", -1...100)
      let volatility = try entry.decimal("volatility", -1...100)
      let weight = try entry.decimal("weight", 0...1)
      try entry.finish()
      guard let scenario = Scenario(spot: spot, volatility: volatility, weight: weight) else {
        throw entry.error(.outOfRange("spot \(spot)", allowed: "above -1"))
      }
      guard names.insert(scenario.name).inserted else { throw entry.error(.duplicate("the scenario \(scenario.name)")) }
      scenarios.append(scenario)
    }
    return scenarios
  }

  private static func levels(_ fields: consuming ModelFields) throws(RiskModelError) -> [Level] {
    var levels: [Level] = []
    for name in fields.names { levels.append(Level(name: try element(name, of: fields), share: try fields.decimal(name, 0...1))) }
    guard !levels.isEmpty else { throw fields.error(.missingKey("initial")) }
    return levels
  }

  private static func cash(_ fields: consuming ModelFields) throws(RiskModelError) -> [CashTerms] {
    var cash: [CashTerms] = []
    for asset in fields.names {
      var terms = try fields.fields(asset)
      cash.append(
        CashTerms(
          asset: try element(asset, of: fields), haircut: try terms.decimal("haircut", 0...1),
          lot: try terms.decimal("lot", ModelFields.lots),
          limit: try terms.decimal("limit", ModelFields.limits), price: try terms.optionalDecimal("price", 1e-9...1e9)))
      try terms.finish()
    }
    return cash
  }

  /// A key that becomes an element of the risk file.
  private static func element(_ name: String, of fields: ModelFields) throws(RiskModelError) -> String {
    guard Identifier.isValid(name), !name.utf8.contains(UInt8(ascii: "'")) else {
      throw fields.error(.outOfRange(name, allowed: "1 to 128 printable ASCII characters without quotes"))
    }
    return name
  }
}

extension ModelFields {
  static let lots = 1e-12...1e9
  static let limits = 1e-12...1e12
}

extension RiskModel.ContractTerms {
  fileprivate init(_ fields: consuming ModelFields) throws(RiskModelError) {
    lot = try fields.decimal("lot", ModelFields.lots)
    limit = try fields.decimal("limit", ModelFields.limits)
    fee = try fields.decimal("fee", 0...1)
    funding = try fields.decimal("funding", -1...1)
    try fields.finish()
  }
}

extension VolatilityShock {
  fileprivate init(_ fields: consuming ModelFields) throws(RiskModelError) {
    pivotDays = try fields.decimal("pivotDays", 0.001...10_000)
    minimumDays = try fields.decimal("minimumDays", 0.001...10_000)
    powerBelowPivot = try fields.decimal("powerBelowPivot", 0...2)
    powerFromPivot = try fields.decimal("powerFromPivot", 0...2)
    try fields.finish()
  }
}
