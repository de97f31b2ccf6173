import MarginModel
import RiskEngine
import Testing

@Suite struct RiskFileDifferenceTests {
  private static let zeros = "sha256:" + String(repeating: "0", count: 64)
  private static let ones = "sha256:" + String(repeating: "1", count: 64)

  /// One of everything that a risk file can hold.
  private static let base = """
    {"kind": "risk", "version": 1, "model": "m", "asOf": "2026-05-21T10:00:00Z", "validUntil": "2026-05-21T11:00:00Z",
     "inputs": ["\(zeros)", "\(ones)"],
     "sets": {
       "instrument": {"elements": ["A", "B", "C"], "attributes": {"kind": ["option", null, "cash"], "underlying": ["U", null, "U"]},
         "to": {"underlying": "underlying"}, "lot": ["1", "1", "0.1"], "limit": ["10", "10", "10"]},
       "level": {"elements": ["x"]}, "scan": {"elements": ["down", "up"]},
       "underlying": {"elements": ["U"]}},
     "tables": {
       "fee": {"index": ["instrument"], "unit": "USD", "entries": [["A", "3"], ["C", "4"]], "default": "0"},
       "mark": {"index": ["instrument"], "unit": "USD", "decimals": 2, "values": ["1.00", "0.00", "5.00"]},
       "pnl": {"index": ["instrument", "scan"], "unit": "USD", "decimals": 2, "values": [["-1", "2"], ["0", "0"], ["5", "-5"]]},
       "rate": {"index": [], "unit": "number", "values": "0.02"},
       "tier": {"index": ["underlying"], "tiers": [{"upTo": ["10"], "rate": ["1", "0.5"]}]}}}
    """

  private static func file(_ text: String) throws -> RiskFile { try RiskFile(bytes: Array(text.utf8)) }

  /// What differs when a part of the base is another in the published file.
  private static func difference(_ part: String, _ other: String) throws -> RiskFileDifference? {
    let changed = try #require(SmallMarket.replacing(part, by: other, in: base))
    return RiskFileDifference.first(published: try RiskFile(bytes: changed), recomputed: try file(base))
  }

  @Test(arguments: [
    // Fields of the file.
    ("10:00:00Z", "10:00:01Z", "asOf: published 2026-05-21T10:00:01Z, recomputed 2026-05-21T10:00:00Z"),
    ("11:00:00Z", "12:00:00Z", "validUntil: published 2026-05-21T12:00:00Z, recomputed 2026-05-21T11:00:00Z"),
    ("\"model\": \"m\"", "\"model\": \"n\"", "model: published n, recomputed m"),
    ("\"version\": 1, ", "", "version: published nothing, recomputed 1"),
    ("\"sets\":", "\"previous\": \"\(ones)\", \"sets\":", "previous: published \(ones), recomputed nothing"),
    ("[\"\(zeros)\", \"\(ones)\"]", "[\"\(ones)\", \"\(zeros)\"]", "inputs[0]: published \(ones), recomputed \(zeros)"),
    (", \"\(ones)\"]", "]", "inputs[1]: published nothing, recomputed \(ones)"),
    // Sets.
    ("\"level\": {\"elements\": [\"x\"]}, ", "", "sets.level: published nothing, recomputed an object"),
    ("[\"A\", \"B\", \"C\"]", "[\"B\", \"A\", \"C\"]", "sets.instrument.elements[0]: published B, recomputed A"),
    ("[\"down\", \"up\"]", "[\"down\", \"upper\"]", "sets.scan.elements[1]: published upper, recomputed up"),
    ("[\"x\"]", "[\"x\", \"y\"]", "sets.level.elements[1]: published y, recomputed nothing"),
    ("[\"x\"]", "[]", "sets.level.elements[0]: published nothing, recomputed x"),
    ("[\"option\", null", "[\"option\", \"future\"", "sets.instrument.attributes.kind[B]: published future, recomputed null"),
    (
      "\"kind\": [\"option\", null, \"cash\"], ", "",
      "sets.instrument.attributes.kind: published nothing, recomputed [\"option\",null"
    ),
    ("\"to\": {\"underlying\": \"underlying\"}, ", "", "sets.instrument.to.underlying: published nothing, recomputed underlying"),
    (
      "\"elements\": [\"U\"]", "\"elements\": [\"U\"], \"attributes\": {}",
      "sets.underlying.attributes: published {}, recomputed nothing"
    ),
    ("[\"1\", \"1\", \"0.1\"]", "[\"1\", \"0.5\", \"0.1\"]", "sets.instrument.lot[B]: published 0.5, recomputed 1"),
    ("[\"10\", \"10\", \"10\"]", "\"10\"", "sets.instrument.limit: published 10, recomputed [\"10\",\"10\",\"10\"]"),
    // Tables.
    (
      "\"rate\": {\"index\": [], \"unit\": \"number\", \"values\": \"0.02\"},", "",
      "tables.rate: published nothing, recomputed an object"
    ),
    (
      "\"index\": [\"underlying\"]", "\"index\": [\"underlying\"], \"unit\": \"USD\"",
      "tables.tier.unit: published USD, recomputed nothing"
    ),
    ("\"unit\": \"number\"", "\"unit\": \"USD\"", "tables.rate.unit: published USD, recomputed number"),
    ("\"decimals\": 2, \"values\": [\"1", "\"decimals\": 3, \"values\": [\"1", "tables.mark.decimals: published 3, recomputed 2"),
    ("\"default\": \"0\"", "\"default\": \"1\"", "tables.fee.default: published 1, recomputed 0"),
    (
      "\"index\": [\"underlying\"], \"tiers\": [{", "\"index\": [], \"tiers\": {",
      "tables.tier.index[0]: published nothing, recomputed underlying"
    ),
    (
      "\"values\": [\"1.00\", \"0.00\", \"5.00\"]", "\"entries\": [[\"A\", \"1.00\"]]",
      "tables.mark.values: published nothing, recomputed a list"
    ),
    // Cells.
    ("\"5.00\"", "\"5.01\"", "mark[C]: published 5.01, recomputed 5.00"),
    ("\"5.00\"", "\"5.0\"", "mark[C]: published 5.0, recomputed 5.00"),
    ("\"5.00\"", "null", "mark[C]: published null, recomputed 5.00"),
    ("[\"5\", \"-5\"]", "[\"5\", \"-5.01\"]", "pnl[C, up]: published -5.01, recomputed -5"),
    ("\"0.02\"", "\"0.03\"", "rate: published 0.03, recomputed 0.02"),
    ("[\"C\", \"4\"]", "[\"C\", \"5\"]", "fee[C]: published 5, recomputed 4"),
    ("[\"C\", \"4\"]", "[\"B\", \"4\"]", "tables.fee.entries[1]: published [\"B\",\"4\"], recomputed [\"C\",\"4\"]"),
    (", [\"C\", \"4\"]", "", "tables.fee.entries[1]: published nothing, recomputed [\"C\",\"4\"]"),
    (
      "\"0.5\"]", "\"0.4\"]",
      "tier[U]: published {\"rate\":[\"1\",\"0.4\"],\"upTo\":[\"10\"]}, recomputed {\"rate\":[\"1\",\"0.5\"],\"upTo\":[\"10\"]}"
    ),
  ])
  func everyKindOfDifferenceIsNamedWithBothSides(_ part: String, _ other: String, _ words: String) throws {
    // A table without its index has one cell, so the list around it goes as well.
    let text = part.hasSuffix("[{") ? Self.base.replacing("\"0.5\"]}]", with: "\"0.5\"]}") : nil
    let found =
      try text.map { text in
        let changed = try #require(SmallMarket.replacing(part, by: other, in: text))
        return RiskFileDifference.first(published: try RiskFile(bytes: changed), recomputed: try Self.file(Self.base))
      } ?? Self.difference(part, other)
    #expect(found?.description.hasPrefix(words) == true, "\(found?.description ?? "no difference")")
  }

  @Test func theFirstOfSeveralIsNamed() throws {
    let changed = try #require(SmallMarket.replacing("[[\"-1\", \"2\"], [\"0\"", by: "[[\"-1\", \"3\"], [\"1\"", in: Self.base))
    let found = RiskFileDifference.first(published: try RiskFile(bytes: changed), recomputed: try Self.file(Self.base))
    #expect(found?.place == .cell(table: "pnl", elements: ["A", "up"]))
    #expect(found?.published == "3" && found?.recomputed == "2")
  }

  @Test func layoutOfTheTextIsNoDifference() throws {
    let packed = try Self.file(Self.base.replacing("\n", with: " ").replacing("  ", with: ""))
    #expect(RiskFileDifference.first(published: packed, recomputed: try Self.file(Self.base)) == nil)
  }
}
