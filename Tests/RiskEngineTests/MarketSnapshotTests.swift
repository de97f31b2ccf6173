import CanonicalJSON
import RiskEngine
import Testing

@Suite struct MarketSnapshotTests {
  /// One change to a good file, and the error that must follow.
  struct Mutation: Sendable, CustomTestStringConvertible {
    let part: String
    let other: String
    let isExpected: @Sendable (MarketError) -> Bool
    var testDescription: String { "\(part) -> \(other)" }

    init(_ part: String, _ other: String, _ isExpected: @escaping @Sendable (MarketError) -> Bool) {
      (self.part, self.other, self.isExpected) = (part, other, isExpected)
    }

    static func range(_ part: String, _ other: String, _ path: String) -> Mutation {
      Mutation(part, other) { if case .outOfRange(path, _, _) = $0 { true } else { false } }
    }

    static func decimal(_ part: String, _ other: String, _ path: String) -> Mutation {
      Mutation(part, other) { if case .notADecimal(path, _) = $0 { true } else { false } }
    }

    static func json(_ part: String, _ other: String) -> Mutation {
      Mutation(part, other) { if case .json = $0 { true } else { false } }
    }

    static func name(_ part: String, _ other: String, _ path: String) -> Mutation {
      Mutation(part, other) { $0 == .badName(path: path) }
    }

    static func time(_ part: String, _ other: String, _ path: String) -> Mutation {
      Mutation(part, other) { if case .badTime(path, _) = $0 { true } else { false } }
    }
  }

  static let longName = String(repeating: "x", count: 129)

  static let mutations: [Mutation] = [
    .json("{\"kind\"", "{\"kind"),
    .json("\"kind\": \"market\"", "\"kind\": \"risk\""),
    .json("\"version\": 1", "\"version\": 2"),
    .json("\"version\": 1", "\"version\": \"1\""),
    .json("\"venue\": \"Deribit\", ", ""),
    .json("\"spot\": \"77596.75\",", "\"spot\": \"77596.75\", \"index\": \"1\","),
    .json("\"spot\": \"77596.75\"", "\"spot\": 77596"),
    .json("\"spot\": \"77596.75\"", "\"spot\": 77596.75"),
    .json("\"spot\": \"77596.75\"", "\"spot\": null"),
    .json("\"spot\": \"77596.75\"", "\"spot\": \"77596.75\", \"spot\": \"77596.75\""),
    .json("\"futures\": [{", "\"futures\": {\"a\": [{"),
    .json("\"ask\": \"77597\"}", "\"ask\": \"77597\", \"mark\": \"1\"}"),
    .json("\"price\": \"77698.75\"}", "\"price\": \"77698.75\", \"settlement\": \"1\"}"),
    .json("\"askVolatility\": \"0.36\"}", "\"askVolatility\": \"0.36\", \"vega\": \"1\"}"),
    .json("\"askVolatility\": \"0.36\"}", "\"askVolatility\": null}"),
    .json("\"price\": \"77596.75\"}", "\"price\": \"77596.75\", \"haircut\": \"0\"}"),
    .json("\"openInterest\": \"250.5\"", "\"openInterest\": NaN"),
    .name("\"venue\": \"Deribit\"", "\"venue\": \"\"", "venue"),
    .name("\"venue\": \"Deribit\"", "\"venue\": \"Derib\u{ef}t\"", "venue"),
    .name("\"underlying\": \"BTC\"", "\"underlying\": \"\(longName)\"", "underlying"),
    .name("\"BTC-26JUN26-80000-C\"", "\"BTC-26JUN26-80000'C\"", "options[1].instrument"),
    .name("\"BTC-PERPETUAL\"", "\"BTC\\tPERPETUAL\"", "perpetual.instrument"),
    .name("\"instrument\": \"BTC-26JUN26\",", "\"instrument\": \"\",", "futures[0].instrument"),
    .name("\"asset\": \"BTC\"", "\"asset\": \"\"", "cash[0].asset"),
    .range("made up", String(repeating: "x", count: 1001), "source"),
    .range("\"none\"", "\"n\\none\"", "licence"),
    .time("\"2026-05-21T10:04:10.269985Z\"", "\"2026-05-21T10:04:10.269985\"", "asOf"),
    .time("\"expiry\": \"2026-06-26T08:00:00Z\", \"price\"", "\"expiry\": \"2026-06-26\", \"price\"", "futures[0].expiry"),
    .time("\"expiry\": \"2026-06-26T08:00:00Z\", \"strike\"", "\"expiry\": \"26JUN26\", \"strike\"", "options[0].expiry"),
    .range("\"spot\": \"77596.75\"", "\"spot\": \"0\"", "spot"),
    .range("\"spot\": \"77596.75\"", "\"spot\": \"-77596.75\"", "spot"),
    .range("\"spot\": \"77596.75\"", "\"spot\": \"1000000001\"", "spot"),
    .decimal("\"spot\": \"77596.75\"", "\"spot\": \"NaN\"", "spot"),
    .decimal("\"spot\": \"77596.75\"", "\"spot\": \"Infinity\"", "spot"),
    .decimal("\"spot\": \"77596.75\"", "\"spot\": \"1e999\"", "spot"),
    .decimal("\"spot\": \"77596.75\"", "\"spot\": \"77596.750\"", "spot"),
    .decimal("\"spot\": \"77596.75\"", "\"spot\": \"\(String(repeating: "9", count: 400))\"", "spot"),
    .range("\"bid\": \"77596.5\"", "\"bid\": \"0\"", "perpetual.bid"),
    .range("\"ask\": \"77597\"", "\"ask\": \"-1\"", "perpetual.ask"),
    .range("\"price\": \"77698.75\"", "\"price\": \"0\"", "futures[0].price"),
    .range("\"strike\": \"76000\"", "\"strike\": \"0\"", "options[0].strike"),
    .range("\"forward\": \"77698.75\"", "\"forward\": \"-1\"", "options[0].forward"),
    .range("\"bidVolatility\": \"0.36\"", "\"bidVolatility\": \"-0.36\"", "options[0].bidVolatility"),
    .range("\"askVolatility\": \"0.38\"", "\"askVolatility\": \"20.1\"", "options[0].askVolatility"),
    .range("\"bid\": \"0.03\"", "\"bid\": \"-0.03\"", "options[0].bid"),
    .range("\"ask\": \"0.05\"", "\"ask\": \"-0.05\"", "options[0].ask"),
    .range("\"openInterest\": \"250.5\"", "\"openInterest\": \"-1\"", "options[0].openInterest"),
    .range("\"price\": \"77596.75\"", "\"price\": \"0\"", "cash[0].price"),
    Mutation("\"type\": \"put\"", "\"type\": \"Put\"") {
      if case .unknownWord("options[0].type", "Put", _) = $0 { true } else { false }
    },
    Mutation("\"expiry\": \"2026-06-26T08:00:00Z\", \"price\"", "\"expiry\": \"2026-05-21T10:04:10Z\", \"price\"") {
      if case .badExpiry("futures[0].expiry", _, _) = $0 { true } else { false }
    },
    Mutation("\"expiry\": \"2026-06-26T08:00:00Z\", \"strike\"", "\"expiry\": \"2026-05-21T10:04:10Z\", \"strike\"") {
      if case .badExpiry("options[0].expiry", _, _) = $0 { true } else { false }
    },
    Mutation("\"expiry\": \"2026-06-26T08:00:00Z\", \"strike\"", "\"expiry\": \"2077-06-26T08:00:00Z\", \"strike\"") {
      if case .badExpiry("options[0].expiry", _, _) = $0 { true } else { false }
    },
    Mutation("BTC-26JUN26-80000-C", "BTC-26JUN26-76000-P") {
      $0 == .duplicateInstrument(path: "options[1].instrument", name: "BTC-26JUN26-76000-P")
    },
    Mutation("\"instrument\": \"BTC-26JUN26\",", "\"instrument\": \"BTC-PERPETUAL\",") {
      $0 == .duplicateInstrument(path: "futures[0].instrument", name: "BTC-PERPETUAL")
    },
    Mutation("\"asset\": \"BTC\"", "\"asset\": \"BTC-26JUN26\"") {
      $0 == .duplicateInstrument(path: "cash[0].asset", name: "BTC-26JUN26")
    },
  ]

  @Test(arguments: mutations) func oneWrongFieldIsRefusedByItsPlace(_ mutation: Mutation) throws {
    let bytes = try #require(SmallMarket.replacing(mutation.part, by: mutation.other, in: SmallMarket.snapshot))
    do {
      _ = try MarketSnapshot(bytes: bytes)
      Issue.record("accepted")
    } catch {
      #expect(mutation.isExpected(error), "\(error)")
      #expect(!error.description.contains("\n"))
    }
  }

  @Test func goodFileIsReadAndWrittenInOneForm() throws {
    let snapshot = try MarketSnapshot(bytes: Array(SmallMarket.snapshot.utf8))
    #expect(snapshot.options.count == 2 && snapshot.futures.count == 1 && snapshot.cash.count == 1)
    #expect(snapshot.options[1].bid == nil && snapshot.options[1].openInterest == nil)
    let bytes = snapshot.canonicalBytes
    #expect(try JSONValue(canonical: bytes) == JSONValue(lenient: Array(SmallMarket.snapshot.utf8)))
    #expect(try MarketSnapshot(bytes: bytes) == snapshot)
  }

  @Test func perpetualMayBeAbsent() throws {
    let line = "\"perpetual\": {\"instrument\": \"BTC-PERPETUAL\", \"bid\": \"77596.5\", \"ask\": \"77597\"},"
    let bytes = try #require(SmallMarket.replacing(line, by: "", in: SmallMarket.snapshot))
    let snapshot = try MarketSnapshot(bytes: bytes)
    #expect(snapshot.perpetual == nil)
    #expect(try MarketSnapshot(bytes: snapshot.canonicalBytes) == snapshot)
  }

  @Test(arguments: [("btc", 387), ("eth", 292)]) func fixturesAreCanonical(_ name: String, _ options: Int) throws {
    let bytes = try Fixture.bytes("fixtures/markets/\(name)-20260521.json")
    let snapshot = try MarketSnapshot(bytes: bytes)
    #expect(snapshot.canonicalBytes == bytes)
    #expect(snapshot.options.count == options && snapshot.futures.count == 12)
  }
}
