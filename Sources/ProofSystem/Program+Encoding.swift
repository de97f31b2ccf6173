import SystemCryptography

// The encoding, every integer big-endian and of fixed width, coefficients in two's complement:
//
//     "marginproof program v1"  base bits: 1
//     columns: 4, each (length: 4, bytes)   variables: 4, each (digits: 4)   projection rows: 4, digits: 4 (0, 0 for none)
//     rows: 4, each (terms: 4, each (index: 4, coefficient: 32)) for positions, the same for variables, then constant: 32

extension Program {
  private static let header = Array("marginproof program v1".utf8)
  private static let termByteCount = 4 + Int256.byteCount

  /// The canonical bytes: equal programs, and only those, have equal encodings.
  public func encoded() -> [UInt8] {
    var bytes: [UInt8] = []
    Self.encode(baseBits: baseBits, columns: columns, digits: digits, rows: rows, projection: projection) { bytes += $0 }
    return bytes
  }

  static func digest(baseBits: Int, columns: [String], digits: [Int], rows: [Row], projection: Projection?) -> Digest {
    var hash = SHA256()
    encode(baseBits: baseBits, columns: columns, digits: digits, rows: rows, projection: projection) { hash.update($0) }
    return hash.digest()
  }

  /// Hands out the encoding a row at a time. Counts and indices have been checked: each fits four bytes.
  private static func encode(
    baseBits: Int, columns: [String], digits: [Int], rows: [Row], projection: Projection?, to write: ([UInt8]) -> Void
  ) {
    var part = header
    func append(_ count: Int) { part.appendBigEndian(UInt32(count)) }
    func append(_ terms: [Term]) {
      append(terms.count)
      for term in terms {
        append(term.index)
        term.coefficient.appendTwosComplement(to: &part)
      }
    }
    part.append(UInt8(baseBits))
    append(columns.count)
    for column in columns {
      append(column.utf8.count)
      part += column.utf8
    }
    append(digits.count)
    digits.forEach(append)
    append(projection?.rows ?? 0)
    append(projection?.digits ?? 0)
    append(rows.count)
    write(part)
    for row in rows {
      part.removeAll(keepingCapacity: true)
      append(row.positions)
      append(row.variables)
      row.constant.appendTwosComplement(to: &part)
      write(part)
    }
  }

  /// Reads ``encoded()``'s bytes, and no others: a second spelling, a missing or a trailing byte is refused, and so is a program that
  /// is not sound. Allocates no more than in proportion to the bytes given.
  public init(encoded bytes: [UInt8]) throws(ProgramError) {
    var reader = Reader(bytes: bytes)
    try reader.expect(Self.header)
    let baseBits = Int(try reader.take(1).first ?? 0)
    var columns: [String] = []
    for _ in 0..<(try reader.count(upTo: Self.maximumCount, eachOfAtLeast: 4)) {
      let length = try reader.integer()
      guard Self.identifierLengths.contains(length) else { throw .identifierMalformed(column: columns.count) }
      let identifier = try reader.take(length)
      // Checked here too, since making text of other bytes would repair them.
      guard identifier.allSatisfy({ (32..<127).contains($0) }) else { throw .identifierMalformed(column: columns.count) }
      columns.append(String(decoding: identifier, as: UTF8.self))
    }
    var digits: [Int] = []
    for _ in 0..<(try reader.count(upTo: Self.maximumCount, eachOfAtLeast: 4)) { digits.append(try reader.integer()) }
    let projection = Projection(rows: try reader.integer(), digits: try reader.integer())
    var rows: [Row] = []
    for _ in 0..<(try reader.count(upTo: Self.maximumCount, eachOfAtLeast: 8 + Int256.byteCount)) {
      rows.append(Row(positions: try reader.terms(), variables: try reader.terms(), constant: try reader.coefficient()))
    }
    try reader.finish()
    try self.init(
      baseBits: baseBits, columns: columns, digits: digits, rows: rows,
      projection: projection == Projection(rows: 0, digits: 0) ? nil : projection)
  }

  /// A cursor over untrusted bytes.
  private struct Reader {
    let bytes: [UInt8]
    var offset = 0

    mutating func take(_ count: Int) throws(ProgramError) -> ArraySlice<UInt8> {
      guard count <= bytes.count - offset else { throw .encodingMalformed(offset: bytes.count) }
      defer { offset += count }
      return bytes[offset..<offset + count]
    }

    mutating func expect(_ expected: [UInt8]) throws(ProgramError) {
      guard try take(expected.count).elementsEqual(expected) else { throw .encodingMalformed(offset: 0) }
    }

    mutating func integer() throws(ProgramError) -> Int {
      try take(4).reduce(0) { $0 << 8 | Int($1) }
    }

    /// A count of items that the remaining bytes can hold.
    mutating func count(upTo limit: Int, eachOfAtLeast size: Int) throws(ProgramError) -> Int {
      let start = offset
      let count = try integer()
      guard count <= limit else { throw .tooLarge }
      guard count <= (bytes.count - offset) / size else { throw .encodingMalformed(offset: start) }
      return count
    }

    mutating func coefficient() throws(ProgramError) -> Int256 { Int256(twosComplement: try take(Int256.byteCount)) }

    mutating func terms() throws(ProgramError) -> [Term] {
      let count = try count(upTo: Program.maximumCount, eachOfAtLeast: termByteCount)
      var terms: [Term] = []
      terms.reserveCapacity(count)
      for _ in 0..<count { terms.append(Term(index: try integer(), coefficient: try coefficient())) }
      return terms
    }

    func finish() throws(ProgramError) {
      guard offset == bytes.count else { throw .encodingMalformed(offset: offset) }
    }
  }
}
