import BigInt
import MarginModel
import Testing
import TestSupport

@Suite struct RationalTests {
  @Test(arguments: [
    ("0", "0"), ("-0", "0"), ("0.000", "0"), ("-0.00", "0"), ("7", "7"), ("-12.50", "-12.5"), ("0.125", "0.125"), ("1/3", "1/3"),
    ("-6/4", "-1.5"), ("0/5", "0"), ("10/1", "10"), ("100", "100"), ("-2/3", "-2/3"),
    ("9223372036854775807", "9223372036854775807"), ("-9223372036854775808", "-9223372036854775808"),
    ("0.000000000000000000000000000001", "0.000000000000000000000000000001"),
    ("123456789012345678901234567890.5", "123456789012345678901234567890.5"),
    ("100000000000000000000/300000000000000000000", "1/3"), ("999999999999999999.9", "999999999999999999.9"),
  ])
  func readsAndWrites(text: String, exact: String) throws {
    let value = try #require(Rational(text))
    #expect(value.description == exact)
    #expect(Rational(exact) == value)
  }

  @Test(arguments: [
    "", "-", "+1", ".5", "1.", "-.5", "01", "-00", "00.1", "1e5", "1E5", "0x10", "1,000", "1 000", " 1", "1 ", "1\n", "NaN", "nan",
    "inf",
    "infinity", "1/0", "1/00", "1/-2", "1/02", "/2", "1/", "1/2/3", "1.5/2", "1/2.5", "1.2.3", "--1", "١", "1\u{0}", "½", "−1",
    "1_000",
    String(repeating: "1", count: 129),
  ])
  func refuses(text: String) {
    #expect(Rational(text) == nil)
  }

  @Test func theLongestTextIsRead() {
    #expect(Rational(String(repeating: "9", count: Rational.maximumTextLength))?.numerator == BigInt(10).power(128) - 1)
  }

  @Test func oneRepresentationPerValue() {
    let edge = Rational(BigInt(Int64.max))
    for (left, right) in [
      (edge + 1 - 1, edge), (Rational(Int64.min), -(edge + 1)), ((edge + 1) / (edge + 1), 1), (edge * edge / edge, edge),
      (Rational(BigInt(2).power(90), over: BigInt(2).power(91)), Rational("0.5")),
    ] as [(Rational, Rational?)] {
      #expect(left == right)
      #expect(left.hashValue == right?.hashValue)
    }
  }

  @Test func anEntryOfATableTakesThreeWords() {
    #expect(MemoryLayout<Rational>.stride <= 24)
    #expect(MemoryLayout<Rational?>.stride <= 24)
  }

  @Test(arguments: [
    ("2.5", 0, "3"), ("-2.5", 0, "-3"), ("2.4999", 0, "2"), ("0.005", 2, "0.01"), ("-0.004", 2, "0.00"), ("-0.005", 2, "-0.01"),
    ("1/3", 4, "0.3333"), ("2/3", 4, "0.6667"), ("12", 2, "12.00"), ("0", 3, "0.000"), ("999.995", 2, "1000.00"),
  ])
  func showsRoundedDecimals(text: String, places: Int, shown: String) throws {
    #expect(try #require(Rational(text)).decimal(places: places) == shown)
  }

  @Test(
    arguments: [
      ("0", 0), ("5", 0), ("0.10", 1), ("1/3", nil), ("1/7", nil), ("1/1024", 10), ("1/15625", 6), ("3/40", 3), ("1/6", nil),
    ]
      as [(String, Int?)])
  func countsDecimalPlaces(text: String, places: Int?) throws {
    #expect(try #require(Rational(text)).decimalPlaces == places)
    // The same behind a denominator of many words.
    let scale = Rational(BigInt(10).power(40))
    #expect((try #require(Rational(text)) / scale).decimalPlaces.map { $0 <= 40 + (places ?? 0) } == (places == nil ? nil : true))
  }

  @Test(arguments: [("7/2", 3), ("-7/2", -4), ("-4", -4), ("4", 4), ("0", 0), ("-1/100000000000000000000", -1)])
  func floorRoundsDown(text: String, floor: Int) throws {
    #expect(try #require(Rational(text)).floor() == BigInt(floor))
  }

  @Test func approximatesFarBeyondDoubles() throws {
    #expect(try #require(Rational("-0.125")).approximate == -0.125)
    let huge = BigInt(10).power(400)
    #expect(abs(Rational(huge * 3, over: huge + 1).approximate - 3) < 1e-12)
    #expect(abs(Rational(1, over: huge).approximate) < 1e-300)
    #expect(Rational(huge).approximate == .infinity)
  }

  // MARK: Against big integers alone

  @Test func arithmeticAgreesWithCrossMultiplication() {
    var random = SeededGenerator.fromEnvironment()
    for _ in 0..<20_000 {
      let (left, right) = (random.rational(), random.rational())
      let (a, b, c, d) = (left.numerator, left.denominator, right.numerator, right.denominator)
      check(left + right, a * d + c * b, b * d, random.seed)
      check(left - right, a * d - c * b, b * d, random.seed)
      check(left * right, a * c, b * d, random.seed)
      if !right.isZero { check(left / right, a * d, b * c, random.seed) }
      check(-left, -a, b, random.seed)
      check(abs(left), BigInt(a.magnitude), b, random.seed)
      #expect((left < right) == (a * d < c * b), "SEED=\(random.seed)")
      #expect((left == right) == (a * d == c * b), "SEED=\(random.seed)")
      #expect(left.signum == Int(a.signum()) && left.isZero == a.isZero && left.isInteger == (b == 1), "SEED=\(random.seed)")
      let floor = left.floor()
      #expect(floor * b <= a && a < (floor + 1) * b, "SEED=\(random.seed)")
    }
  }

  @Test func descriptionsReadBack() {
    var random = SeededGenerator.fromEnvironment()
    for _ in 0..<5_000 {
      let value = random.rational()
      guard value.description.utf8.count <= Rational.maximumTextLength else { continue }
      #expect(Rational(value.description) == value, "SEED=\(random.seed)")
    }
  }

  private func check(_ value: Rational, _ numerator: BigInt, _ denominator: BigInt, _ seed: UInt64) {
    #expect(value.numerator * denominator == numerator * value.denominator, "SEED=\(seed)")
    #expect(value.denominator >= 1, "SEED=\(seed)")
    #expect(value.numerator.greatestCommonDivisor(with: value.denominator) == 1, "SEED=\(seed)")
    #expect(value == Rational(numerator, over: denominator), "SEED=\(seed)")
  }
}

extension SeededGenerator {
  /// Small numbers, numbers at the edge of a machine word, powers of two and ten, and numbers of two words.
  mutating func integer() -> BigInt {
    let sign: BigInt = Bool.random(using: &self) ? 1 : -1
    switch Int.random(in: 0..<6, using: &self) {
    case 0: return BigInt(Int.random(in: -9...9, using: &self))
    case 1: return BigInt(Int64.random(in: Int64.min...Int64.max, using: &self))
    case 2: return sign * (BigInt(Int64.max) + BigInt(Int.random(in: -2...2, using: &self)))
    case 3: return sign * BigInt(10).power(Int.random(in: 0...25, using: &self))
    case 4: return sign * BigInt(2).power(Int.random(in: 0...130, using: &self))
    default:
      return sign * BigInt(Int64.random(in: 0...Int64.max, using: &self)) * BigInt(Int64.random(in: 0...Int64.max, using: &self))
    }
  }

  mutating func rational() -> Rational {
    let denominator = integer()
    return Rational(integer(), over: denominator.isZero ? 1 : denominator)
  }
}
