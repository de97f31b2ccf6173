import MarginModel

/// Why no risk file can be built from snapshots and model: one line with the mend.
public enum RiskBuildError: Error, Sendable, CustomStringConvertible {
  case noSnapshots
  case twoSnapshots(underlying: String)
  case snapshotsApart(seconds: Int64, allowed: Int)
  case duplicateInstrument(String)
  case noPrice(asset: String)
  case twoPrices(asset: String)
  case outOfRange(instrument: String, table: String)
  case noHistory
  case noOraclePrices
  case noOraclePrice(underlying: String)
  /// An input was taken at another time than a snapshot.
  case apart(RiskInputs.Companion, seconds: Int64, allowed: Int)
  /// An input is given that the model's builder would leave out.
  case notRead(RiskInputs.Companion)
  case noDepth
  case notInDepth(underlying: String)
  case emptyBooks(underlying: String, MarketDepth.Direction, band: BoundedDecimal)
  case twoDepths(asset: String)
  case tooManyUnderlyings(count: Int, allowed: Int)
  case noCloses(asset: String)
  case noDay(String)
  case noDays(from: String, to: String)
  case historyTooShort(days: Int, needed: Int)
  case noVolatility(underlying: String)
  case noTail(share: String)
  case noFixedPoint(rounds: Int)
  case notInModel(underlying: String)
  case notASnapshot(name: String)
  case notCash(asset: String)
  /// The rule counts everything in one asset and has no haircut for another.
  case otherCash(asset: String, than: String)
  case noPerpetual(underlying: String)
  case sameScenario(String)
  case notCorrelations(underlying: String)
  case riskFile(RiskFileError)

  public var description: String {
    switch self {
    case .noSnapshots: "no market snapshot is given; name at least one"
    case .twoSnapshots(let underlying): "two snapshots are of \(underlying); give one for each underlying"
    case .snapshotsApart(let seconds, let allowed):
      "the snapshots lie \(seconds) seconds apart and the model allows \(allowed); take them closer together"
    case .duplicateInstrument(let name): "two instruments are named \(name); rename one"
    case .noPrice(let asset): "no snapshot and no price in the model for the cash asset \(asset); add one"
    case .twoPrices(let asset): "two prices for the cash asset \(asset); keep the one to be used"
    case .outOfRange(let instrument, let table):
      "\(instrument): its \(table) is too large to be rounded exactly; leave the instrument out"
    case .noHistory: "the model looks back and no price history is given; name one"
    case .noOraclePrices: "the model holds margin at an oracle's prices and none are given; name the file that risk oracle wrote"
    case .noOraclePrice(let underlying): "the oracle's prices have none of \(underlying); add its sources or leave out its snapshot"
    case .apart(let input, let seconds, let allowed):
      "the \(input) and a snapshot are \(seconds) seconds apart and the model allows \(allowed); take them closer together"
    case .notRead(let input): "the model does not read the \(input) that is given; leave it out"
    case .noDepth: "the model reads the market's depth and none is given; name a market-depth file"
    case .notInDepth(let underlying): "the market depth has nothing of \(underlying); add it"
    case .emptyBooks(let underlying, let direction, let band):
      "the market depth has no orders of \(underlying) within \(band) on the way \(direction.rawValue); add its books"
    case .twoDepths(let asset):
      "the model states a depth of \(asset) and the market depth has its books; keep one, `depth: market` takes the books"
    case .tooManyUnderlyings(let count, let allowed):
      "\(count) underlyings have two ends each, and \(allowed) are the most whose combinations a rule can hold; leave some out"
    case .noCloses(let asset): "the price history has no closes of \(asset); add a column or leave out its snapshot"
    case .noDay(let day): "the price history has no close of \(day); name a day that it has"
    case .noDays(let from, let to):
      "the price history has no day from \(from) to \(to) with a close on the day before; move the window"
    case .historyTooShort(let days, let needed):
      "the price history gives \(days) days and the model needs \(needed); give a longer one"
    case .noVolatility(let underlying):
      "\(underlying) has no volatility above 0, neither quoted nor in the history; state a floor or another source"
    case .noTail(let share):
      "the worst \(share) of the days show no tail (fewer than ten, or all the same); state a larger share"
    case .noFixedPoint(let rounds):
      "contagion has not settled after \(rounds) rounds; state a larger depth, a smaller link, or lower caps"
    case .notInModel(let underlying): "the model has no market \(underlying); add it or leave out its snapshot"
    case .notASnapshot(let name): "the model names \(name) and no snapshot is of it; give one or leave it out of the model"
    case .notCash(let asset): "the model names the asset \(asset), which is not under cash; add it there"
    case .otherCash(let asset, let unit): "the rule counts in \(unit) alone and the model has \(asset) under cash; leave it out"
    case .noPerpetual(let underlying): "the snapshot of \(underlying) has no perpetual that can be used; leave \(underlying) out"
    case .sameScenario(let name): "two directions round to the scenario \(name); state a smaller resolution or a longer horizon"
    case .notCorrelations(let underlying):
      "the correlations of \(underlying) with the underlyings before it are impossible together; state smaller ones"
    case .riskFile(let error): error.description
    }
  }
}
