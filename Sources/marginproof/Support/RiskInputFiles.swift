import RiskEngine

/// Reads what a risk file is built from.
enum RiskInputFiles {
  static func snapshots(_ paths: [String]) throws -> [MarketSnapshot] {
    try paths.map { path in
      let bytes = try Files.read(path)
      return try orFail(at: path) { try MarketSnapshot(bytes: bytes) }
    }
  }

  static func history(_ path: String) throws -> PriceHistory {
    let bytes = try Files.read(path)
    return try orFail { try PriceHistory(csv: bytes, file: path) }
  }

  static func oracle(_ path: String) throws -> OraclePrices {
    let bytes = try Files.read(path)
    return try orFail(at: path) { try OraclePrices(bytes: bytes) }
  }

  static func depth(_ path: String) throws -> MarketDepth {
    let bytes = try Files.read(path)
    return try orFail(at: path) { try MarketDepth(bytes: bytes) }
  }

  static func model(_ path: String) throws -> RiskModel {
    let bytes = try Files.read(path)
    return try orFail { try RiskModel(bytes: bytes, file: path) }
  }
}
