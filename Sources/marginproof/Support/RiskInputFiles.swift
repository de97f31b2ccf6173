import RiskEngine

/// Reads what a risk file is built from. The errors of a history and of a model name the file themselves.
enum RiskInputFiles {
  static func snapshot(_ path: String) throws -> MarketSnapshot {
    try orFail(at: path) { try MarketSnapshot(bytes: Files.read(path)) }
  }

  static func history(_ path: String) throws -> PriceHistory { try orFail { try PriceHistory(csv: Files.read(path), file: path) } }

  static func oracle(_ path: String) throws -> OraclePrices { try orFail(at: path) { try OraclePrices(bytes: Files.read(path)) } }

  static func depth(_ path: String) throws -> MarketDepth { try orFail(at: path) { try MarketDepth(bytes: Files.read(path)) } }

  static func model(_ path: String) throws -> RiskModel { try orFail { try RiskModel(bytes: Files.read(path), file: path) } }
}
