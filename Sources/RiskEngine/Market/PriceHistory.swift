import MarginModel
import SystemCryptography

/// Daily closing prices of several assets, all of them known on every day, in US dollars a coin.
///
/// Days rise strictly. A day that is not there, and one that was left out since an asset has no price, is in ``gaps``: whoever takes returns
/// over rows knows which of them span more than a day.
public struct PriceHistory: Sendable {
  /// What is missing between two rows, or before or after all of them.
  public enum Gap: Hashable, Sendable, CustomStringConvertible {
    /// The file has no rows for so many days between two of its own.
    case daysMissing(after: Timestamp, count: Int)
    /// A row without a price of the asset; the row is left out.
    case priceMissing(day: Timestamp, asset: String)

    public var description: String {
      switch self {
      case .daysMissing(let day, let count): "\(count) \(count == 1 ? "day" : "days") missing after \(PriceHistory.text(day))"
      case .priceMissing(let day, let asset): "\(PriceHistory.text(day)) has no price of \(asset), left out"
      }
    }
  }

  /// In the file's order, unique.
  public let assets: [String]
  /// Midnight (UTC) of every row's day, strictly rising; at least one.
  public let days: [Timestamp]
  /// One row a day, one price an asset, each positive.
  public let closes: [[BoundedDecimal]]
  public let gaps: [Gap]
  /// SHA-256 of the file's bytes: what a risk file names as its input.
  public let digest: Digest

  /// Reads a table with a column `date` (2026-05-21) and one column an asset; an empty cell is a price that is not known.
  ///
  /// - Parameter file: the file's name, for messages.
  /// - Throws: ``MarketError`` naming file, line and column.
  public init(csv bytes: [UInt8], file: String) throws(MarketError) {
    let table = try MarketTable(bytes, file: file)
    guard table.columns.first == "date", table.columns.count > 1 else {
      throw .header(file: file, wanted: "date,BTC,ETH: the day first, then one column an asset")
    }
    let assets = Array(table.columns.dropFirst())
    for asset in assets where !MarketFields.isName(asset) { throw .badName(path: "\(file):1: column \(asset)") }
    var days: [Timestamp] = []
    var closes: [[BoundedDecimal]] = []
    var gaps: [Gap] = []
    var last: Timestamp?
    for row in table.rows {
      let day = try Self.day(row.cells[0], at: row.place)
      if let last {
        guard day > last else { throw .notRising(path: row.place + ": date", text: row.cells[0], last: Self.text(last)) }
        let missing = Int(day.seconds(since: last) / 86_400) - 1
        if missing > 0 { gaps.append(.daysMissing(after: last, count: missing)) }
      }
      last = day
      let unknown = zip(assets, row.cells.dropFirst()).filter(\.1.isEmpty).map(\.0)
      gaps += unknown.map { .priceMissing(day: day, asset: $0) }
      var prices: [BoundedDecimal] = []
      for (asset, cell) in zip(assets, row.cells.dropFirst()) where !cell.isEmpty {
        prices.append(try MarketFields.price(cell, at: row.place + ": " + asset))
      }
      guard unknown.isEmpty else { continue }
      days.append(day)
      closes.append(prices)
    }
    guard !days.isEmpty else { throw .header(file: file, wanted: "at least one row with a price of every asset") }
    self.assets = assets
    self.days = days
    self.closes = closes
    self.gaps = gaps
    digest = SHA256.hash(bytes)
  }

  /// The closes of one asset, one a day; nil for an asset that the file does not have.
  public func closes(of asset: String) -> [BoundedDecimal]? {
    guard let column = assets.firstIndex(of: asset) else { return nil }
    return closes.map { $0[column] }
  }

  /// The row of a day written `2020-03-12`; nil where there is none.
  public func row(of day: String) -> Int? {
    guard let day = Timestamp(day + "T00:00:00Z") else { return nil }
    return days.firstIndex(of: day)
  }

  /// A day as the file writes it.
  public static func text(_ day: Timestamp) -> String { String(day.description.prefix(10)) }

  private static func day(_ text: String, at place: String) throws(MarketError) -> Timestamp {
    guard let day = Timestamp(text + "T00:00:00Z") else { throw .badDate(path: place + ": date", text: text) }
    return day
  }
}
