import MarginModel
import Testing
import TestSupport

@Suite struct PositionBookTests {
  private func csv(_ text: String) throws(PositionError) -> PositionBook {
    try PositionBook(csv: Array(text.utf8), file: "book.csv")
  }
  private func json(_ text: String) throws(PositionError) -> PositionBook {
    try PositionBook(json: Array(text.utf8), file: "book.json")
  }

  private func refusal(_ body: () throws(PositionError) -> Void) -> String? {
    do throws(PositionError) {
      try body()
      return nil
    } catch {
      return error.description
    }
  }

  // MARK: CSV

  @Test(arguments: ["\n", "\r\n"])
  func readsCSV(newline: String) throws {
    let lines = [
      "instrument,quantity,venue,reference", "BTC-PERP,-1.50,paradex,", "\"ETH-1700-C\",\"3\",,\"said \"\"hold\"\", größer\"",
      "USDC,0,,",
    ]
    for end in ["", newline] {
      let book = try csv(lines.joined(separator: newline) + end)
      #expect(book.positions.map(\.instrument) == ["BTC-PERP", "ETH-1700-C", "USDC"])
      #expect(book.positions.map(\.quantity) == [Rational("-1.5"), 3, 0])
      #expect(book.positions.map(\.venue) == ["paradex", nil, nil])
      #expect(book.positions.map(\.reference) == [nil, "said \"hold\", größer", nil])
      #expect(book.notes.isEmpty)
    }
  }

  @Test func columnsComeInAnyOrderAndMayBeAbsent() throws {
    let book = try csv("quantity,instrument\n2,A\n")
    #expect(book.positions.map(\.instrument) == ["A"] && book.positions.map(\.quantity) == [2])
    #expect(book.positions[0].venue == nil && book.positions[0].reference == nil)
    #expect(try csv("instrument,quantity").positions.isEmpty)
  }

  @Test func theFileNameChoosesTheForm() throws {
    #expect(try PositionBook(Array("instrument,quantity\nA,1".utf8), file: "a.csv").positions.count == 1)
    #expect(try PositionBook(Array(#"{"kind":"positions","version":1,"positions":[]}"#.utf8), file: "a.json").positions.isEmpty)
  }

  @Test(arguments: [
    ("", "book.csv: no header row"),
    ("\n", "book.csv: no header row"),
    ("\u{feff}instrument,quantity\n", "book.csv:1:1: begins with a byte order mark; save the file as UTF-8 without one"),
    ("instrument;quantity\nA;1\n", "book.csv:1:1: the header has no comma"),
    ("instrument\tquantity\nA\t1\n", "book.csv:1:1: the header has no comma"),
    ("instrument,quantity,instrument\n", "book.csv:1:21: the column instrument is there twice"),
    ("instrument,venue\nA,x\n", "book.csv:1:1: the column quantity is missing"),
    ("quantity,venue\n1,x\n", "book.csv:1:1: the column instrument is missing"),
    ("instrument,Quantity\nA,1\n", "book.csv:1:12: unknown column \"Quantity\"; did you mean quantity?"),
    ("instrument,quantity,price\nA,1,2\n", "book.csv:1:21: unknown column \"price\"; known are"),
    ("instrument,quantity,\nA,1,\n", "book.csv:1:21: unknown column \"\""),
    ("instrument, quantity\nA,1\n", "book.csv:1:12: unknown column \" quantity\"; did you mean quantity?"),
    ("A,1\n", "book.csv:1:1: unknown column \"A\""),
    ("instrument,quantity\nA\n", "book.csv:2:1: a row of 1 cells where the header has 2"),
    ("instrument,quantity\nA,1\nB,1,000\n", "book.csv:3:1: a row of 3 cells where the header has 2"),
    ("instrument,quantity\nA,1\n\nB,2\n", "book.csv:3:1: an empty line"),
    ("instrument,quantity\nA,1\n\n", "book.csv:3:1: an empty line"),
    ("instrument,quantity\nA\"B,1\n", "book.csv:2:2: a double quote inside a cell"),
    ("instrument,quantity\n\"A\"B,1\n", "book.csv:2:4: text after the closing quote"),
    ("instrument,quantity\nA,1\n\"B,1\nC,2\n", "book.csv:3:1: the quote opened here is not closed"),
    ("instrument,quantity\nA,\"1", "book.csv:2:3: the quote opened here is not closed"),
    ("instrument,quantity\nA\u{0},1\n", "book.csv:2:2: a control character"),
    ("instrument,quantity\r\nA,\"1\u{1b}\"\r\n", "book.csv:2:5: a control character"),
    ("instrument,quantity\rA,1\r", "book.csv:1:20: a control character"),
    ("instrument,quantity\nA,1\r", "book.csv:2:4: a control character"),
    ("instrument,quantity\n,1\n", "book.csv:2:1: instrument \"\" is no identifier"),
    ("instrument,quantity\nA ,1\n", "book.csv:2:1: instrument \"A \" is no identifier"),
    ("instrument,quantity\n A,1\n", "book.csv:2:1: instrument \" A\" is no identifier"),
    ("instrument,quantity\né,1\n", "book.csv:2:1: instrument \"\\u{e9}\" is no identifier"),
    ("instrument,quantity\nA\tB,1\n", "book.csv:2:1: instrument \"A\\u{9}B\" is no identifier"),
    ("instrument,quantity,venue\nA,1,ü\n", "book.csv:2:5: venue \"\\u{fc}\" is no identifier"),
    ("venue,instrument,quantity\n\"x \",A,1\n", "book.csv:2:1: venue \"x \" is no identifier"),
    ("reference,instrument,quantity\nüüü,é,1\n", "book.csv:2:5: instrument"),
    ("instrument,quantity,reference\nA,1,\(String(repeating: "x", count: 257))\n", "book.csv:2:5: the reference is not one line"),
    ("instrument,quantity,reference\nA,1,a\tb\n", "book.csv:2:5: the reference is not one line"),
    ("instrument,quantity\nA,\n", "book.csv:2:3: quantity \"\" is empty; write a number, 0 for none"),
    ("instrument,quantity\nA,1e5\n", "book.csv:2:3: quantity \"1e5\" has an exponent; write the number out"),
    ("instrument,quantity\nA,NaN\n", "book.csv:2:3: quantity \"NaN\" is not a number"),
    ("instrument,quantity\nA,inf\n", "book.csv:2:3: quantity \"inf\" is not a number"),
    (
      "instrument,quantity\nA,\"1,000\"\n",
      "book.csv:2:3: quantity \"1,000\" has a separator; write digits with a decimal point, 1234.5"
    ),
    ("instrument,quantity\nA,1'000\n", "book.csv:2:3: quantity \"1'000\" has a separator"),
    ("instrument,quantity\nA,1_000\n", "book.csv:2:3: quantity \"1_000\" has a separator"),
    ("instrument,quantity\nA,+1\n", "book.csv:2:3: quantity \"+1\" has a plus sign"),
    ("instrument,quantity\nA, 1\n", "book.csv:2:3: quantity \" 1\" has white space"),
    ("instrument,quantity\nA,1/2\n", "book.csv:2:3: quantity \"1/2\" is a fraction"),
    ("instrument,quantity\nA,007\n", "book.csv:2:3: quantity \"007\" has leading zeros"),
    ("instrument,quantity\nA,-.5\n", "book.csv:2:3: quantity \"-.5\" needs a digit on both sides of the point"),
    ("instrument,quantity\nA,5.\n", "book.csv:2:3: quantity \"5.\" needs a digit on both sides of the point"),
    ("instrument,quantity\nA,1.2.3\n", "book.csv:2:3: quantity \"1.2.3\" is not a number"),
    ("instrument,quantity\nA,0x10\n", "book.csv:2:3: quantity \"0x10\" is not a number"),
    ("instrument,quantity\nA,\u{2212}1\n", "book.csv:2:3: quantity \"\\u{2212}1\" is not a number"),
    ("instrument,quantity\nA,\(String(repeating: "1", count: 129))\n", "book.csv:2:3: quantity \"1111111111"),
  ])
  func refusesCSV(text: String, line: String) throws {
    let refused = try #require(refusal { () throws(PositionError) in _ = try csv(text) })
    #expect(refused.hasPrefix(line), "\(refused)")
    #expect(!refused.utf8.contains(10) && refused.utf8.count < 300)
  }

  @Test func refusesOtherEncodings() {
    let latin = Array("instrument,quantity\nA,1\nB".utf8) + [0xE9] + Array(",1\n".utf8)
    #expect(throws: PositionError("b", .text(line: 3, column: 2), .notUTF8)) { try PositionBook(csv: latin, file: "b") }
    for mark: [UInt8] in [[0xFF, 0xFE], [0xFE, 0xFF]] {
      #expect(throws: PositionError("b", .file, .utf16)) { try PositionBook(csv: mark + [0x69, 0x00], file: "b") }
    }
  }

  @Test func refusesWhatIsTooLarge() {
    let bytes = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 28 + 1)
    #expect(throws: PositionError("b", .file, .tooLarge)) { try PositionBook(csv: bytes, file: "b") }
    let rows = Array("instrument,quantity\n".utf8) + Array(repeatElement(Array("A,1\n".utf8), count: 1_000_001).joined())
    #expect(throws: PositionError("b", .file, .tooManyRows)) { try PositionBook(csv: rows, file: "b") }
  }

  // MARK: JSON

  @Test func readsJSON() throws {
    let book = try json(
      """
      {"version": 1, "kind": "positions", "positions": [
        {"quantity": "-0.5", "instrument": "A", "venue": "x", "reference": "größer"}, {"instrument": "B", "quantity": "2"}]}
      """)
    #expect(book.positions.map(\.instrument) == ["A", "B"] && book.positions.map(\.quantity) == [Rational("-0.5"), 2])
    #expect(book.positions.map(\.venue) == ["x", nil] && book.positions.map(\.reference) == ["größer", nil])
  }

  @Test(arguments: [
    ("{", "book.json:1:2: the text ends"),
    ("[]", "book.json: an object should be here"),
    (#"{"kind":"risk","version":1,"positions":[]}"#, "book.json: kind: must be \"positions\""),
    (#"{"kind":"positions","version":2,"positions":[]}"#, "book.json: version: must be 1"),
    (#"{"kind":"positions","version":1}"#, "book.json: \"positions\" is missing"),
    (#"{"kind":"positions","version":1,"positions":[],"owner":"x"}"#, "book.json: unknown key \"owner\""),
    (#"{"kind":"positions","version":1,"positions":[{"quantity":"1"}]}"#, "book.json: positions[0]: \"instrument\" is missing"),
    (#"{"kind":"positions","version":1,"positions":[{"instrument":"A"}]}"#, "book.json: positions[0]: \"quantity\" is missing"),
    (
      #"{"kind":"positions","version":1,"positions":[{"instrument":"A","quantity":5}]}"#,
      "book.json: positions[0].quantity: a string in double quotes should be here, not a number"
    ),
    (
      #"{"kind":"positions","version":1,"positions":[{"instrument":"A","quantity":1.5}]}"#,
      "book.json:1:75: a number with a fraction"
    ),
    (
      #"{"kind":"positions","version":1,"positions":[{"instrument":"A","quantity":"1e5"}]}"#,
      "book.json: positions[0].quantity: quantity \"1e5\" has an exponent"
    ),
    (
      #"{"kind":"positions","version":1,"positions":[{"instrument":"\u212a","quantity":"1"}]}"#,
      "book.json: positions[0].instrument: instrument \"\\u{212a}\" is no identifier"
    ),
    (
      #"{"kind":"positions","version":1,"positions":[{"instrument":"A","quantity":"1","venue":"\u0007"}]}"#,
      "book.json: positions[0].venue: venue"
    ),
    (
      #"{"kind":"positions","version":1,"positions":[{"instrument":"A","quantity":"1","reference":"a\nb"}]}"#,
      "book.json: positions[0].reference: the reference is not one line"
    ),
    (
      #"{"kind":"positions","version":1,"positions":[{"instrument":"A","quantity":"1","price":"2"}]}"#,
      "book.json: positions[0]: unknown key \"price\""
    ),
  ])
  func refusesJSON(text: String, line: String) throws {
    let refused = try #require(refusal { () throws(PositionError) in _ = try json(text) })
    #expect(refused.hasPrefix(line), "\(refused)")
  }

  @Test func tooManyRowsOfJSONAreRefused() {
    let text = #"{"kind":"positions","version":1,"positions":["# + String(repeating: "0,", count: 1_000_000) + "0]}"
    #expect(throws: PositionError("b", .path("positions"), .tooManyRows)) { try PositionBook(json: Array(text.utf8), file: "b") }
  }

  // MARK: Lots

  private let coordinates: [(id: String, lot: Rational, limit: Rational)] = [
    ("BTC-PERP", Rational(1, over: 1_000), 10), ("ETH-PERP", Rational(1, over: 100), 1_000), ("USDC", 1, 1_000_000_000),
    ("huge", Rational(1, over: 1_000_000_000_000_000_000), 1_000),
  ]

  @Test func lotsFollowTheCoordinates() throws {
    let book = try csv("instrument,quantity\nUSDC,-5\nBTC-PERP,1.25\n")
    #expect(try book.lots(of: coordinates) == [1_250, 0, -5, 0])
    #expect(
      try csv("instrument,quantity\nBTC-PERP,-10\nhuge,9\n").lots(of: coordinates) == [-10_000, 0, 0, 9_000_000_000_000_000_000])
  }

  @Test func rowsOfOneInstrumentAreSummedAndSaidSo() throws {
    let book = try csv("instrument,quantity,venue\nBTC-PERP,0.0005,x\nUSDC,7,\nBTC-PERP,0.0005,y\nBTC-PERP,11,\nBTC-PERP,-2,\n")
    #expect(try book.lots(of: coordinates) == [9_001, 0, 7, 0])
    #expect(book.notes == ["book.csv: BTC-PERP is in 4 rows (line 2, line 4, line 5, line 6); their quantities are summed"])
    let rows = repeatElement(#"{"instrument":"A","quantity":"1"}"#, count: 6).joined(separator: ",")
    let many = try json(#"{"kind":"positions","version":1,"positions":[\#(rows)]}"#)
    #expect(
      many.notes == [
        "book.json: A is in 6 rows (positions[0], positions[1], positions[2], positions[3], positions[4], ...); their quantities are summed"
      ])
  }

  @Test(arguments: [
    ("BTC-PREP,1", "book.csv:3:1: the risk file has no instrument BTC-PREP; did you mean BTC-PERP?"),
    ("btc-perp,1", "book.csv:3:1: the risk file has no instrument btc-perp; did you mean BTC-PERP?"),
    ("DOGE,1", "book.csv:3:1: the risk file has no instrument DOGE; correct or remove it"),
    ("BTC-PERP,0.0015", "book.csv:3:1: the quantity of BTC-PERP is no whole number of lots of 0.001; round it to the lot"),
    ("BTC-PERP,10.001", "book.csv:3:1: the quantity of BTC-PERP is beyond the limit of 10"),
    ("BTC-PERP,-10.001", "book.csv:3:1: the quantity of BTC-PERP is beyond the limit of 10"),
    ("huge,9.223372036854775808", "book.csv:3:1: the quantity of huge is beyond the limit of 1000"),
    ("BTC-PERP,5\nUSDC,1\nBTC-PERP,5.001", "book.csv:3:1: the quantity of BTC-PERP is beyond the limit of 10"),
    ("BTC-PERP,5\nUSDC,1\nBTC-PERP,0.0001", "book.csv:5:1: the quantity of BTC-PERP is no whole number"),
  ])
  func refusesLots(rows: String, line: String) throws {
    let book = try csv("instrument,quantity\nETH-PERP,1\n\(rows)\n")
    let refused = try #require(refusal { () throws(PositionError) in _ = try book.lots(of: coordinates) })
    #expect(refused.hasPrefix(line), "\(refused)")
  }

  @Test func lotsInASetOfARiskFile() throws {
    let risk = try RiskFile(bytes: Array(RiskFileTests.text.utf8))
    let book = try csv("instrument,quantity\nUSDC,1.5\nETH-PERP,-3\n")
    #expect(try book.lots(in: #require(risk.sets["instrument"])) == [-300, 0, 1_500_000])
    // A set without lots counts whole units.
    #expect(try csv("instrument,quantity\n1700,4\n").lots(in: #require(risk.sets["strike"])) == [4])
  }

  // MARK: Secrecy and robustness

  @Test func neitherPrintingNorMirrorsShowAPosition() throws {
    let book = try csv("instrument,quantity\nSECRET-PERP,31337\n")
    var dumped = ""
    dump(book, to: &dumped)
    dump(book.positions, to: &dumped)
    for text in ["\(book)", "\(book.positions)", String(reflecting: book.positions), dumped] {
      #expect(!text.contains("SECRET") && !text.contains("31337"), "\(text)")
    }
  }

  @Test func mutatedBooksNeverTrap() {
    var random = SeededGenerator.fromEnvironment()
    let table = Array(
      "instrument,quantity,venue,reference\r\nBTC-PERP,-1.50,x,\r\n\"ETH-PERP\",\"3\",,\"a \"\"b\"\"\"\nUSDC,0,,\n".utf8)
    let object = Array(#"{"kind":"positions","version":1,"positions":[{"instrument":"USDC","quantity":"1","venue":"x"}]}"#.utf8)
    var (read, refused) = (0, 0)
    for round in 0..<20_000 {
      let bytes = random.mutated(round.isMultiple(of: 2) ? table : object)
      do throws(PositionError) {
        _ = try (round.isMultiple(of: 2) ? PositionBook(csv: bytes, file: "b") : PositionBook(json: bytes, file: "b")).lots(
          of: coordinates)
        read += 1
      } catch {
        refused += 1
        #expect(!error.description.utf8.contains { $0 < 0x20 }, "SEED=\(random.seed)")
      }
    }
    #expect(read > 0 && refused > 0, "SEED=\(random.seed)")
  }
}
