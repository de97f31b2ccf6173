import Foundation

/// The model prices that a chain of the source states, for comparison only.
struct ChainPrices: Decodable {
  private struct Option: Decodable {
    let instrument: String
    let modelPrice: Double

    enum CodingKeys: String, CodingKey {
      case instrument
      case modelPrice = "model_price_usd"
    }
  }

  private let options: [Option]

  init(_ bytes: [UInt8]) throws { self = try JSONDecoder().decode(ChainPrices.self, from: Data(bytes)) }

  var modelPrices: [String: Double] { Dictionary(uniqueKeysWithValues: options.map { ($0.instrument, $0.modelPrice) }) }
}
