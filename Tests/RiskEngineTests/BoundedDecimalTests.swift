import RiskEngine
import Testing

@Suite struct BoundedDecimalTests {
  @Test(arguments: ["0", "1", "-1", "12.5", "-0.000000000001", "999999999999999", "77596.75", "0.4526541"])
  func oneSpelling(_ text: String) throws {
    let value = try #require(BoundedDecimal(text))
    #expect(value.description == text)
    #expect(value.rational.description == text)
    #expect(value.double == Double(text))
  }

  @Test(arguments: [
    "", "-", "+1", "01", "1.", ".5", "1.50", "-0", "1e3", "1E3", " 1", "1 ", "1,5", "0x1", "nan", "NaN", "inf", "infinity",
    "1000000000000000",
    "0.0000000000001", "1.2.3", "--1", "١", "99999999999999999999999999",
  ])
  func otherSpellingsAreRefused(_ text: String) {
    #expect(BoundedDecimal(text) == nil)
  }

  @Test(arguments: [
    ("74000.0", "74000"), ("7.4e4", "74000"), ("7.4E+04", "74000"), ("1e-7", "0.0000001"), ("0.0", "0"), ("-0.0", "0"),
    ("0e99", "0"),
    ("1.50", "1.5"), ("-2e-3", "-0.002"),
  ])
  func jsonNumbersKeepTheirValue(_ text: String, _ value: String) {
    #expect(BoundedDecimal(jsonNumber: text)?.description == value)
  }

  @Test(arguments: ["01", "1.", ".5", "+1", "1e", "1e1000", "1e15", "1e-13", "1234567890123456", "", "NaN"])
  func jsonNumbersThatCannotBeKeptAreRefused(_ text: String) {
    #expect(BoundedDecimal(jsonNumber: text) == nil)
  }

  /// A reader that cuts a long text would take this for 1.
  @Test func longTextIsRefusedWhole() {
    #expect(BoundedDecimal(jsonNumber: "1." + String(repeating: "0", count: 70) + "5") == nil)
    #expect(BoundedDecimal(jsonNumber: "1." + String(repeating: "0", count: 60) + "5") == nil)
  }

  @Test func orderAndMidpointAreExact() throws {
    let bid = try #require(BoundedDecimal("77596.5"))
    let ask = try #require(BoundedDecimal("77597"))
    #expect(bid < ask)
    #expect(!(ask < bid))
    #expect(BoundedDecimal.midpoint(bid, ask)?.description == "77596.75")
    let small = try #require(BoundedDecimal("0.000000000001"))
    let large = try #require(BoundedDecimal("999999999999999"))
    #expect(small < large)
    #expect(BoundedDecimal.midpoint(small, large) == nil)
  }
}
