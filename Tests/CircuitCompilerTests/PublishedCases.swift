import CircuitCompiler
import Foundation
import MarginModel
import ProofSystem
import Secp256k1
import Testing

/// Published cases of an exchange: `fixtures/exchanges/NAME.json`.
struct PublishedCases: Decodable {
  struct Case: Decodable {
    let id: String
    let arguments: [String: String]?
    let book: [String: String]
    /// The coordinate whose quantity makes the rule hold exactly: collateral, or a debt.
    let settle: String
    let figures: [Figure]
    let refused: [String: String]?
  }

  struct Figure: Decodable {
    /// An expression of the circuit's language.
    let of: String
    let published: String
    let precision: String

    /// Whether a value is the published one to the published precision.
    func agrees(with value: Rational) throws -> Bool {
      let published = try #require(Rational(published))
      switch precision {
      case "exact": return value == published
      case "floor": return Rational(value.floor()) == published
      case "9 decimals": return abs(value - published) <= Rational(1) / 2_000_000_000
      case "binary64":
        // One unit of the 15th digit: what a binary64 number is sure to hold.
        var unit: Rational = 1
        while abs(published) >= unit * 10 { unit *= 10 }
        while published != 0, abs(published) < unit { unit = unit / 10 }
        return published == 0 ? value == 0 : abs(value - published) <= unit / Rational(100_000_000_000_000)
      default:
        Issue.record("unknown precision \(precision)")
        return false
      }
    }
  }

  struct Scenario: Decodable {
    let spot, volatility, weight: String
  }

  struct Option: Decodable {
    let kind, strike, spot, bound, shock: String
  }

  let circuit: String
  let risk: String
  let cases: [Case]
  let scenarios: [Scenario]?
  let options: [String: Option]?

  init(_ name: String) throws {
    self = try JSONDecoder().decode(Self.self, from: Data(Fixture.bytes("fixtures/exchanges/\(name).json")))
  }

  /// The circuit with the case's arguments, and definitions `probe0`, `probe1`, .. in front of its own.
  func bound(_ item: Case, probes: [String] = []) throws -> BoundCircuit {
    let path = "circuits/\(circuit).yaml"
    let text = String(decoding: try Fixture.bytes(path), as: UTF8.self)
    let lines = probes.enumerated().map { "  probe\($0): \($1)\n" }.joined()
    let probed = text.replacingOccurrences(of: "\ndefine:\n", with: "\ndefine:\n" + lines)
    let risk = try RiskFile(bytes: Fixture.bytes("fixtures/exchanges/\(risk)"))
    return try BoundCircuit(Circuit(bytes: Array(probed.utf8), file: path), risk: risk, arguments: item.arguments ?? [:])
  }
}

/// Binance's real schedules of three pools of collateral, by asset.
struct PublishedSchedules: Codable {
  struct Tiers: Codable {
    var upTo: [String]
    var rate: [String]

    /// What a value counts: each slice at its own rate.
    func counted(_ value: Rational) throws -> Rational {
      var (start, counted): (Rational, Rational) = (0, 0)
      for (index, rate) in try rate.map({ try #require(Rational($0)) }).enumerated() {
        let end = index < upTo.count ? min(value, try #require(Rational(upTo[index]))) : value
        if end > start { counted += rate * (end - start) }
        start = max(start, end)
      }
      return counted
    }
  }

  let assets: [String]
  let prices: [String]
  let loan, margin, portfolio: [Tiers]
  var pools: [[Tiers]] { [loan, margin, portfolio] }

  init() throws {
    self = try JSONDecoder().decode(Self.self, from: Data(Fixture.bytes("fixtures/exchanges/binance-schedules.json")))
  }

  func risk(_ pools: [[Tiers]]) throws -> RiskFile {
    let ratio = try JSONSerialization.jsonObject(with: JSONEncoder().encode(pools))
    let file: [String: Any] = [
      "sets": [
        "pool": ["elements": ["loan", "margin", "portfolio"]],
        "asset": ["elements": assets, "lot": "1", "limit": "1000000000"],
      ],
      "tables": [
        "price": ["index": ["asset"], "unit": "USDT", "values": prices], "ratio": ["index": ["pool", "asset"], "tiers": ratio],
      ],
    ]
    return try RiskFile(bytes: Array(JSONSerialization.data(withJSONObject: file)))
  }
}

extension BoundCircuit {
  /// Whole lots of a book of quantities; an instrument that is not named is not held.
  func lots(_ book: [String: String]) throws -> [Int64] {
    let unknown = Set(book.keys).subtracting(coordinates.map(\.id))
    #expect(unknown.isEmpty, "\(unknown)")
    return try coordinates.map { coordinate in
      guard let quantity = book[coordinate.id] else { return 0 }
      let lots = try #require(Rational(quantity)) / coordinate.lot
      #expect(Rational(lots.floor()) == lots, "\(coordinate.id) is off its lots")
      return try #require(Int64(exactly: lots.floor()))
    }
  }

  /// The same book with the least of a coordinate (or, where it is a debt, the most) under which the last comparison that it
  /// enters holds, and the book one lot beyond. Takes the comparison to be linear in it from there on.
  func boundary(_ lots: [Int64], settling id: String) throws -> (holds: [Int64], fails: [Int64]) {
    let place = try #require(coordinates.firstIndex { $0.id == id })
    var more = lots
    more[place] += 1
    let (first, second) = (try evaluate(lots: lots).assertions, try evaluate(lots: more).assertions)
    let moved = try #require(first.indices.last { first[$0].surplus != second[$0].surplus })
    let slope = second[moved].surplus - first[moved].surplus
    var (holds, fails) = (lots, lots)
    if slope > 0 {
      holds[place] += try #require(Int64(exactly: -(first[moved].surplus / slope).floor()))
      fails[place] = holds[place] - 1
    } else {
      holds[place] += try #require(Int64(exactly: (first[moved].surplus / -slope).floor()))
      fails[place] = holds[place] + 1
    }
    return (holds, fails)
  }
}

extension CompiledCircuit {
  /// A proof of a book, made and verified; its length is the one that the cost report foretells.
  func proveAndVerify(lots: [Int64]) throws {
    let (positions, variables) = try witness(lots: lots)
    #expect(check(positions: positions, variables: variables) == nil)
    let blinding = try #require(Scalar(bytes: Array(repeating: 0, count: 31) + [9]))
    let point = PositionCommitment.point(columns: program.columns, positions: positions, blinding: blinding)
    let statement = Statement(program: program, context: Array("context".utf8), commitment: try #require(point.compressed))
    let proof = try FeasibilityProof.prove(
      statement, witness: Witness(positions: positions, blinding: blinding, variables: variables))
    #expect(proof.count == cost.proofBytes)
    try FeasibilityProof.verify(proof, for: statement)
  }
}
