import MarginModel

/// One element of a risk file's `instrument` set with its row of every table, as text of the table's decimals.
struct PricedInstrument {
  enum Kind: String {
    case option, future, perpetual, cash
  }

  let name: String
  let kind: Kind
  /// Absent for cash, which belongs to no underlying's delta.
  let underlying: String?
  let expiry: Timestamp?
  let strike: BoundedDecimal?
  let type: OptionType?
  let lot, limit: BoundedDecimal

  let mark: String
  /// In the order of the scenarios.
  let pnl: [String]
  let delta, fee, funding: String
  let haircut: BoundedDecimal
}
