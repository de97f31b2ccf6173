extension Int256: CustomStringConvertible {
  /// Reads what ``description`` writes: decimal digits without leading zeros, after a minus sign if negative. Nil for any other
  /// spelling and for values out of range.
  public init?(decimal text: String) {
    var digits = Array(text.utf8)[...]
    let negative = digits.first == UInt8(ascii: "-")
    if negative { digits = digits.dropFirst() }
    guard let first = digits.first, digits.count <= 78 else { return nil }
    if first == UInt8(ascii: "0"), digits.count > 1 || negative { return nil }
    var magnitude = Magnitude.zero
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      magnitude = magnitude.times(Magnitude(10)).plus(Magnitude(UInt64(digit - UInt8(ascii: "0"))))
    }
    self.init(magnitude: magnitude, negative: negative)
  }

  public var description: String {
    var rest = magnitude.words
    var digits: [UInt8] = []
    repeat {
      var remainder: UInt64 = 0
      for place in rest.indices.reversed() {
        (rest[place], remainder) = UInt64(10).dividingFullWidth((remainder, rest[place]))
      }
      digits.append(UInt8(ascii: "0") + UInt8(remainder))
    } while rest.contains { $0 != 0 }
    return (isNegative ? "-" : "") + String(decoding: digits.reversed(), as: UTF8.self)
  }
}

extension Int256 {
  /// The number of bytes of ``twosComplement``.
  public static let byteCount = 32

  /// Reads 32 big-endian bytes of two's complement; nil for another length.
  public init?(twosComplement bytes: [UInt8]) {
    guard bytes.count == Self.byteCount else { return nil }
    self.init(twosComplement: bytes[...])
  }

  /// The caller vouches for 32 bytes.
  init(twosComplement bytes: ArraySlice<UInt8>) {
    var high: UInt128 = 0
    var low: UInt128 = 0
    for byte in bytes.prefix(16) { high = high << 8 | UInt128(byte) }
    for byte in bytes.dropFirst(16) { low = low << 8 | UInt128(byte) }
    self.init(high: Int128(truncatingIfNeeded: high), low: low)
  }

  /// 32 big-endian bytes of two's complement.
  public var twosComplement: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.byteCount)
    appendTwosComplement(to: &bytes)
    return bytes
  }

  func appendTwosComplement(to bytes: inout [UInt8]) {
    bytes.appendBigEndian(high)
    bytes.appendBigEndian(low)
  }
}

extension [UInt8] {
  /// Appends an integer's bytes, the most significant first.
  mutating func appendBigEndian<Value: FixedWidthInteger>(_ value: Value) {
    Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
  }
}
