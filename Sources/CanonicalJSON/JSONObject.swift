/// The members of a JSON object: unique keys, in the order of their UTF-16 code units (RFC 8785, section 3.2.3).
public struct JSONObject: Hashable, Sendable {
  public struct Member: Hashable, Sendable {
    public let key: String
    public let value: JSONValue

    public static func == (left: Member, right: Member) -> Bool {
      left.key.utf8.elementsEqual(right.key.utf8) && left.value == right.value
    }
  }

  /// All members in canonical order.
  public private(set) var members: [Member]

  public init() { members = [] }

  /// An object of these members; of two with one key the later stands.
  public init(_ members: some Sequence<(String, JSONValue)>) {
    self.init()
    for (key, value) in members { self[key] = value }
  }

  /// An object of members in any order, or the first key that is there twice.
  static func unique(_ members: [Member]) -> Result<JSONObject, DuplicateKey> {
    var object = JSONObject()
    let isSorted = zip(members, members.dropFirst()).allSatisfy { KeyOrder.precedes($0.key, $1.key) }
    object.members = isSorted ? members : members.sorted { KeyOrder.precedes($0.key, $1.key) }
    if !isSorted {
      for (left, right) in zip(object.members, object.members.dropFirst()) where left.key.utf8.elementsEqual(right.key.utf8) {
        return .failure(DuplicateKey(key: left.key))
      }
    }
    return .success(object)
  }

  struct DuplicateKey: Error {
    let key: String
  }

  public var count: Int { members.count }
  public var isEmpty: Bool { members.isEmpty }
  public var keys: [String] { members.map(\.key) }

  /// The value of a key; nil when there is no such member, and setting nil removes it.
  public subscript(_ key: String) -> JSONValue? {
    get { index(of: key).map { members[$0].value } }
    set {
      let place = lowerBound(of: key)
      let isPresent = place < members.count && members[place].key.utf8.elementsEqual(key.utf8)
      switch (isPresent, newValue) {
      case (true, let value?): members[place] = Member(key: key, value: value)
      case (false, let value?): members.insert(Member(key: key, value: value), at: place)
      case (true, nil): members.remove(at: place)
      case (false, nil): break
      }
    }
  }

  /// The place of a key among ``members``.
  func index(of key: String) -> Int? {
    let place = lowerBound(of: key)
    return place < members.count && members[place].key.utf8.elementsEqual(key.utf8) ? place : nil
  }

  /// The first place whose key does not precede this one.
  private func lowerBound(of key: String) -> Int {
    var (low, high) = (0, members.count)
    while low < high {
      let middle = (low + high) / 2
      if KeyOrder.precedes(members[middle].key, key) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// The order of UTF-16 code units, read off UTF-8 bytes.
enum KeyOrder {
  static func precedes(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8) { rank($0) < rank($1) }
  }

  /// UTF-8 sorts as code points do; UTF-16 differs only in that U+E000...U+FFFF (first byte EE or EF) come after all larger ones.
  private static func rank(_ byte: UInt8) -> UInt8 { byte == 0xEE || byte == 0xEF ? byte + 0x10 : byte }
}
