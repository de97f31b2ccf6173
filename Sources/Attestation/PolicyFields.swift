import MarginModel
import Secp256k1
import SystemCryptography

/// The keys of one map of a policy file, taken out one by one; ``finish()`` refuses what nobody asked for.
struct PolicyFields {
  private let file: String
  private let place: SourceLocation
  private let pairs: [(key: LocatedText, value: CircuitNode)]
  private var asked: [String] = []

  init(_ node: CircuitNode, file: String) throws(TrustPolicyError) {
    guard case .map(let pairs, let place) = node else {
      throw TrustPolicyError(file: file, location: node.location, reason: "a map of keys should be here, such as `key: value`")
    }
    self.file = file
    self.place = place
    self.pairs = pairs
  }

  func finish() throws(TrustPolicyError) {
    guard let pair = pairs.first(where: { pair in !asked.contains { $0 == pair.key.string } }) else { return }
    throw error(pair.key.start, "unknown key \(pair.key.string); known are \(asked.joined(separator: ", "))")
  }

  private func error(_ place: SourceLocation?, _ reason: String) -> TrustPolicyError {
    TrustPolicyError(file: file, location: place, reason: reason)
  }

  // MARK: Values of any kind

  private mutating func optional(_ key: String) -> CircuitNode? {
    asked.append(key)
    return pairs.first { $0.key.string == key }?.value
  }

  private mutating func node(_ key: String) throws(TrustPolicyError) -> CircuitNode {
    guard let node = optional(key) else { throw error(place, "the key \(key) is missing; add it") }
    return node
  }

  mutating func map(_ key: String) throws(TrustPolicyError) -> PolicyFields { try PolicyFields(try node(key), file: file) }

  // MARK: Text

  /// A text that `read` understands; `rule` says what it must be.
  mutating func text<Value>(_ key: String, _ rule: String, _ read: (String) -> Value?) throws(TrustPolicyError) -> Value {
    try text(try node(key), "\(key) must be \(rule)", read)
  }

  private func text<Value>(_ node: CircuitNode, _ rule: String, _ read: (String) -> Value?) throws(TrustPolicyError) -> Value {
    guard case .text(let text) = node, let value = read(text.string) else { throw error(node.location, rule) }
    return value
  }

  static func identifier(_ text: String) -> String? { Identifier.isValid(text) ? text : nil }

  /// A decimal number of up to nine digits, without sign and leading zeros.
  static func number(_ text: String) -> Int64? {
    guard (1...9).contains(text.utf8.count), text == "0" || text.utf8.first != UInt8(ascii: "0") else { return nil }
    var number: Int64 = 0
    for digit in text.utf8 {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      number = number * 10 + Int64(digit - UInt8(ascii: "0"))
    }
    return number
  }

  /// A number and a unit, in seconds.
  mutating func duration(_ key: String) throws(TrustPolicyError) -> Int64 {
    try text(key, "a whole number of s, m, h or d, such as 30s, 5m, 1h, 7d") { text in
      let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
      guard let unit = text.last.flatMap({ units[$0] }), let count = Self.number(String(text.dropLast())) else { return nil }
      return count * unit
    }
  }

  // MARK: Lists

  private func items(_ node: CircuitNode, _ key: String) throws(TrustPolicyError) -> [CircuitNode] {
    guard case .list(let items, _) = node, !items.isEmpty else { throw error(node.location, "\(key) must be a list, not empty") }
    return items
  }

  /// A list of distinct names, at least one.
  mutating func names(_ key: String) throws(TrustPolicyError) -> [String] {
    var names: [String] = []
    for item in try items(try node(key), key) {
      let name = try text(
        item, "\(key) must be names of 1 to \(Identifier.maximumLength) printable ASCII characters", Self.identifier)
      guard !names.contains(name) else { throw error(item.location, "\(name) is there twice; keep one") }
      names.append(name)
    }
    return names
  }

  /// A list of keys with names, both distinct, at least one.
  mutating func keys(_ key: String) throws(TrustPolicyError) -> [TrustPolicy.NamedKey] {
    try keys(try node(key), key)
  }

  /// The same, or nothing when the key is absent.
  mutating func optionalKeys(_ key: String) throws(TrustPolicyError) -> [TrustPolicy.NamedKey] {
    guard let node = optional(key) else { return [] }
    return try keys(node, key)
  }

  private func keys(_ node: CircuitNode, _ key: String) throws(TrustPolicyError) -> [TrustPolicy.NamedKey] {
    var keys: [TrustPolicy.NamedKey] = []
    for item in try items(node, key) {
      var fields = try PolicyFields(item, file: file)
      let name = try fields.text("name", "1 to \(Identifier.maximumLength) printable ASCII characters", Self.identifier)
      let publicKey = try fields.text("key", "a public key in 64 lower-case hexadecimal digits") {
        [UInt8](hex: $0).flatMap { SchnorrPublicKey(bytes: $0) }
      }
      try fields.finish()
      // One key under two names would count twice towards a threshold.
      guard !keys.contains(where: { $0.key == publicKey || $0.name == name }) else {
        throw error(item.location, "the key or name of \(name) is there twice; keep one")
      }
      keys.append(TrustPolicy.NamedKey(name: name, key: publicKey))
    }
    return keys
  }

  /// A list of circuits, by digest or by a file's path.
  mutating func circuits(_ key: String, _ read: (_ path: String) -> [UInt8]?) throws(TrustPolicyError) -> [Digest] {
    var digests: [Digest] = []
    for item in try items(try node(key), key) {
      let digest = try text(
        item, "\(key) must be sha256: and 64 lower-case hexadecimal digits, or the path of a file that can be read"
      ) {
        $0.hasPrefix("sha256:") ? Digest(text: $0) : read($0).map { SHA256.hash($0) }
      }
      guard !digests.contains(digest) else { throw error(item.location, "this circuit is there twice; keep one") }
      digests.append(digest)
    }
    return digests
  }
}
