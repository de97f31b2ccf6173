import CanonicalJSON
import MarginModel
import SystemCryptography

/// Builds the risk files that the project's circuits read, as a risk model says.
///
/// The file depends on nothing but the bytes of inputs and model: the same ones give the same bytes on every machine, in debug and release,
/// in whichever order the snapshots are given.
public enum RiskBuilder {
  /// A risk file and what was found amiss with its inputs.
  public struct Build: Sendable {
    public let riskFile: RiskFile
    /// One for each snapshot, in the order of the underlyings.
    public let reports: [MarketReport]
  }

  /// The file of snapshots alone.
  ///
  /// - Parameter previous: the digest of the risk file that this one succeeds.
  /// - Throws: ``RiskBuildError``.
  public static func build(
    _ snapshots: [MarketSnapshot], _ model: RiskModel, previous: Digest? = nil
  ) throws(RiskBuildError) -> Build {
    try build(RiskInputs(snapshots, previous: previous), model)
  }

  /// Values every usable instrument of the snapshots as the model's builder does.
  ///
  /// The file is as old as its oldest quote: `asOf` is the earliest snapshot's time, cut to the second, and `validUntil` follows from it.
  ///
  /// - Throws: ``RiskBuildError``.
  public static func build(_ inputs: RiskInputs, _ model: RiskModel) throws(RiskBuildError) -> Build {
    var inputs = inputs
    inputs.snapshots.sort { $0.underlying.utf8.lexicographicallyPrecedes($1.underlying.utf8) }
    for companion in RiskInputs.Companion.allCases where inputs.digest(of: companion) != nil {
      guard model.builder.reads(companion) else { throw .notRead(companion) }
    }
    let asOf = try age(of: inputs.snapshots, model)
    let validUntil = asOf.advanced(bySeconds: Int64(model.validity))
    let reports = inputs.snapshots.map { MarketReport($0, until: validUntil, oldestQuote: model.oldestQuote) }
    let list = try InstrumentList(inputs.snapshots, reports, model, rule: model.builder.volatilityShock)
    var tables = RiskTables()
    if model.builder.readsInstruments { try tables.addInstruments(list, model) }
    try model.builder.add(to: &tables, list, inputs, model)
    let record = RiskRecord(
      model: model, asOf: asOf, validUntil: validUntil, inputs: inputs.digests, previous: inputs.previous, tables: tables)
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
}
