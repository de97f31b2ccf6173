import Foundation
import Testing

/// An oracle's sources from file to verdict, and what becomes of a book when they drift apart.
@Suite struct OracleTests {
  private static let environment = ["MARGINPROOF_PASSPHRASE": "several words"]
  private static let nonce = "000102030405060708090a0b0c0d0e0f"
  private static let model = Command.project("circuits/risk-models/oracle.yaml")
  private static let depth = Command.project("fixtures/markets/market-depth.json")

  private static func run(_ arguments: [String]) throws -> Command.Outcome { try Command.run(arguments, environment: environment) }

  private static func made(_ arguments: [String]) throws {
    let outcome = try run(arguments)
    try #require(outcome.status == 0, "\(arguments): \(outcome.errors)")
  }

  /// The example's sources a day later, with parts replaced.
  private static func sources(_ replacements: [(String, String)]) throws -> String {
    var text = String(
      decoding: try Command.Folder.bytes(of: Command.project("fixtures/markets/oracle-sources.json")), as: UTF8.self)
    for (part, other) in replacements {
      try #require(text.contains(part), "\(part)")
      text = text.replacing(part, with: other)
    }
    return text
  }

  @Test func theVerdictNamesEverySourceThatIsDropped() throws {
    let folder = try Command.Folder()
    let outcome = try Self.run(
      [
        "risk", "oracle", Command.project("fixtures/markets/oracle-sources.json"), "--model", Self.model, "--depth", Self.depth,
        "--out",
        folder.path("prices.json"),
      ])
    #expect(outcome.status == 0 && folder.has("prices.json"), "\(outcome.errors)")
    for words in [
      "BTC: published", "dropped epsilon at 78690.864175, deviant: 1.430 % from the median 77581.23, 1.000 % allowed",
      "ETH: published",
      "dropped epsilon at 2136.77877, stale: 75 s old, 60 s allowed", "held 77581.23, owed 77860.58", "does not pay",
    ] {
      #expect(outcome.output.contains(words), "\(words): \(outcome.output)")
    }
  }

  @Test func aDislocatedFeedIsNotPublished() throws {
    let folder = try Command.Folder()
    try folder.write(try Self.sources([("\"tradedPrice\": \"77588.990325\"", "\"tradedPrice\": \"75200\"")]), to: "sources.json")
    let outcome = try Self.run(
      ["risk", "oracle", folder.path("sources.json"), "--model", Self.model, "--out", folder.path("prices.json")])
    #expect(outcome.status == 1 && !folder.has("prices.json"))
    #expect(outcome.output.contains("BTC: blocked") && outcome.output.contains("ETH: published"))
    #expect(outcome.output.contains("dislocated: the feed 77581.23 is 3.167 % from the traded price 75200, 1.000 % allowed"))
    #expect(outcome.errorLines.count == 1 && outcome.errors.contains("no price is published: BTC blocked"))
  }

  @Test func malformedFilesAreRefusedByTheirPlace() throws {
    let folder = try Command.Folder()
    try folder.write(try Self.sources([("\"weight\": \"0.3\"", "\"weight\": \"-0.3\"")]), to: "sources.json")
    let sources = try Self.run([
      "risk", "oracle", folder.path("sources.json"), "--model", Self.model, "--out", folder.path("p.json"),
    ])
    #expect(sources.status == 2 && sources.errors.contains("sources.json: assets[0].sources[0].weight: -0.3 is out of range"))
    try folder.write("model: oracle\nversion: 1\nbuilder: oracle\nsummary: x\nsources: {maximumAge: x}\n", to: "oracle.yaml")
    let model = try Self.run(
      [
        "risk", "oracle", Command.project("fixtures/markets/oracle-sources.json"), "--model", folder.path("oracle.yaml"), "--out",
        folder.path("p.json"),
      ])
    #expect(model.status == 2 && model.errors.contains("oracle.yaml:5:") && !folder.has("p.json"))
  }

  /// Attested under yesterday's prices. Today the sources disagree: with the feed off the market there is no file to attest under, and with a
  /// wider band the same book no longer covers its worst end.
  @Test func aBookAttestedYesterdayIsRefusedUnderTodaysBand() throws {
    let folder = try Command.Folder()
    func path(_ name: String) -> String { folder.path(name) }
    let publisher = try Self.run(["keys", "new", "--out", path("publisher.key")]).output.trimmingCharacters(in: .newlines)
    try Self.made(["keys", "new", "--out", path("firm.key")])
    let circuit = Command.project("circuits/two-price.yaml")
    let model = String(
      decoding: try Command.Folder.bytes(of: Command.project("circuits/risk-models/two-price.yaml")), as: UTF8.self)
    let bitcoin = model.replacing(#/  ETH: .*\n/#, with: "")
    try #require(bitcoin != model)
    try folder.write(bitcoin, to: "two-price.yaml")
    try folder.write("instrument,quantity\nBTC-PERPETUAL,2\nUSD,25100\n", to: "book.csv")
    try folder.write(
      """
      policy: desk
      version: 1
      audiences: [desk]
      self-declared: accepted
      publishers: {threshold: 1, keys: [{name: publisher, key: \(publisher)}]}
      circuits: [\(circuit)]
      ages: {risk: 1h, commitment: 1h, spread: 5m}
      clock-skew: 30s

      """, to: "trust.yaml")

    func oracle(_ name: String, _ replacements: [(String, String)], day: String) throws -> Command.Outcome {
      let text = try Self.sources(replacements).replacing("2026-05-21T", with: "\(day)T")
      try folder.write(text, to: "\(name)-sources.json")
      return try Self.run(
        ["risk", "oracle", path("\(name)-sources.json"), "--model", Self.model, "--out", path("\(name)-prices.json")])
    }
    func build(_ name: String, day: String) throws {
      try Self.made([
        "risk", "import", "--format", "table", Command.project("fixtures/markets/btc-quotes.csv"), "--venue", "Deribit",
        "--underlying",
        "BTC", "--as-of", "\(day)T10:04:10Z", "--source", "test", "--licence", "BSD-3-Clause", "--out", path("\(name)-market.json"),
      ])
      try Self.made([
        "risk", "build", path("\(name)-market.json"), "--model", path("two-price.yaml"), "--oracle", path("\(name)-prices.json"),
        "--quiet", "--out", path("\(name)-plain.json"),
      ])
      try Self.made(["risk", "sign", path("\(name)-plain.json"), "--key", path("publisher.key"), "--out", path("\(name).json")])
    }
    func attest(_ name: String, day: String) throws -> Command.Outcome {
      try Self.made([
        "commit", "--positions", path("book.csv"), "--risk", path("\(name).json"), "--venue", "bank/1", "--as-of",
        "\(day)T10:04:10Z", "--key", path("firm.key"), "--out", path("\(name)-commitment.json"), "--opening",
        path("\(name).opening"),
      ])
      return try Self.run([
        "prove", "--circuit", circuit, "--risk", path("\(name).json"), "--commitment", path("\(name)-commitment.json"), "--opening",
        path("\(name).opening"), "--key", path("firm.key"), "--audience", "desk", "--nonce", Self.nonce, "--at", "\(day)T10:10:00Z",
        "--out", path("\(name)-attestation.json"),
      ])
    }
    func verify(risk name: String, at time: String) throws -> Command.Outcome {
      try Self.run([
        "verify", path("yesterday-attestation.json"), "--circuit", circuit, "--risk", path("\(name).json"), "--trust",
        path("trust.yaml"), "--at", time, "--audience", "desk", "--nonce", Self.nonce,
      ])
    }

    let (yesterday, today) = ("2026-05-21", "2026-05-22")
    #expect(try oracle("yesterday", [], day: yesterday).status == 0)
    try build("yesterday", day: yesterday)
    let attested = try attest("yesterday", day: yesterday)
    #expect(attested.status == 0, "\(attested.errors)")
    #expect(try verify(risk: "yesterday", at: "\(yesterday)T10:10:00Z").status == 0)

    // Blocked: there is no file of today, and yesterday's has run out.
    let blocked = try oracle("blocked", [("\"77588.990325\"", "\"75200\"")], day: today)
    #expect(blocked.status == 1 && !folder.has("blocked-prices.json"))
    #expect(try verify(risk: "yesterday", at: "\(today)T10:10:00Z").status == 1)

    // Two sources lie 0.7 and 0.9 per cent off, within what the model keeps: the band is wide.
    let wide = [("\"77550.19195\"", "\"77000\""), ("\"77620.029025\"", "\"78280\"")]
    #expect(try oracle("today", wide, day: today).status == 0)
    try build("today", day: today)
    let margin = try Self.run(
      ["margin", "--circuit", circuit, "--risk", path("today.json"), "--positions", path("book.csv")])
    #expect(margin.status == 1, "\(margin.output)\(margin.errors)")
    let refused = try attest("today", day: today)
    #expect(refused.status == 1 && !folder.has("today-attestation.json"), "\(refused.errors)")
    // Nor does the old attestation serve under the new file.
    #expect(try verify(risk: "today", at: "\(today)T10:10:00Z").status == 1)
  }
}
