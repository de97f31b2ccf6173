import MarginModel

/// How many accounts proved each bucket of exposure on one side of an underlying (`circuits/exposure-census.yaml`): `censusEdges`,
/// `censusAccounts`, `censusSilent`.
///
/// Every account counts as large as its bucket allows. An account that gave no proof counts in the last one.
public struct ExposureCensus: Sendable {
  /// Upper edges in coins, rising; accounts by bucket; accounts without a proof.
  public let edges: [BoundedDecimal]
  public let accounts: [Int]
  public let silent: Int

  init(_ fields: inout ModelFields) throws(RiskModelError) {
    edges = try fields.decimals("censusEdges", 1e-9...1e12, count: 1...1000)
    guard zip(edges, edges.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw fields.error(.outOfRange("edges", allowed: "numbers that rise"))
    }
    var accounts: [Int] = []
    for count in try fields.decimals("censusAccounts", 0...1e9, count: edges.count...edges.count) {
      guard count.places == 0 else { throw fields.error(.outOfRange("\(count)", allowed: "a whole number of accounts")) }
      accounts.append(Int(count.significand))
    }
    self.accounts = accounts
    silent = try fields.integer("censusSilent", 0...1_000_000_000)
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
