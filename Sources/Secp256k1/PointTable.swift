// Brickell, Gordon, McCurley and Wilson, "Fast exponentiation with precomputation" (EUROCRYPT 1992). Notation:
//
//   s    bits of a step
//   P    a point of the table; its row is P, 2^s P, 2^(2 s) P, ..., so that k P = sum_w k_w 2^(s w) P for the digits k_w of k, and no
//        doubling is left to do

/// Fixed points with their multiples by powers of two: sums of many of their multiples take fewer additions and no doublings.
package final class PointTable: Sendable {
  /// s; a divisor of it is a window's width.
  static let stepBitCount = 12
  /// Steps that cover any scalar, its sign taken off.
  package static let rowCount = 22
  package static let byteCountPerPoint = rowCount * MemoryLayout<AffinePoint>.stride

  package let count: Int
  private let storage: PointStorage

  /// Takes rows as they lie in memory: for each point its multiples, x and y in four limbs each, least significant first.
  ///
  /// The caller vouches that they are rows of points on the curve.
  package init(uncheckedRows storage: PointStorage) {
    self.storage = storage
    count = storage.count / Self.rowCount
  }

  /// Computes the rows of any points, infinity included: some 264 doublings each, on all cores.
  package convenience init(_ points: [AffinePoint]) {
    let storage = PointStorage(count: points.count * Self.rowCount)
    let chunk = 64
    let rows = storage.uninitialized
    Cores.forEach((points.count + chunk - 1) / chunk) { number in
      let members = number * chunk..<min((number + 1) * chunk, points.count)
      var multiples = points[members].map(Point.init)
      for row in 0..<Self.rowCount {
        if row > 0 {
          for place in multiples.indices { multiples[place] = multiples[place].doubled(times: Self.stepBitCount) }
        }
        for (member, point) in zip(members, Point.affine(multiples)) { rows.set(point, at: member * Self.rowCount + row) }
      }
    }
    self.init(uncheckedRows: storage)
  }

  /// The points themselves.
  package var points: [AffinePoint] { (0..<count).map { row($0).pointee } }

  /// The rows of all points.
  package var rows: [TableRow] { (0..<count).map { self[$0] } }

  /// All rows' bytes.
  package func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result { body(storage.bytes) }

  package subscript(index: Int) -> TableRow {
    precondition(index >= 0 && index < count, "a table has rows for its points")
    return TableRow(table: self, start: row(index))
  }

  /// Where a point's row begins.
  @inline(__always)
  func row(_ index: Int) -> UnsafePointer<AffinePoint> { storage.start + index * Self.rowCount }
}

extension Point {
  fileprivate func doubled(times count: Int) -> Point {
    var point = self
    for _ in 0..<count { point = point.doubled() }
    return point
  }
}

/// The row of one point of a table.
package struct TableRow: @unchecked Sendable {
  // Keeps the row's memory.
  private let table: PointTable
  let start: UnsafePointer<AffinePoint>

  fileprivate init(table: PointTable, start: UnsafePointer<AffinePoint>) {
    self.table = table
    self.start = start
  }
}

/// Points in memory that does not change any more: allocated, or a file's.
package final class PointStorage: @unchecked Sendable {
  package let count: Int
  fileprivate let start: UnsafePointer<AffinePoint>
  private let release: () -> Void

  /// Points that lie at an address aligned to 64 bytes until `release` is called, at the end of this object's life.
  package init(_ memory: UnsafeRawBufferPointer, release: @escaping () -> Void) {
    precondition(Int(bitPattern: memory.baseAddress).isMultiple(of: MemoryLayout<AffinePoint>.stride), "points begin a cache line")
    count = memory.count / MemoryLayout<AffinePoint>.stride
    // An empty table is never read.
    let place = memory.baseAddress ?? UnsafeRawPointer(bitPattern: MemoryLayout<AffinePoint>.stride).unsafelyUnwrapped
    start = place.assumingMemoryBound(to: AffinePoint.self)
    self.release = release
  }

  fileprivate convenience init(count: Int) {
    let size = MemoryLayout<AffinePoint>.stride
    let memory = UnsafeMutableRawPointer.allocate(byteCount: max(count, 1) * size, alignment: size)
    self.init(UnsafeRawBufferPointer(start: memory, count: count * size)) { memory.deallocate() }
  }

  deinit { release() }

  fileprivate var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: start, count: count * MemoryLayout<AffinePoint>.stride)
  }

  /// For filling it, each place once, before anyone reads.
  fileprivate var uninitialized: Filler { Filler(start: UnsafeMutablePointer(mutating: start)) }

  fileprivate struct Filler: @unchecked Sendable {
    let start: UnsafeMutablePointer<AffinePoint>
    func set(_ point: AffinePoint, at place: Int) { start.advanced(by: place).initialize(to: point) }
  }
}
