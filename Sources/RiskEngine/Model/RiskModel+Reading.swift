import MarginModel
import SystemCryptography

extension RiskModel {
  /// The words that `builder` may say.
  static let builders = [
    "scan", "grid", "joint", "historical", "greeks", "stress", "contagion", "delta", "covariance", "tiers", "chains", "two-price",
    "open-interest", "deribit-portfolio", "okx-portfolio",
  ]

  /// Reads a risk model's file.
  ///
  /// - Parameter file: the file's name, for messages.
  /// - Throws: ``RiskModelError`` naming file, line and column of the first fault.
  public init(bytes: [UInt8], file: String) throws(RiskModelError) {
    var fields = try ModelFields(bytes: bytes, file: file)
    name = try fields.name("model")
    version = try fields.integer("version", 1...9999)
    let builder = try fields.text("builder")
    summary = try fields.text("summary").string
    self.builder = try Self.builder(builder.string, at: builder.place, &fields)
    var contracts = try fields.fields("contracts")
    optionTerms = try ContractTerms(contracts.fields("option"))
    futureTerms = try ContractTerms(contracts.fields("future"))
    perpetualTerms = try ContractTerms(contracts.fields("perpetual"))
    try contracts.finish()
    cash = try Self.cash(fields.fields("cash"))
    var decimals = try fields.fields("decimals")
    moneyDecimals = try decimals.integer("money", 0...12)
    deltaDecimals = try decimals.integer("delta", 0...8)
    try decimals.finish()
    validity = try fields.integer("validity", 1...86_400 * 366)
    simultaneity = try fields.integer("simultaneity", 0...86_400)
    oldestQuote = fields.names.contains("oldestQuote") ? try fields.integer("oldestQuote", 1...86_400 * 366) : nil
    try fields.finish()
    digest = SHA256.hash(bytes)
  }

  /// The fields of the builder that the file names.
  private static func builder(
    _ word: String, at place: SourceLocation, _ fields: inout ModelFields
  ) throws(RiskModelError) -> Builder {
    switch word {
    case "scan": .scan(try ScanModel(&fields, scenarios: ScenarioList.listed(&fields, weighted: true)))
    case "grid": .scan(try ScanModel(&fields, scenarios: ScenarioList.grid(&fields, weighted: true)))
    case "joint": .scan(try ScanModel(&fields, joint: JointModel(&fields)))
    case "historical": .historical(try HistoricalModel(&fields))
    case "greeks": .greeks(try GreeksModel(&fields))
    case "stress": .stress(try StressModel(&fields))
    case "contagion": .contagion(try ContagionModel(&fields))
    case "delta": .delta(try DeltaModel(&fields))
    case "covariance": .covariance(try CovarianceModel(&fields))
    case "tiers": .tiers(try TiersModel(&fields))
    case "chains": .chains(try ChainsModel(&fields))
    case "two-price": .twoPrice(try TwoPriceModel(&fields))
    case "open-interest": .openInterest(try OpenInterestModel(&fields))
    case "deribit-portfolio": .deribitPortfolio(try DeribitPortfolioModel(&fields))
    case "okx-portfolio": .okxPortfolio(try OKXPortfolioModel(&fields))
    default: throw fields.error(.outOfRange(word, allowed: builders.joined(separator: ", ")), at: place)
    }
  }

  private static func cash(_ fields: consuming ModelFields) throws(RiskModelError) -> [CashTerms] {
    var cash: [CashTerms] = []
    for asset in fields.names {
      var terms = try fields.fields(asset)
      cash.append(
        CashTerms(
          asset: try fields.element(asset), haircut: try terms.decimal("haircut", 0...1),
          lot: try terms.decimal("lot", ModelFields.lots),
          limit: try terms.decimal("limit", ModelFields.limits), price: try terms.optionalDecimal("price", ModelFields.prices)))
      try terms.finish()
    }
    return cash
  }
}

extension ModelFields {
  static let lots = 1e-12...1e9
  static let limits = 1e-12...1e12
  static let prices = 1e-9...1e9

  /// A key that becomes an element of the risk file.
  func element(_ name: String) throws(RiskModelError) -> String {
    guard Identifier.isValid(name), !name.utf8.contains(UInt8(ascii: "'")) else {
      throw error(.outOfRange(name, allowed: "1 to 128 printable ASCII characters without quotes"))
    }
    return name
  }

  /// A list of numbers, `[-0.08, 0, 0.08]`, at least one.
  mutating func decimals(_ key: String, _ range: ClosedRange<Double>, count: ClosedRange<Int>) throws(RiskModelError)
    -> [BoundedDecimal]
  {
    let nodes = try list(key)
    guard count.contains(nodes.count) else {
      throw error(.outOfRange("\(key) with \(nodes.count) numbers", allowed: "\(count.lowerBound) to \(count.upperBound) of them"))
    }
    var values: [BoundedDecimal] = []
    for node in nodes { values.append(try decimal(node, range)) }
    return values
  }

  /// A map from names to numbers, `{BTC: -0.4, ETH: -0.45}`, in the file's order.
  mutating func decimalsByName(_ key: String, _ range: ClosedRange<Double>) throws(RiskModelError) -> [String: BoundedDecimal] {
    var map = try fields(key)
    var values: [String: BoundedDecimal] = [:]
    for name in map.names { values[try map.element(name)] = try map.decimal(name, range) }
    try map.finish()
    return values
  }

  /// The same where the key may be absent: no entries then.
  mutating func optionalDecimalsByName(
    _ key: String, _ range: ClosedRange<Double>
  ) throws(RiskModelError) -> [String: BoundedDecimal] {
    optionalNode(key) == nil ? [:] : try decimalsByName(key, range)
  }

  /// A number that may be absent, 0 then.
  mutating func decimalOrZero(_ key: String, _ range: ClosedRange<Double>) throws(RiskModelError) -> BoundedDecimal {
    try optionalDecimal(key, range) ?? .zero
  }

  /// Levels of margin with a figure or several, `initial: {matrix: 1, extra: 1}`, in the file's order; at least one.
  mutating func levels(_ figures: [(key: String, range: ClosedRange<Double>)]) throws(RiskModelError) -> [RiskModel.Level] {
    var names = try fields("levels")
    var levels: [RiskModel.Level] = []
    for name in names.names {
      let element = try names.element(name)
      var level = try names.fields(name)
      var values: [BoundedDecimal] = []
      for figure in figures { values.append(try level.decimal(figure.key, figure.range)) }
      try level.finish()
      levels.append(RiskModel.Level(name: element, figures: values))
    }
    guard !levels.isEmpty else { throw names.error(.missingKey("initial")) }
    return levels
  }

  /// A day, `2018-01-16`.
  mutating func day(_ key: String) throws(RiskModelError) -> String {
    let (text, place) = try text(key)
    guard Timestamp(text + "T00:00:00Z") != nil else {
      throw error(.outOfRange(text, allowed: "a day like 2018-01-16"), at: place)
    }
    return text
  }
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
  init(_ fields: consuming ModelFields) throws(RiskModelError) {
    pivotDays = try fields.decimal("pivotDays", 0.001...10_000)
    minimumDays = try fields.decimal("minimumDays", 0.001...10_000)
    powerBelowPivot = try fields.decimal("powerBelowPivot", 0...2)
    powerFromPivot = try fields.decimal("powerFromPivot", 0...2)
    leastForRise = try fields.decimalOrZero("leastForRise", 0...20)
    if fields.names.contains("skew") {
      let word = try fields.text("skew")
      guard let skew = Skew(rawValue: word.string) else {
        let known = Skew.allCases.map(\.rawValue).joined(separator: ", ")
        throw fields.error(.outOfRange(word.string, allowed: known), at: word.place)
      }
      self.skew = skew
    } else {
      skew = .stickyStrike
    }
    try fields.finish()
  }
}
