import SystemCryptography

/// How a risk publisher turns quotes into a risk file, read from YAML: what every risk file has, and a builder with fields of its own.
///
/// The files are in `circuits/risk-models/`. Every rate is a plain number (0.16 for 16 %).
public struct RiskModel: Sendable {
  public let name: String
  public let version: Int
  public let summary: String
  /// SHA-256 of the file's bytes.
  public let digest: Digest

  public let builder: Builder

  public let optionTerms, futureTerms, perpetualTerms: ContractTerms
  /// Collateral assets in the file's order.
  public let cash: [CashTerms]

  /// How money and deltas are rounded, in decimal places.
  public let moneyDecimals, deltaDecimals: Int
  /// How long a risk file is valid from the time of its oldest quote, and how far its snapshots may lie apart, in seconds.
  public let validity, simultaneity: Int
  /// How old in seconds a quote may be at its snapshot's time, where the source gives times; nil where any age will do.
  public let oldestQuote: Int?

  /// What the file's `builder` names, with that builder's fields.
  public enum Builder: Sendable {
    /// `scan`, whose scenarios are listed, `grid`, whose scenarios are generated, and `joint`, whose scenarios move each underlying by its own amount.
    case scan(ScanModel)
    case historical(HistoricalModel)
    case greeks(GreeksModel)
    case stress(StressModel)
    case contagion(ContagionModel)
    case delta(DeltaModel)
    case covariance(CovarianceModel)
    case tiers(TiersModel)
    case chains(ChainsModel)
    case twoPrice(TwoPriceModel)
    case openInterest(OpenInterestModel)
    case deribitPortfolio(DeribitPortfolioModel)
    case okxPortfolio(OKXPortfolioModel)
  }

  /// A level of margin and its figures, in the order that the builder names them.
  public struct Level: Hashable, Sendable {
    public let name: String
    public let figures: [BoundedDecimal]
  }

  /// One unit is a coin of the underlying. Lot and limit bound positions; fee and funding are shares of the notional.
  public struct ContractTerms: Hashable, Sendable {
    public let lot, limit, fee, funding: BoundedDecimal
  }

  /// One unit is a coin of the asset. `price` stands where no snapshot quotes the asset.
  public struct CashTerms: Hashable, Sendable {
    public let asset: String
    public let haircut, lot, limit: BoundedDecimal
    public let price: BoundedDecimal?
  }
}
