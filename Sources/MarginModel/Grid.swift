/// A table's cells by the positions of their elements, row-major: the last position runs fastest.
///
/// Full tables are held densely; a table of few entries takes memory for these entries alone, however many cells its index spans.
struct Grid<Cell: Sendable>: Sendable {
  private enum Storage: Sendable {
    case dense([Cell?])
    /// Cells by ascending place.
    case sparse(places: [Int], cells: [Cell])
  }

  let shape: [Int]
  /// How far apart in row-major order neighbours along each index are.
  let strides: [Int]
  /// Fills the cells that are not stated.
  let standard: Cell?
  private let storage: Storage

  /// Nil where the shape spans more cells than the limit.
  static func cellCount(_ shape: [Int], limit: Int) -> Int? {
    var count = 1
    for extent in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard !overflow, product <= limit else { return nil }
      count = product
    }
    return count
  }

  /// Cells in row-major order, as many as the shape spans.
  init(shape: [Int], cells: [Cell?]) {
    self.init(shape: shape, standard: nil, storage: .dense(cells))
  }

  /// Stated cells by ascending place, each below the shape's cell count.
  init(shape: [Int], entries: [(place: Int, cell: Cell)], standard: Cell?) {
    let count = shape.reduce(1, *)
    guard count / 4 <= entries.count else {
      self.init(shape: shape, standard: standard, storage: .sparse(places: entries.map(\.place), cells: entries.map(\.cell)))
      return
    }
    var cells = [Cell?](repeating: nil, count: count)
    for (place, cell) in entries { cells[place] = cell }
    self.init(shape: shape, standard: standard, storage: .dense(cells))
  }

  private init(shape: [Int], standard: Cell?, storage: Storage) {
    self.shape = shape
    self.standard = standard
    self.storage = storage
    var strides = [Int](repeating: 1, count: shape.count)
    for index in shape.indices.dropLast().reversed() { strides[index] = strides[index + 1] * shape[index + 1] }
    self.strides = strides
  }

  /// The cell at a row-major place; nil when it is neither stated nor filled.
  subscript(place: Int) -> Cell? {
    switch storage {
    case .dense(let cells): return cells[place] ?? standard
    case .sparse(let places, let cells):
      var (low, high) = (0, places.count)
      while low < high {
        let middle = (low + high) / 2
        if places[middle] < place { low = middle + 1 } else { high = middle }
      }
      return low < places.count && places[low] == place ? cells[low] : standard
    }
  }

  /// The row-major place of positions; nil where their count or one of them is out of range.
  func place(of positions: [Int]) -> Int? {
    guard positions.count == shape.count else { return nil }
    var place = 0
    for index in positions.indices {
      guard positions[index] >= 0, positions[index] < shape[index] else { return nil }
      place += positions[index] * strides[index]
    }
    return place
  }

  func positions(of place: Int) -> [Int] {
    shape.indices.map { place / strides[$0] % shape[$0] }
  }

  /// The first stated cell for which a predicate holds, or the standard one, which has no positions.
  func first(where isWanted: (Cell) -> Bool) -> (positions: [Int]?, cell: Cell)? {
    switch storage {
    case .dense(let cells):
      for (place, cell) in cells.enumerated() {
        if let cell, isWanted(cell) { return (positions(of: place), cell) }
      }
    case .sparse(let places, let cells):
      for (place, cell) in zip(places, cells) where isWanted(cell) { return (positions(of: place), cell) }
    }
    return standard.flatMap { isWanted($0) ? (nil, $0) : nil }
  }
}
