import CanonicalJSON

extension RiskFile {
  /// Numbers, or schedules of rates, by the elements of the index sets; with no index, a single one.
  public struct Table: Sendable {
    enum Cells: Sendable {
      case numbers(Grid<Rational>)
      case schedules(Grid<Schedule>)
    }

    /// Names of sets of the file, in the order of ``value(_:)``'s positions.
    public let index: [String]
    public let unit: UnitOfMeasure
    /// No number of the table, no rate of its schedules, has more decimal places.
    public let decimals: Int?
    let cells: Cells

    /// Whether the cells are schedules.
    public var holdsSchedules: Bool { if case .schedules = cells { true } else { false } }

    /// The number at positions in the index sets; nil where the file states neither it nor a default, or the table holds schedules.
    public func value(_ positions: [Int]) -> Rational? {
      guard case .numbers(let grid) = cells, let place = grid.place(of: positions) else { return nil }
      return grid[place]
    }

    /// The schedule at positions in the index sets; nil where the file states neither it nor a default, or the table holds numbers.
    public func schedule(_ positions: [Int]) -> Schedule? {
      guard case .schedules(let grid) = cells, let place = grid.place(of: positions) else { return nil }
      return grid[place]
    }

    /// The first number, the default included, for which a predicate holds; a default has no positions.
    public func firstNumber(where isWanted: (Rational) -> Bool) -> (positions: [Int]?, number: Rational)? {
      guard case .numbers(let grid) = cells else { return nil }
      return grid.first(where: isWanted).map { ($0.positions, $0.cell) }
    }

    /// The first schedule, the default included, for which a predicate holds; a default has no positions.
    public func firstSchedule(where isWanted: (Schedule) -> Bool) -> (positions: [Int]?, schedule: Schedule)? {
      guard case .schedules(let grid) = cells else { return nil }
      return grid.first(where: isWanted).map { ($0.positions, $0.cell) }
    }

    /// How many elements each index set has.
    package var shape: [Int] {
      switch cells {
      case .numbers(let grid): grid.shape
      case .schedules(let grid): grid.shape
      }
    }

    /// The number at a row-major place, which must be below the product of ``shape``.
    package func value(atPlace place: Int) -> Rational? {
      guard case .numbers(let grid) = cells else { return nil }
      return grid[place]
    }
  }
}

extension RiskFile.Table {
  init(_ value: JSONValue, at path: String, sets: [String: RiskFile.ElementSet]) throws(RiskFileError) {
    var fields = try RiskFields(value, at: path)
    var (index, indexSets) = ([String](), [RiskFile.ElementSet]())
    for (place, value) in try fields.array("index").enumerated() {
      let name = try value.riskString(at: "\(path).index[\(place)]")
      guard Identifier.isName(name), let set = sets[name] else { throw RiskFileError("\(path).index[\(place)]", .unknownSet(name)) }
      index.append(name)
      indexSets.append(set)
    }
    self.index = index
    guard let unit = UnitOfMeasure(try fields.optionalString("unit") ?? "number") else {
      throw RiskFileError(path + ".unit", .notAUnit)
    }
    self.unit = unit
    decimals = try fields.optionalInteger("decimals")
    guard decimals.map({ (0...RiskFile.maximumDecimals).contains($0) }) ?? true else {
      throw RiskFileError(path + ".decimals", .decimalsOutOfRange)
    }
    let (values, tiers, standard) = (fields.optionalValue("values"), fields.optionalValue("tiers"), fields.optionalValue("default"))
    let entries = try fields.optionalArray("entries")
    try fields.finish()
    guard [values != nil, tiers != nil, entries != nil].filter({ $0 }).count == 1 else {
      throw RiskFileError(path, .oneOfValuesEntriesTiers)
    }
    guard standard == nil || entries != nil else { throw RiskFileError(path + ".default", .defaultWithoutEntries) }
    let reader = try CellReader(path: path, index: index, sets: indexSets, decimals: decimals)
    if let entries {
      let isSchedule = try reader.holdsSchedules(entries: entries, standard: standard)
      cells =
        try isSchedule
        ? .schedules(reader.grid(entries: entries, standard: standard))
        : .numbers(reader.grid(entries: entries, standard: standard))
    } else if let tiers {
      cells = .schedules(try reader.grid(nested: tiers, at: ".tiers"))
    } else if let values, CellReader.holdsSchedules(nested: values, depth: index.count) {
      cells = .schedules(try reader.grid(nested: values, at: ".values"))
    } else {
      cells = .numbers(try reader.grid(nested: values ?? .null, at: ".values"))
    }
  }
}
