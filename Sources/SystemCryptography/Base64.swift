extension [UInt8] {
  /// Base64 with the standard alphabet and padding (RFC 4648, section 4).
  public var base64: String {
    let alphabet = Base64.alphabet
    var text: [UInt8] = []
    text.reserveCapacity((count + 2) / 3 * 4)
    for start in stride(from: 0, to: count, by: 3) {
      let left = count - start
      let group =
        UInt32(self[start]) << 16 | (left > 1 ? UInt32(self[start + 1]) << 8 : 0) | (left > 2 ? UInt32(self[start + 2]) : 0)
      text.append(alphabet[Int(group >> 18)])
      text.append(alphabet[Int(group >> 12 & 63)])
      text.append(left > 1 ? alphabet[Int(group >> 6 & 63)] : Base64.pad)
      text.append(left > 2 ? alphabet[Int(group & 63)] : Base64.pad)
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Reads the one spelling that ``base64`` writes; nil for anything else: other alphabets, white space, missing padding, unused bits
  /// that are not zero.
  public init?(base64 text: String) {
    let symbols = Array(text.utf8)
    guard symbols.count.isMultiple(of: 4) else { return nil }
    let padding = symbols.suffix(2).count { $0 == Base64.pad }
    self = []
    reserveCapacity(symbols.count / 4 * 3)
    for start in stride(from: 0, to: symbols.count, by: 4) {
      let pads = start + 4 == symbols.count ? padding : 0
      var group: UInt32 = 0
      for offset in 0..<4 {
        // A pad in any place but the last ones is no symbol of the alphabet.
        let value = offset < 4 - pads ? Base64.value(of: symbols[start + offset]) : 0
        guard let value else { return nil }
        group = group << 6 | value
      }
      guard group & (1 << UInt32(8 * pads) - 1) == 0 else { return nil }
      append(UInt8(group >> 16))
      if pads < 2 { append(UInt8(group >> 8 & 255)) }
      if pads < 1 { append(UInt8(group & 255)) }
    }
  }
}

private enum Base64 {
  static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  static let pad = UInt8(ascii: "=")

  static func value(of symbol: UInt8) -> UInt32? {
    switch symbol {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(symbol - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(symbol - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(symbol - UInt8(ascii: "0")) + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
