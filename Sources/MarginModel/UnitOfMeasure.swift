/// A product of named units with whole powers: `USD`, `USD/BTC`, or `number` for none.
public struct UnitOfMeasure: Sendable, Hashable {
  /// The longest text that is read, in bytes.
  public static let maximumTextLength = 128

  /// No unit at all.
  public static let number = UnitOfMeasure(powers: [:])

  /// Never zero.
  private let powers: [String: Int]

  private init(powers: [String: Int]) { self.powers = powers.filter { $0.value != 0 } }

  /// Reads a product of names; nil for anything else.
  ///
  ///     unit = name { ( "*" | "/" ) name } ;
  ///
  /// A name is a letter, then letters, digits and "_" (ASCII). Spaces around the marks are welcome. The name `number` stands for 1.
  public init?(_ text: String) {
    guard text.utf8.count <= Self.maximumTextLength else { return nil }
    let marks = [UInt8(ascii: "*"), UInt8(ascii: "/")]
    var (powers, step, rest) = ([String: Int](), 1, Array(text.utf8)[...])
    while true {
      let name = rest.prefix { !marks.contains($0) }
      rest = rest.dropFirst(name.count)
      guard let name = Self.name(name) else { return nil }
      if name != "number" { powers[name, default: 0] += step }
      guard let mark = rest.popFirst() else { break }
      step = mark == UInt8(ascii: "*") ? 1 : -1
    }
    self.init(powers: powers)
  }

  /// The name between two marks, without the spaces around it.
  private static func name(_ bytes: ArraySlice<UInt8>) -> String? {
    let isSpace = { (byte: UInt8) in byte == UInt8(ascii: " ") }
    let end = bytes.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? bytes.startIndex
    let name = String(decoding: bytes[..<end].drop(while: isSpace), as: UTF8.self)
    return Identifier.isName(name) ? name : nil
  }

  public static func * (left: UnitOfMeasure, right: UnitOfMeasure) -> UnitOfMeasure {
    UnitOfMeasure(powers: left.powers.merging(right.powers, uniquingKeysWith: saturatingSum))
  }

  public static func / (left: UnitOfMeasure, right: UnitOfMeasure) -> UnitOfMeasure {
    left * UnitOfMeasure(powers: right.powers.mapValues { -$0 })
  }

  /// Squaring sixty times in a row must not trap; no real unit comes near the limit.
  private static func saturatingSum(_ left: Int, _ right: Int) -> Int {
    max(-1 << 32, min(1 << 32, left + right))
  }
}

extension UnitOfMeasure: CustomStringConvertible {
  /// The unit in the text form that is read, names in order, the divided ones last; high powers as `USD^9`, which is for showing
  /// only.
  public var description: String {
    let factors = powers.sorted { $0.key < $1.key }.map { factor in
      let (name, power) = (factor.key, abs(factor.value))
      let text = power <= 4 ? repeatElement(name, count: power).joined(separator: factor.value > 0 ? "*" : "/") : "\(name)^\(power)"
      return (isDivided: factor.value < 0, text: text)
    }
    let above = factors.filter { !$0.isDivided }.map(\.text).joined(separator: "*")
    return ([above.isEmpty ? "number" : above] + factors.filter(\.isDivided).map(\.text)).joined(separator: "/")
  }
}
