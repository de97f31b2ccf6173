import MarginModel
import RiskEngine
import Testing
import TestSupport

/// Every reader of a publisher's inputs over its own fixture, spoiled: what is refused is told in one line with the place, and what is
/// taken holds finite numbers only.
@Suite("Malformed inputs") struct MalformedInputTests {
  /// A reader, bytes that it takes, and what it makes of others.
  struct Reader: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Whether it reads every field of the file; venues' answers hold much that is passed over.
    let readsAll: Bool
    let sound: @Sendable () throws -> [UInt8]
    /// Throws the reader's own error, as text.
    let read: @Sendable ([UInt8]) throws(Refusal) -> Void

    fileprivate init<Failure: Error & CustomStringConvertible>(
      _ name: String, readsAll: Bool = true, _ sound: @escaping @Sendable () throws -> [UInt8],
      _ read: @escaping @Sendable ([UInt8]) throws(Failure) -> Void
    ) {
      testDescription = name
      self.readsAll = readsAll
      self.sound = sound
      self.read = { (bytes) throws(Refusal) in
        do throws(Failure) { try read(bytes) } catch { throw Refusal(text: error.description) }
      }
    }

    fileprivate init<Failure: Error & CustomStringConvertible>(
      _ name: String, file: String, readsAll: Bool = true, _ read: @escaping @Sendable ([UInt8]) throws(Failure) -> Void
    ) {
      self.init(name, readsAll: readsAll, { try Fixture.bytes(file) }, read)
    }

    static let all: [Reader] =
      [
        Reader("snapshot", { Array(SmallMarket.snapshot.utf8) }) { (bytes) throws(MarketError) in
          MalformedInputTests.build(try MarketSnapshot(bytes: bytes))
        },
        Reader("snapshot as a table", file: "fixtures/markets/btc-quotes.csv") { (bytes) throws(MarketError) in
          let heading = try MarketSnapshot.Heading(
            venue: "Deribit", underlying: "BTC", asOf: "2026-05-21T10:04:10Z", source: "made up", licence: "none")
          MalformedInputTests.build(try MarketSnapshot(csv: bytes, file: "quotes.csv", heading: heading))
        },
        Reader("chain", { Array(SmallMarket.chain.utf8) }) { (bytes) throws(MarketError) in
          _ = try DeribitChainImport.snapshot(from: bytes)
        },
        Reader("history", file: "fixtures/markets/daily-closes.csv") { (bytes) throws(MarketError) in
          _ = try PriceHistory(csv: bytes, file: "closes.csv")
        },
        Reader("depth", file: "fixtures/markets/market-depth.json") { (bytes) throws(MarketError) in
          _ = try MarketDepth(bytes: bytes)
        },
        Reader("oracle sources", file: "fixtures/markets/oracle-sources.json") { (bytes) throws(MarketError) in
          _ = try OracleSources(bytes: bytes)
        },
        Reader("oracle prices", { try OracleFixture.prices().canonicalBytes }) { (bytes) throws(MarketError) in
          _ = try OraclePrices(bytes: bytes)
        },
        Reader("instruments", file: "fixtures/markets/deribit/instruments.json", readsAll: false) { (bytes) throws(MarketError) in
          var responses = DeribitResponses(source: "made up", licence: "none")
          try responses.addInstruments(bytes)
        },
        Reader("summaries", file: "fixtures/markets/deribit/summaries.json", readsAll: false) { (bytes) throws(MarketError) in
          var responses = DeribitResponses(source: "made up", licence: "none")
          try responses.addSummaries(bytes)
        },
        Reader("tickers", file: "fixtures/markets/deribit/tickers.json", readsAll: false) { (bytes) throws(MarketError) in
          var responses = DeribitResponses(source: "made up", licence: "none")
          try responses.addTickers(bytes)
        },
        Reader("oracle model", file: "circuits/risk-models/oracle.yaml") { (bytes) throws(RiskModelError) in
          _ = try OracleModel(bytes: bytes, file: "oracle.yaml")
        },
      ]
      + ((try? Fixture.yaml("circuits/risk-models")) ?? []).filter { $0 != "oracle" }.map { name in
        Reader(name, file: "circuits/risk-models/\(name).yaml") { (bytes) throws(RiskModelError) in
          _ = try RiskModel(bytes: bytes, file: "\(name).yaml")
        }
      }
  }

  struct Refusal: Error {
    let text: String
  }

  private static let model = try? RiskModel(
    bytes: Fixture.bytes("circuits/risk-models/portfolio-scan.yaml"), file: "portfolio-scan.yaml")

  /// The model's other underlying.
  private static let other = try? MarketSnapshot(
    bytes: Array(SmallMarket.snapshot.replacing("BTC", with: "ETH").utf8))

  /// A file built from what a reader took holds no "nan" or "inf"; a refusal is one line too.
  private static func build(_ snapshot: MarketSnapshot) {
    guard let model, let other else {
      Issue.record("the model or the other snapshot is not there")
      return
    }
    do throws(RiskBuildError) {
      let text = String(decoding: try RiskBuilder.build([snapshot, other], model).riskFile.json.canonicalBytes, as: UTF8.self)
        .lowercased()
      #expect(!text.contains("\"nan") && !text.contains("\"inf") && !text.contains("\"-inf"))
    } catch {
      checkLine(error.description, "building")
    }
  }

  private static func checkLine(_ text: String, _ label: String) {
    #expect(text.utf8.count < 700 && text.utf8.allSatisfy { (0x20..<0x7f).contains($0) }, "\(label): \(text)")
  }

  /// A place, then what is wrong there.
  private static func check(_ text: String, _ label: String) {
    checkLine(text, label)
    #expect(text.contains(": ") && !text.hasPrefix(":"), "\(label): \(text)")
  }

  /// The reader's answer to the bytes: nil where it takes them.
  @discardableResult
  private static func refusal(_ reader: Reader, _ bytes: [UInt8], _ label: String) -> String? {
    do throws(Refusal) {
      try reader.read(bytes)
      return nil
    } catch {
      check(error.text, label)
      return error.text
    }
  }

  /// Values that no number of a market or a model may have.
  private static let noNumbers = ["NaN", "Infinity", "-Infinity", "1e999", "1e-999", ".inf", "0x10", "1_000", "--1", "\u{661}", ""]

  @Test("no number is a number that is none: each is refused by its place", arguments: Reader.all)
  func noNumbers(reader: Reader) throws {
    let sound = try reader.sound()
    #expect(Self.refusal(reader, sound, "sound") == nil)
    let numbers = Self.numbers(in: sound)
    #expect(!numbers.isEmpty)
    // Some thirty places in each file: a table of many rows has the same few columns.
    for place in stride(from: 0, to: numbers.count, by: max(1, numbers.count / 30)) {
      for text in Self.noNumbers {
        let range = numbers[place]
        // Within a longer word, such as a name or a time, it is another word.
        guard Self.isWhole(range, in: sound) else { continue }
        let spoiled = Array(sound[..<range.lowerBound]) + Array(text.utf8) + Array(sound[range.upperBound...])
        // A cell may be empty where the format lets it; as a name a word is as good as another.
        let isTaken = Self.refusal(reader, spoiled, "\(text) at \(range.lowerBound)") == nil
        if isTaken, reader.readsAll, !text.isEmpty {
          #expect(Self.isWord(range, in: sound), "\(text) at byte \(range.lowerBound) was taken")
        }
      }
    }
  }

  @Test("bytes removed, doubled, put in and swapped end in a reading or in one line", arguments: Reader.all)
  func mutations(reader: Reader) throws {
    var random = SeededGenerator.fromEnvironment()
    let sound = try reader.sound()
    let pieces: [[UInt8]] =
      ["\"", "{", "[", "]", "}", ",", ":", "\n", "\r\n", "#", "- ", "null", "-", "0", "1e999", "NaN", "\u{FEFF}", "é", "\\u0000"]
      .map { Array($0.utf8) } + [[0xFF], [0x00], [0xC3]]
    for _ in 0..<150 {
      var bytes = sound
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let start = Int.random(in: 0...bytes.count, using: &random)
        let end = min(bytes.count, start + Int.random(in: 0...12, using: &random))
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes.removeSubrange(start..<end)
        case 1: bytes.insert(contentsOf: bytes[start..<end], at: start)
        case 2: bytes.insert(contentsOf: pieces[Int.random(in: pieces.indices, using: &random)], at: start)
        case 3: bytes.replaceSubrange(start..<end, with: pieces[Int.random(in: pieces.indices, using: &random)])
        default: bytes.removeSubrange(start...)
        }
        if bytes.isEmpty { break }
      }
      Self.refusal(reader, bytes, "SEED=\(random.seed)")
    }
  }

  @Test("what is no such file at all is refused", arguments: Reader.all)
  func noFile(reader: Reader) throws {
    let sound = try reader.sound()
    let deep = Array(String(repeating: "[", count: 100_000).utf8)
    for (name, bytes) in [
      ("nothing", []), ("a null byte", [0]), ("no UTF-8", [0xFF, 0xFE] + sound), ("a byte order mark", [0xEF, 0xBB, 0xBF] + sound),
      ("deep", deep), ("half", Array(sound[..<(sound.count / 2)]) + [UInt8(ascii: "\"")]), ("twice", sound + sound),
      ("a long word", Array(String(repeating: "a", count: 1_000_000).utf8)),
    ] as [(String, [UInt8])] {
      #expect(Self.refusal(reader, bytes, name) != nil, "\(name) was taken")
    }
  }

  /// The runs of digits, signs, points and exponents that stand in the bytes.
  private static func numbers(in bytes: [UInt8]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start: Int?
    for (place, byte) in bytes.enumerated() {
      let isPart = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
      if isPart, start == nil { start = place }
      if !isPart, let first = start {
        ranges.append(first..<place)
        start = nil
      }
    }
    return ranges
  }

  /// Whether the number is a whole value: not part of a name, a time or a sentence.
  private static func isWhole(_ range: Range<Int>, in bytes: [UInt8]) -> Bool {
    let starts: [UInt8] = Array("\"':,[ \n".utf8)
    let ends: [UInt8] = Array("\"',]}\n".utf8)
    guard range.lowerBound > 0, range.upperBound < bytes.count, bytes[range].contains(where: { (0x30...0x39).contains($0) }) else {
      return false
    }
    return starts.contains(bytes[range.lowerBound - 1]) && ends.contains(bytes[range.upperBound])
  }

  /// Whether a comment, a title or a name stands there, in which any word will do.
  private static func isWord(_ range: Range<Int>, in bytes: [UInt8]) -> Bool {
    let lineStart = bytes[..<range.lowerBound].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let line = String(decoding: bytes[lineStart..<range.lowerBound], as: UTF8.self)
    // What a chain derives is left behind.
    return ["#", "summary:", "name:", "\"source\"", "\"licence\"", "\"assumed\""].contains(where: line.contains)
      || ["\"iv_mid\": ", "\"model_price_usd\": "].contains(where: line.hasSuffix)
  }
}
