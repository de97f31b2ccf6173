import CanonicalJSON
import MarginModel
import SystemCryptography

/// Builds the risk file that `circuits/portfolio-scan.yaml` reads.
///
/// The file depends on nothing but the bytes of snapshots and model: the same ones give the same bytes on every machine, in debug and release,
/// in whichever order the snapshots are given.
public enum RiskBuilder {
  /// A risk file and what was found amiss with its inputs.
  public struct Build: Sendable {
    public let riskFile: RiskFile
    /// One for each snapshot, in the order of the underlyings.
    public let reports: [MarketReport]
  }

  /// Values every usable instrument of the snapshots under the model's scenarios.
  ///
  /// The file is as old as its oldest quote: `asOf` is the earliest snapshot's time, cut to the second, and `validUntil` follows from it.
  ///
  /// - Parameter previous: the digest of the risk file that this one succeeds.
  /// - Throws: ``RiskBuildError``.
  public static func build(
    _ snapshots: [MarketSnapshot], _ model: RiskModel, previous: Digest? = nil
  ) throws(RiskBuildError) -> Build {
    let snapshots = snapshots.sorted { $0.underlying.utf8.lexicographicallyPrecedes($1.underlying.utf8) }
    let asOf = try age(of: snapshots, model)
    let validUntil = asOf.advanced(bySeconds: Int64(model.validity))
    let reports = snapshots.map { MarketReport($0, until: validUntil) }
    var instruments: [PricedInstrument] = []
    for (snapshot, report) in zip(snapshots, reports) { instruments += try contracts(snapshot, report, model) }
    instruments += try cash(snapshots, model)
    var names: Set<String> = []
    for instrument in instruments {
      guard names.insert(instrument.name).inserted else { throw .duplicateInstrument(instrument.name) }
    }
    let record = RiskRecord(
      model: model, asOf: asOf, validUntil: validUntil, inputs: snapshots.map(\.digest), previous: previous,
      underlyings: snapshots.map { ($0.underlying, $0.spot) }, instruments: instruments)
    do { return Build(riskFile: try RiskFile(json: record.json), reports: reports) } catch { throw .riskFile(error) }
  }

  /// The time of the oldest snapshot; refuses two of one underlying, and snapshots too far apart to be one state of the market.
  private static func age(of snapshots: [MarketSnapshot], _ model: RiskModel) throws(RiskBuildError) -> Timestamp {
    guard let oldest = snapshots.map(\.asOf).min(), let newest = snapshots.map(\.asOf).max() else { throw .noSnapshots }
    for (left, right) in zip(snapshots, snapshots.dropFirst()) where left.underlying == right.underlying {
      throw .twoSnapshots(underlying: left.underlying)
    }
    let seconds = newest.second.seconds(since: oldest.second)
    guard seconds <= model.simultaneity else { throw .snapshotsApart(seconds: seconds, allowed: model.simultaneity) }
    return oldest.second
  }

  /// Perpetual, futures and options of one underlying, in the snapshot's order.
  private static func contracts(
    _ snapshot: MarketSnapshot, _ report: MarketReport, _ model: RiskModel
  ) throws(RiskBuildError) -> [PricedInstrument] {
    let pricer = InstrumentPricer(snapshot, model)
    var instruments: [PricedInstrument] = []
    if let perpetual = snapshot.perpetual, report.isUsable(perpetual.instrument) {
      let price = (perpetual.bid.rational + perpetual.ask.rational) / 2
      instruments.append(pricer.linear(perpetual.instrument, .perpetual, price: price, expiry: nil, model.perpetualTerms))
    }
    for future in snapshot.futures where report.isUsable(future.instrument) {
      let price = future.price.rational
      instruments.append(pricer.linear(future.instrument, .future, price: price, expiry: future.expiry, model.futureTerms))
    }
    for option in snapshot.options where report.isUsable(option.instrument) {
      guard let volatility = option.middleVolatility else { continue }
      instruments.append(try pricer.option(option, volatility: volatility))
    }
    return instruments
  }

  /// The model's collateral assets, at the price that a snapshot or the model states.
  ///
  /// A coin's own price risk is not in the scenarios: its gains and losses there are 0, and its haircut stands for them. That is prudent only
  /// where the haircut is at least the scan's largest weighted fall, and it gives a short hedge of coin collateral no credit.
  private static func cash(_ snapshots: [MarketSnapshot], _ model: RiskModel) throws(RiskBuildError) -> [PricedInstrument] {
    var prices: [String: BoundedDecimal] = [:]
    for cash in snapshots.flatMap(\.cash)
      + model.cash.compactMap({ terms in terms.price.map { .init(asset: terms.asset, price: $0) } })
    {
      guard prices.updateValue(cash.price, forKey: cash.asset) == nil else { throw .twoPrices(asset: cash.asset) }
    }
    let money = FixedPoint(places: model.moneyDecimals)
    let zero = money.text(Rational.zero)
    let flat = model.scenarios.map { _ in zero }
    let noDelta = FixedPoint(places: model.deltaDecimals).text(Rational.zero)
    var instruments: [PricedInstrument] = []
    for terms in model.cash {
      guard let price = prices[terms.asset] else { throw .noPrice(asset: terms.asset) }
      instruments.append(
        PricedInstrument(
          name: terms.asset, kind: .cash, underlying: nil, expiry: nil, strike: nil, type: nil, lot: terms.lot, limit: terms.limit,
          mark: money.text(price.rational), pnl: flat, delta: noDelta, fee: zero, funding: zero, haircut: terms.haircut))
    }
    return instruments
  }
}
