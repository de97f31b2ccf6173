import CanonicalJSON
import MarginModel

/// How many accounts proved each bucket of exposure on one side of an underlying (`circuits/exposure-census.yaml`).
///
/// Every account counts as large as its bucket allows. An account that gave no proof counts in the last one.
public struct ExposureCensus: Hashable, Sendable {
  /// Upper edges in coins, rising from above 0.
  public let edges: [BoundedDecimal]
  /// By bucket.
  public let accounts: [Int]
  /// Accounts without a proof.
  public let silent: Int

  private static let mostAccounts = 1_000_000_000

  static let keys = ["edges", "accounts", "silent"]

  /// Takes its keys.
  init(_ fields: inout MarketFields) throws(MarketError) {
    edges = try fields.interests("edges")
    accounts = try fields.integers("accounts", 0...Self.mostAccounts)
    silent = try fields.integer("silent", 0...Self.mostAccounts)
    for (place, (last, edge)) in zip([.zero] + edges, edges).enumerated() where edge <= last {
      throw .notRising(path: "\(fields.path(of: "edges"))[\(place)]", text: edge.description, last: last.description)
    }
    guard (1...1000).contains(edges.count) else {
      throw .outOfRange(path: fields.path(of: "edges"), text: "\(edges.count) edges", allowed: "1 to 1000 of them")
    }
    guard accounts.count == edges.count else {
      throw .outOfRange(
        path: fields.path(of: "accounts"), text: "\(accounts.count) numbers", allowed: "\(edges.count), one an edge")
    }
  }

  /// An upper bound of the Herfindahl index, min(1, sum of upper edges squared over open interest squared); 1 where there is no interest.
  public func concentration(openInterest: Rational) -> Rational {
    guard openInterest.signum > 0 else { return 1 }
    var squares = Rational.zero
    for (place, edge) in edges.enumerated() {
      let count = accounts[place] + (place == edges.count - 1 ? silent : 0)
      squares += Rational(count) * edge.rational * edge.rational
    }
    return min(1, squares / (openInterest * openInterest))
  }
}
