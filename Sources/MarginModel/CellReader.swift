import CanonicalJSON

/// What a table may hold in a cell, read from JSON.
protocol RiskCell: Sendable {
  static func read(_ value: JSONValue, decimals: Int?, at path: () -> String) throws(RiskFileError) -> Self
}

extension Rational: RiskCell {
  static func read(_ value: JSONValue, decimals: Int?, at path: () -> String) throws(RiskFileError) -> Rational {
    guard case .string(let text) = value, let number = Rational(text) else {
      if case .object = value { throw RiskFileError(path(), .numbersAndSchedules) }
      throw RiskFileError(path(), .notANumber)
    }
    if let decimals {
      guard let places = number.decimalPlaces, places <= decimals else {
        throw RiskFileError(path(), .tooManyDecimals(maximum: decimals))
      }
    }
    return number
  }
}

extension Schedule: RiskCell {
  static func read(_ value: JSONValue, decimals: Int?, at path: () -> String) throws(RiskFileError) -> Schedule {
    if case .string = value { throw RiskFileError(path(), .numbersAndSchedules) }
    return try Schedule(value, at: path()) { (value, path) throws(RiskFileError) in
      try Rational.read(value, decimals: decimals) { path }
    }
  }
}

/// Reads the cells of one table; paths are made only for errors, since a table may have millions of cells.
struct CellReader {
  private let path: String
  private let index: [String]
  private let sets: [RiskFile.ElementSet]
  private let shape: [Int]
  private let cellCount: Int
  private let decimals: Int?

  init(path: String, index: [String], sets: [RiskFile.ElementSet], decimals: Int?) throws(RiskFileError) {
    (self.path, self.index, self.sets, self.decimals) = (path, index, sets, decimals)
    shape = sets.map(\.elements.count)
    guard index.count <= JSONValue.maximumDepth, let count = Grid<Rational>.cellCount(shape, limit: RiskFile.maximumCells) else {
      throw RiskFileError(path + ".index", .tooManyCells(maximum: RiskFile.maximumCells))
    }
    cellCount = count
  }

  // MARK: Nested lists

  /// Whether the first cell that is not null is an object.
  static func holdsSchedules(nested value: JSONValue, depth: Int) -> Bool {
    firstCell(value, depth: depth).map { if case .object = $0 { true } else { false } } ?? false
  }

  private static func firstCell(_ value: JSONValue, depth: Int) -> JSONValue? {
    guard depth > 0 else { return value == .null ? nil : value }
    guard case .array(let values) = value else { return nil }
    return values.lazy.compactMap { firstCell($0, depth: depth - 1) }.first
  }

  func grid<Cell: RiskCell>(nested value: JSONValue, at key: String) throws(RiskFileError) -> Grid<Cell> {
    var (cells, positions) = ([Cell?](), [Int]())
    cells.reserveCapacity(min(cellCount, 1 << 16))
    try append(value, key, to: &cells, at: &positions)
    return Grid(shape: shape, cells: cells)
  }

  private func append<Cell: RiskCell>(
    _ value: JSONValue, _ key: String, to cells: inout [Cell?], at positions: inout [Int]
  ) throws(RiskFileError) {
    let depth = positions.count
    guard depth < shape.count else {
      let places = positions
      cells.append(value == .null ? nil : try Cell.read(value, decimals: decimals) { nestedPath(key, places) })
      return
    }
    let values = try value.riskArray(at: nestedPath(key, positions))
    guard values.count == shape[depth] else {
      throw RiskFileError(nestedPath(key, positions), .wrongCount(wanted: shape[depth], found: values.count))
    }
    positions.append(0)
    for (place, value) in values.enumerated() {
      positions[depth] = place
      try append(value, key, to: &cells, at: &positions)
    }
    positions.removeLast()
  }

  private func nestedPath(_ key: String, _ positions: [Int]) -> String {
    path + key + positions.map { "[\($0)]" }.joined()
  }

  // MARK: Entries

  func holdsSchedules(entries: [JSONValue], standard: JSONValue?) throws(RiskFileError) -> Bool {
    guard let first = entries.first else { if case .object = standard { return true } else { return false } }
    if case .object = try first.riskArray(at: "\(path).entries[0]").last { return true } else { return false }
  }

  func grid<Cell: RiskCell>(entries: [JSONValue], standard: JSONValue?) throws(RiskFileError) -> Grid<Cell> {
    var cells: [(place: Int, cell: Cell)] = []
    var isTaken: Set<Int> = []
    for (number, entry) in entries.enumerated() {
      let items = try entry.riskArray(at: entryPath(number))
      guard items.count == index.count + 1 else {
        throw RiskFileError(entryPath(number), .entryLength(wanted: index.count + 1, found: items.count))
      }
      let place = try self.place(of: items, entry: number)
      guard isTaken.insert(place).inserted else { throw RiskFileError(entryPath(number), .duplicateEntry) }
      let cell = try Cell.read(items[index.count], decimals: decimals) { "\(entryPath(number))[\(index.count)]" }
      cells.append((place, cell))
    }
    cells.sort { $0.place < $1.place }
    let standard: Cell? = if let standard { try Cell.read(standard, decimals: decimals) { path + ".default" } } else { nil }
    return Grid(shape: shape, entries: cells, standard: standard)
  }

  private func place(of items: [JSONValue], entry: Int) throws(RiskFileError) -> Int {
    var place = 0
    for axis in index.indices {
      let element = try items[axis].riskString(at: "\(entryPath(entry))[\(axis)]")
      guard let position = sets[axis].index(of: element) else {
        let hint = Spelling.hint(for: element, among: sets[axis].elements)
        throw RiskFileError("\(entryPath(entry))[\(axis)]", .unknownElement(element, set: index[axis], hint: hint))
      }
      place = place * shape[axis] + position
    }
    return place
  }

  private func entryPath(_ number: Int) -> String { "\(path).entries[\(number)]" }
}
