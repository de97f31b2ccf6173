import CanonicalJSON
import MarginModel
import SystemCryptography
import Testing
import TestSupport

@Suite struct RiskFileTests {
  static let text = """
    {"kind": "risk", "version": 1, "model": "expiry-grid", "asOf": "2026-05-21T10:04:10Z", "validUntil": "2026-05-21T11:04:10Z",
     "inputs": ["sha256:0000000000000000000000000000000000000000000000000000000000000001"],
     "previous": "sha256:0000000000000000000000000000000000000000000000000000000000000002",
     "sets": {
       "instrument": {"elements": ["ETH-PERP", "ETH-1700-C", "USDC"],
                      "attributes": {"kind": ["linear", "option", "cash"], "strike": [null, "1700", null]}, "to": {"strike": "strike"},
                      "lot": ["0.01", "0.01", "0.000001"], "limit": ["1000000", "1000000", "1000000000"]},
       "strike": {"elements": ["1700"]},
       "margin": {"elements": ["USDC", "BTC"], "lot": "0.000001", "limit": "1000000000"},
       "scan": {"elements": ["1.15/up", "1.15/none"]}},
     "tables": {
       "mark": {"index": ["instrument"], "unit": "USD", "decimals": 2, "values": ["0.00", "305.20", null]},
       "pnl": {"index": ["instrument", "scan"], "unit": "USD", "values": [["1", "2"], ["3", "4"], ["5", "6"]]},
       "value": {"index": ["instrument", "scan"], "unit": "USD", "decimals": 2,
                 "entries": [["USDC", "1.15/none", "7"], ["ETH-1700-C", "1.15/up", "604.11"]]},
       "depth": {"index": ["scan"], "entries": [["1.15/none", "0.5"]], "default": "-1/3"},
       "nakedRate": {"index": [], "unit": "USD", "values": "20.00"},
       "ratio": {"index": ["strike"], "unit": "number", "decimals": 1, "tiers": [{"upTo": ["10000", "20000"], "rate": ["1", "0.9", "0"]}]},
       "ladder": {"index": ["instrument"], "entries": [["USDC", {"upTo": [], "rate": ["0"]}]]}}}
    """

  @Test func readsEveryPart() throws {
    let file = try RiskFile(bytes: Array(Self.text.utf8))
    #expect(file.model == "expiry-grid")
    #expect(file.asOf == Timestamp("2026-05-21T10:04:10Z") && file.validUntil == Timestamp("2026-05-21T11:04:10Z"))
    #expect(file.inputs.map(\.bytes.last) == [1] && file.previous?.bytes.last == 2)
    let instruments = try #require(file.sets["instrument"])
    #expect(instruments.elements == ["ETH-PERP", "ETH-1700-C", "USDC"])
    #expect(instruments.index(of: "ETH-1700-C") == 1 && instruments.index(of: "eth-1700-c") == nil)
    #expect(instruments.attributes["strike"] == [nil, "1700", nil] && instruments.targets == ["strike": "strike"])
    #expect(instruments.lots?[2] == Rational("0.000001") && instruments.limits?[2] == 1_000_000_000)
    #expect(file.sets["scan"]?.lots == nil)

    let mark = try #require(file.tables["mark"])
    #expect(mark.unit == UnitOfMeasure("USD") && mark.decimals == 2 && !mark.holdsSchedules)
    #expect([0, 1, 2].map { mark.value([$0]) } == [0, Rational("305.2"), nil])
    let pnl = try #require(file.tables["pnl"])
    #expect(pnl.value([1, 0]) == 3 && pnl.value([2, 1]) == 6)
    #expect(pnl.value([3, 0]) == nil && pnl.value([0, -1]) == nil && pnl.value([0]) == nil && pnl.schedule([0, 0]) == nil)
    let value = try #require(file.tables["value"])
    #expect(value.value([1, 0]) == Rational("604.11") && value.value([2, 1]) == 7 && value.value([0, 0]) == nil)
    let depth = try #require(file.tables["depth"])
    #expect(depth.value([1]) == Rational("0.5") && depth.value([0]) == Rational("-1/3") && depth.unit == .number)
    #expect(file.tables["nakedRate"]?.value([]) == 20)
    let ratio = try #require(file.tables["ratio"]?.schedule([0]))
    #expect(ratio.upTo == [10_000, 20_000] && ratio.rate == [1, Rational("0.9"), 0] && ratio.isFalling && !ratio.isRising)
    #expect(file.tables["ladder"]?.schedule([2])?.rate == [0] && file.tables["ladder"]?.schedule([0]) == nil)
    #expect(file.tables["ladder"]?.holdsSchedules == true && file.tables["ladder"]?.value([2]) == nil)
  }

  @Test func theDigestIsOfTheCanonicalForm() throws {
    let file = try RiskFile(bytes: Array(Self.text.utf8))
    let canonical = try JSONValue(lenient: Array(Self.text.utf8)).canonicalBytes
    #expect(file.digest == SHA256.hash(canonical))
    #expect(try RiskFile(bytes: canonical).digest == file.digest)
    #expect(try RiskFile(json: file.json).digest == file.digest)
    let other = Self.text.replacingFirst("305.20", "305.21")
    #expect(try RiskFile(bytes: Array(other.utf8)).digest != file.digest)
  }

  @Test func findsNumbersWithTheirPositions() throws {
    let file = try RiskFile(bytes: Array(Self.text.utf8))
    let (pnl, depth) = try (#require(file.tables["pnl"]), #require(file.tables["depth"]))
    let found = try #require(pnl.firstNumber { $0 > 3 })
    #expect(found.positions == [1, 1] && found.number == 4)
    #expect(pnl.firstNumber { $0 > 6 } == nil)
    // A default counts: a circuit's declared range covers it too.
    let negative = try #require(depth.firstNumber { $0 < 0 })
    #expect(negative.positions == nil && negative.number == Rational("-1/3"))
    let value = try #require(file.tables["value"])
    #expect(value.firstNumber { $0 == 7 }?.positions == [2, 1])
    let schedule = try #require(file.tables["ratio"]?.firstSchedule { !$0.isRising })
    #expect(schedule.positions == [0])
  }

  @Test func aSparseTableTakesNoMemoryForItsEmptyCells() throws {
    let ids = (0..<8_000).map { "\"e\($0)\"" }.joined(separator: ",")
    let text = """
      {"sets": {"a": {"elements": [\(ids)]}}, "tables": {"t": {"index": ["a", "a"], "default": "9", "entries":
       [["e7999", "e7999", "1"], ["e0", "e0", "2"], ["e4000", "e17", "3"]]}}}
      """
    let table = try #require(try RiskFile(bytes: Array(text.utf8)).tables["t"])
    #expect(table.value([7_999, 7_999]) == 1 && table.value([0, 0]) == 2 && table.value([4_000, 17]) == 3)
    #expect(table.value([4_000, 16]) == 9 && table.value([8_000, 0]) == nil)
    #expect(table.firstNumber { $0 == 3 }?.positions == [4_000, 17])
  }

  @Test func holdingsOfCoordinates() throws {
    let file = try RiskFile(bytes: Array(Self.text.utf8))
    let lot = { (id: String) in file.holding(of: id)?.lot }
    #expect(lot("ETH-PERP") == Rational("0.01") && lot("BTC") == Rational("0.000001"))
    #expect(lot("isolated-1/ETH-PERP") == Rational("0.01") && lot("a/b/USDC") == Rational("0.000001"))
    #expect(file.holding(of: "group/ETH-PERP")?.limit == 1_000_000)
    // A set without lots: whole units, as long as no set with lots knows the id.
    #expect(lot("1.15/up") == 1 && file.holding(of: "1700")?.limit == 1_000_000_000)
    #expect(lot("BTC-PERP") == nil && lot("ETH-PERP/other") == nil && lot("") == nil && lot("/") == nil)
  }

  @Test(arguments: [
    // What is replaced, by what, and the error's path and a word of its reason.
    (#""risk""#, #""risky""#, "kind", "must be \"risk\""),
    (#""version": 1"#, #""version": 2"#, "version", "must be 1"),
    (#""kind": "risk""#, #""kind": "risk", "extra": 1"#, "the file", "unknown key"),
    (#""expiry-grid""#, #""é""#, "model", "identifier"),
    ("2026-05-21T10:04:10Z", "2026-05-21 10:04", "asOf", "moment"),
    ("2026-05-21T11:04:10Z", "2026-02-30T11:04:10Z", "validUntil", "moment"),
    ("2026-05-21T11:04:10Z", "2026-05-21T10:04:10Z", "validUntil", "after"),
    ("0000001\"]", "0000001\", \"x\"]", "inputs[1]", "digest"),
    ("\"previous\": \"sha256", "\"previous\": \"SHA256", "previous", "digest"),
    (#""sets":"#, #""set":"#, "the file", "\"sets\" is missing"),
    (#""tables":"#, #""table":"#, "the file", "\"tables\" is missing"),
    (#""scan": {"#, #""_scan": {"#, "sets._scan", "not a name"),
    (#"{"elements": ["1700"]}"#, #"{"elements": ["1700"], "size": 1}"#, "sets.strike", "unknown key"),
    (#"{"elements": ["1700"]}"#, #"{}"#, "sets.strike", "\"elements\" is missing"),
    (#"["1.15/up", "1.15/none"]"#, #"["1.15/up", "1.15/\u00fcp"]"#, "sets.scan.elements[1]", "identifier"),
    (#"["1.15/up", "1.15/none"]"#, #"["1.15/up", ""]"#, "sets.scan.elements[1]", "identifier"),
    (#"["1.15/up", "1.15/none"]"#, #"["1.15/up", "1.15/up"]"#, "sets.scan.elements[1]", "twice"),
    (#"["1.15/up", "1.15/none"]"#, #"["1.15/up", 3]"#, "sets.scan.elements[1]", "a string"),
    (#""kind": ["#, #""kin d": ["#, "sets.instrument.attributes.kin d", "not a name"),
    (#"["linear", "option", "cash"]"#, #"["linear", "option"]"#, "sets.instrument.attributes.kind", "2 items where 3"),
    (#"["linear", "option", "cash"]"#, #"["linear", "option", ""]"#, "sets.instrument.attributes.kind[2]", "identifier"),
    (#"{"strike": "strike"}"#, #"{"expiry": "strike"}"#, "sets.instrument.to.expiry", "no attribute"),
    (#"{"strike": "strike"}"#, #"{"strike": "strikes"}"#, "sets.instrument.to.strike", "no set strikes"),
    (#"[null, "1700", null]"#, #"[null, "1701", null]"#, "sets.instrument.attributes.strike[1]", "did you mean 1700?"),
    (#"["0.01", "0.01", "0.000001"]"#, #"["0.01", "0.01"]"#, "sets.instrument.lot", "2 items where 3"),
    (#"["0.01", "0.01", "0.000001"]"#, #"["0.01", "0.01", "0"]"#, "sets.instrument.lot[2]", "not positive"),
    (#"["0.01", "0.01", "0.000001"]"#, #"["0.01", "1e-2", "0.000001"]"#, "sets.instrument.lot[1]", "not a number"),
    (#""lot": "0.000001""#, #""lot": "-1""#, "sets.margin.lot", "not positive"),
    (#""lot": "0.000001""#, #""lot": 1"#, "sets.margin.lot", "not a number"),
    (#""lot": "0.000001", "#, "", "sets.margin", "go together"),
    (#", "limit": "1000000000"}"#, "}", "sets.margin", "go together"),
    (
      #"["1000000", "1000000", "1000000000"]"#, #"["1000000", "0.015", "1000000000"]"#, "sets.instrument.limit[1]",
      "whole number of lots"
    ),
    (#"["1000000", "1000000", "1000000000"]"#, #"["1000000", "-1", "1000000000"]"#, "sets.instrument.limit[1]", "not positive"),
    (#""lot": "0.000001""#, #""lot": "0.00001""#, "sets.margin", "USDC has another lot"),
    (#""limit": "1000000000"}"#, #""limit": "1000000001"}"#, "sets.margin", "USDC has another lot"),
    (#""mark": {"#, #""1mark": {"#, "tables.1mark", "not a name"),
    (#"{"index": ["instrument"], "unit": "USD""#, #"{"unit": "USD""#, "tables.mark", "\"index\" is missing"),
    (#"{"index": ["instrument"], "unit": "USD""#, #"{"index": ["instruments"], "unit": "USD""#, "tables.mark.index[0]", "no set"),
    (#""unit": "USD", "decimals""#, #""unit": "US$", "decimals""#, "tables.mark.unit", "not a unit"),
    (#""decimals": 2, "values""#, #""decimals": -1, "values""#, "tables.mark.decimals", "from 0 to 36"),
    (#""decimals": 2, "values""#, #""decimals": 37, "values""#, "tables.mark.decimals", "from 0 to 36"),
    (#""decimals": 2, "values""#, #""decimals": 1, "places": 2, "values""#, "tables.mark", "unknown key"),
    ("305.20", "305.201", "tables.mark.values[1]", "more than the table's 2 decimals"),
    (#""305.20""#, #""1/3""#, "tables.mark.values[1]", "more than the table's 2 decimals"),
    (#""305.20""#, "305", "tables.mark.values[1]", "not a number"),
    (#""305.20""#, #""3e2""#, "tables.mark.values[1]", "not a number"),
    (#"["0.00", "305.20", null]"#, #"["0.00", "305.20"]"#, "tables.mark.values", "2 items where 3"),
    (#"["0.00", "305.20", null]"#, #""0.00""#, "tables.mark.values", "a list"),
    (
      #"["0.00", "305.20", null]"#, #"["0.00", {"upTo": [], "rate": ["0"]}, null]"#, "tables.mark.values[1]",
      "numbers and schedules"
    ),
    (#"["0.00", "305.20", null]}"#, #"["0.00", "305.20", null], "default": "0"}"#, "tables.mark.default", "goes with"),
    (#"["0.00", "305.20", null]}"#, #"["0.00", "305.20", null], "entries": []}"#, "tables.mark", "exactly one"),
    (#"["3", "4"]"#, #"["3"]"#, "tables.pnl.values[1]", "1 items where 2"),
    (#"["3", "4"]"#, #"["3", "x"]"#, "tables.pnl.values[1][1]", "not a number"),
    (#", "values": "20.00""#, "", "tables.nakedRate", "exactly one"),
    (#"["USDC", "1.15/none", "7"]"#, #"["USDT", "1.15/none", "7"]"#, "tables.value.entries[0][0]", "did you mean USDC?"),
    (#"["USDC", "1.15/none", "7"]"#, #"["USDC", "7"]"#, "tables.value.entries[0]", "2 items where 3"),
    (#"["USDC", "1.15/none", "7"]"#, #"["ETH-1700-C", "1.15/up", "7"]"#, "tables.value.entries[1]", "already"),
    (#"["USDC", "1.15/none", "7"]"#, #"["USDC", "1.15/none", "7.001"]"#, "tables.value.entries[0][2]", "decimals"),
    (#"["USDC", "1.15/none", "7"]"#, #"["USDC", "1.15/none", null]"#, "tables.value.entries[0][2]", "not a number"),
    (#""default": "-1/3""#, #""default": "x""#, "tables.depth.default", "not a number"),
    (#""default": "-1/3""#, #""default": {"upTo": [], "rate": ["0"]}"#, "tables.depth.default", "numbers and schedules"),
    (#"["1", "0.9", "0"]"#, #"["1", "0.9"]"#, "tables.ratio.tiers[0].rate", "2 rates where 3"),
    (#"["1", "0.9", "0"]"#, #"["1", "0.95", "0"]"#, "tables.ratio.tiers[0].rate[1]", "decimals"),
    (#"["10000", "20000"]"#, #"["10000", "10000"]"#, "tables.ratio.tiers[0].upTo", "rise"),
    (#"["10000", "20000"]"#, #"["0", "20000"]"#, "tables.ratio.tiers[0].upTo", "above 0"),
    (#"["10000", "20000"]"#, #"["10000", 20000]"#, "tables.ratio.tiers[0].upTo[1]", "not a number"),
    (#"{"upTo": ["10000", "20000"], "rate": ["1", "0.9", "0"]}"#, #""1""#, "tables.ratio.tiers[0]", "numbers and schedules"),
    (#""rate": ["0"]}"#, #""rate": ["0"], "cap": "1"}"#, "tables.ladder.entries[0][1]", "unknown key"),
    (
      #"[["USDC", {"upTo": [], "rate": ["0"]}]]"#, #"[["USDC", {"upTo": [], "rate": ["0"]}], ["ETH-PERP", "1"]]"#,
      "tables.ladder.entries[1][1]", "numbers and schedules"
    ),
    (#""kind": "risk","#, #""kind": "risk",,"#, "line 1, column 17", "a key in double quotes"),
  ])
  func refuses(original: String, replacement: String, path: String, reason: String) throws {
    #expect(Self.text.contains(original))
    let text = Self.text.replacingFirst(original, replacement)
    let line = try #require(refusal(of: text)).description
    #expect(line.hasPrefix(path + ": ") && line.contains(reason), "\(line)")
    #expect(!line.utf8.contains(10) && line.utf8.count < 400)
  }

  private func refusal(of text: String) -> RiskFileError? {
    do throws(RiskFileError) {
      _ = try RiskFile(bytes: Array(text.utf8))
      return nil
    } catch {
      return error
    }
  }

  @Test func anIndexThatSpansTooManyCellsIsRefused() throws {
    let ids = (0..<9_000).map { "\"e\($0)\"" }.joined(separator: ",")
    let text = #"{"sets": {"a": {"elements": [\#(ids)]}}, "tables": {"t": {"index": ["a", "a"], "entries": []}}}"#
    #expect(refusal(of: text) == RiskFileError("tables.t.index", .tooManyCells(maximum: RiskFile.maximumCells)))
    let index = repeatElement("\"a\"", count: 99).joined(separator: ",")
    let deep = #"{"sets": {"a": {"elements": []}}, "tables": {"t": {"index": [\#(index)], "entries": []}}}"#
    #expect(refusal(of: deep) == RiskFileError("tables.t.index", .tooManyCells(maximum: RiskFile.maximumCells)))
  }

  /// An id that Unicode calls equal to a known one is another id.
  @Test func idsAreComparedAsBytes() throws {
    let text = #"{"sets": {"a": {"elements": ["K"]}}, "tables": {"t": {"index": ["a"], "entries": [["\u212a", "1"]]}}}"#
    #expect(
      refusal(of: text) == RiskFileError("tables.t.entries[0][0]", .unknownElement("\u{212A}", set: "a", hint: ""))
    )
    let file = try RiskFile(bytes: Array(text.replacingFirst(#"\u212a"#, "K").utf8))
    #expect(file.sets["a"]?.index(of: "\u{212A}") == nil && file.holding(of: "\u{212A}") == nil)
  }

  @Test func mutatedFilesNeverTrap() {
    var random = SeededGenerator.fromEnvironment()
    let original = Array(Self.text.utf8)
    var (read, refused) = (0, 0)
    for _ in 0..<4_000 {
      let bytes = random.mutated(original)
      do {
        let file = try RiskFile(bytes: bytes)
        read += 1
        #expect((try? RiskFile(json: file.json))?.digest == file.digest, "SEED=\(random.seed)")
      } catch {
        refused += 1
        #expect(!error.description.utf8.contains { $0 < 0x20 }, "SEED=\(random.seed)")
      }
    }
    #expect(read > 0 && refused > 0, "SEED=\(random.seed)")
  }
}
