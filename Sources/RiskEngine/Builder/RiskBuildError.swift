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
    case .riskFile(let error): error.description
    }
  }
}
