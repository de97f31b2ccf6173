import MarginModel

extension StressModel {
  var readsHistory: Bool {
    stresses.contains { if case .replay = $0.moves { true } else { false } }
  }

  /// Sets and tables of `circuits/stress-library.yaml`; a stress's moves stand beside its name.
  func add(
    to tables: inout RiskTables, _ list: InstrumentList, _ inputs: RiskInputs, _ model: RiskModel
  ) throws(RiskBuildError) {
    try tables.addScan(scenarios, list, model)
    let names = list.underlyings.map(\.name)
    var moves: [[BoundedDecimal]] = []
    for stress in stresses { moves.append(try stress.moves(of: names, inputs.history)) }
    for stress in stresses {
      for asset in stress.pegs.keys.sorted() where !model.cash.contains(where: { $0.asset == asset }) {
        throw .notCash(asset: asset)
      }
    }
    tables.add(
      set: "stress", stresses.map(\.name),
      attributes: names.enumerated().map { place, name in (name, moves.map { $0[place].description }) })
    let states = zip(stresses, moves).map { StressedMarket($0, $1, names) }
    try tables.addProfits("stressed", ["instrument", "stress"], list, model, columns: states.count) { states[$1].profit(of: $0) }
    tables.add(exact: "share", ["stress"], stresses.map(\.share))
    tables.addFees(list, model)
  }
}

extension StressModel.Stress {
  /// By underlying; those of a replay rounded to nine decimals.
  fileprivate func moves(of names: [String], _ history: PriceHistory?) throws(RiskBuildError) -> [BoundedDecimal] {
    switch moves {
    case .listed(let listed):
      for name in listed.keys.sorted() where !names.contains(name) { throw .notASnapshot(name: name) }
      return names.map { listed[$0] ?? .zero }
    case .replay(let from, let to):
      guard let history else { throw .noHistory }
      guard let first = history.row(of: from) else { throw .noDay(from) }
      guard let last = history.row(of: to) else { throw .noDay(to) }
      var replayed: [BoundedDecimal] = []
      for name in names {
        guard let column = history.assets.firstIndex(of: name) else { throw .noCloses(asset: name) }
        let ratio = history.closes[last][column].rational / history.closes[first][column].rational
        let text = FixedPoint(places: 9).text(ratio - 1)
        guard let move = BoundedDecimal(jsonNumber: text), move.double > -1, move.double <= 100 else {
          throw .outOfRange(instrument: name, table: "stress \(self.name)")
        }
        replayed.append(move)
      }
      return replayed
    }
  }
}

/// A state of the market under one stress.
private struct StressedMarket {
  private let stress: StressModel.Stress
  private let spots: [String: Rational]
  private let basis: Rational

  init(_ stress: StressModel.Stress, _ moves: [BoundedDecimal], _ names: [String]) {
    self.stress = stress
    spots = Dictionary(uniqueKeysWithValues: zip(names, moves.map(\.rational)))
    basis = stress.basis.rational
  }

  func profit(of instrument: Instrument) -> Instrument.Amount {
    if case .cash(let price) = instrument.pricing { return .exact(price * beyondHaircut(instrument)) }
    let spot = spots[instrument.underlying ?? ""] ?? .zero
    // Dated contracts follow their forward, which the basis moves against spot.
    let move = instrument.kind == .perpetual ? spot : (1 + spot) * (1 + basis) - 1
    switch instrument.pricing {
    case .linear(let price): return .exact(price * move)
    case .option(let option):
      let twist = option.base.strike < option.base.forward ? stress.skew.double : -stress.skew.double
      return .binary(option.profit(factor: (1 + move).approximate, volatility: stress.volatility.double + twist))
    case .cash: return .exact(.zero)
    }
  }

  /// What a cash asset's move is beyond its haircut, which stands for that much of it on either side.
  private func beyondHaircut(_ instrument: Instrument) -> Rational {
    let move = spots[instrument.name] ?? stress.pegs[instrument.name].map { $0.rational - 1 } ?? .zero
    let rest = move.magnitude - instrument.haircut.rational
    return rest.signum <= 0 ? .zero : move.signum < 0 ? -rest : rest
  }
}
