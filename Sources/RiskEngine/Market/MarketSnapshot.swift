import CanonicalJSON
import MarginModel
import SystemCryptography

/// What one venue quoted for one underlying at one moment: the input of a risk file.
///
/// A value has been checked: names are identifiers and unique, prices positive, volatilities not negative, expiries in the future. What can be
/// quoted but not used, a crossed or a missing quote, is not an error here; ``MarketReport`` finds it. Prices are in US dollars per
/// coin unless said otherwise. The file format is in `docs/market-snapshot.md`.
public struct MarketSnapshot: Hashable, Sendable {
  /// A future without expiry.
  public struct Perpetual: Hashable, Sendable {
    public let instrument: String
    public let bid, ask: BoundedDecimal
    /// When the quotes were made, at the latest the snapshot's time; nil where the source does not say.
    public let quotedAt: MarketInstant?
  }

  /// A dated future and the price it is marked at.
  public struct Future: Hashable, Sendable {
    public let instrument: String
    public let expiry: Timestamp
    public let price: BoundedDecimal
    /// When the price was made; nil where the source does not say.
    public let quotedAt: MarketInstant?
  }

  /// A European option on the future of its own expiry.
  public struct Option: Hashable, Sendable {
    public let instrument: String
    public let type: OptionType
    public let expiry: Timestamp
    public let strike: BoundedDecimal
    /// The forward price for the option's expiry.
    public let forward: BoundedDecimal
    /// Annualised implied volatilities of the best bid and offer, 0.45 for 45 %; nil where there is no such quote.
    public let bidVolatility, askVolatility: BoundedDecimal?
    /// The best bid and offer in coins of the underlying; nil where there is none.
    public let bid, ask: BoundedDecimal?
    /// Open contracts, in coins of the underlying.
    public let openInterest: BoundedDecimal?
    /// When the quotes were made; nil where the source does not say.
    public let quotedAt: MarketInstant?
  }

  /// An asset that can be posted as collateral, and its price.
  public struct Cash: Hashable, Sendable {
    public let asset: String
    public let price: BoundedDecimal
  }

  public let venue, underlying: String
  public let asOf: MarketInstant
  /// Where the figures come from, and under which licence.
  public let source, licence: String
  /// The price of the underlying that shocks apply to.
  public let spot: BoundedDecimal
  public let perpetual: Perpetual?
  public let futures: [Future]
  public let options: [Option]
  public let cash: [Cash]

  /// The file's one text, in RFC 8785 form.
  public var canonicalBytes: [UInt8] { json.canonicalBytes }

  /// SHA-256 of ``canonicalBytes``: what a risk file names as its input.
  public var digest: Digest { SHA256.hash(canonicalBytes) }

  init(
    venue: String, underlying: String, asOf: MarketInstant, source: String, licence: String, spot: BoundedDecimal,
    perpetual: Perpetual?,
    futures: [Future], options: [Option], cash: [Cash]
  ) {
    self.venue = venue
    self.underlying = underlying
    self.asOf = asOf
    self.source = source
    self.licence = licence
    self.spot = spot
    self.perpetual = perpetual
    self.futures = futures
    self.options = options
    self.cash = cash
  }
}
