import MarginModel
import Testing

@Suite struct UnitOfMeasureTests {
  @Test(arguments: [
    ("number", "number"), ("USD", "USD"), ("USD/BTC", "USD/BTC"), ("number/BTC", "number/BTC"), ("B*A", "A*B"), ("A/C/B", "A/B/C"),
    ("USD * USD / BTC", "USD*USD/BTC"), (" USD ", "USD"), ("A/A", "number"), ("A*number", "A"), ("A*A*A*A*A", "A^5"),
    ("x_1/a", "x_1/a"),
  ])
  func readsAndWrites(text: String, shown: String) throws {
    #expect(try #require(UnitOfMeasure(text)).description == shown)
  }

  @Test(arguments: [
    "", " ", "/", "USD/", "*USD", "USD//BTC", "USD BTC", "1", "U$D", "_a", "é", "USD\n", "USD^2",
    String(repeating: "a", count: 129),
  ])
  func refuses(text: String) {
    #expect(UnitOfMeasure(text) == nil)
  }

  @Test func multiplyingAndDividing() throws {
    let (price, coin, money) = try (
      #require(UnitOfMeasure("USD/BTC")), #require(UnitOfMeasure("BTC")), #require(UnitOfMeasure("USD"))
    )
    #expect(price * coin == money)
    #expect(money / coin == price)
    #expect(money / money == .number)
    #expect(money * .number == money)
    #expect(.number / coin == UnitOfMeasure("number/BTC"))
    #expect(money != coin)
  }

  @Test func endlessSquaringDoesNotTrap() throws {
    var unit = try #require(UnitOfMeasure("USD/BTC"))
    for _ in 0..<200 { unit = unit * unit }
    #expect(unit != .number)
    #expect(unit / unit == .number)
  }
}
