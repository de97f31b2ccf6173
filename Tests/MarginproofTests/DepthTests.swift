import Foundation
import Testing

/// The market's depth as an input of risk files, by the command line.
@Suite struct DepthTests {
  private static let markets = ["btc", "eth"].map { Command.project("fixtures/markets/\($0)-20260521.json") }
  private static let depth = Command.project("fixtures/markets/market-depth.json")

  private static func model(_ name: String) -> String { Command.project("circuits/risk-models/\(name).yaml") }

  private static func build(_ name: String, _ more: [String], to path: String) throws -> Command.Outcome {
    try Command.run(["risk", "build"] + markets + ["--model", model(name), "--quiet", "--out", path] + more)
  }

  @Test func aFileWithDepthIsBuiltAndRecomputed() throws {
    let folder = try Command.Folder()
    let path = folder.path("risk.json")
    let built = try Self.build("dydx-cross", ["--depth", Self.depth], to: path)
    #expect(built.status == 0 && built.output.contains("instrument 3, level 2"), "\(built.errors)")
    func recompute(_ more: [String]) throws -> Command.Outcome {
      try Command.run(["risk", "recompute", path, "--inputs"] + Self.markets + ["--model", Self.model("dydx-cross")] + more)
    }
    let same = try recompute(["--depth", Self.depth])
    #expect(same.status == 0 && same.output.hasPrefix("identical"), "\(same.output)\(same.errors)")
    let missing = try recompute([])
    #expect(missing.status == 1 && missing.output.contains("which is not given; get it"), "\(missing.output)")
    // Another depth is named by its path; whoever lists its digest has to publish its numbers.
    let text = String(decoding: try Command.Folder.bytes(of: Self.depth), as: UTF8.self)
    try folder.write(text.replacing("\"25200\"", with: "\"25201\""), to: "other.json")
    let other = try recompute(["--depth", folder.path("other.json")])
    #expect(other.status == 1 && other.output.contains("does not list the input \(folder.path("other.json"))"), "\(other.output)")
    #expect(try Self.build("dydx-cross", ["--depth", folder.path("other.json")], to: folder.path("b.json")).status == 0)
    let forged = String(decoding: try Command.Folder.bytes(of: folder.path("b.json")), as: UTF8.self)
    try folder.write(forged.replacing("1955515696.75", with: "1955438100.00"), to: "risk.json")
    let found = try recompute(["--depth", folder.path("other.json")])
    #expect(
      found.output.contains("openInterest[BTC-PERPETUAL]: published 1955438100.00, recomputed 1955515696.75"), "\(found.output)")
  }

  @Test func depthIsAskedForAndRefusedWhereItIsNotRead() throws {
    let folder = try Command.Folder()
    let path = folder.path("risk.json")
    for name in ["contagion-buffer", "tiered-collateral", "dydx-cross"] {
      let outcome = try Self.build(name, [], to: path)
      #expect(outcome.status == 2 && outcome.errors.contains("the model reads the market's depth and none is given"), "\(name)")
    }
    let unread = try Self.build("portfolio-scan", ["--depth", Self.depth], to: path)
    #expect(unread.status == 2 && unread.errors.contains("the model does not read the market depth that is given"))
    #expect(!folder.has("risk.json"))
  }

  /// Both commands that read it name file and field.
  @Test func aMalformedDepthIsRefusedByItsPlace() throws {
    let folder = try Command.Folder()
    let text = String(decoding: try Command.Folder.bytes(of: Self.depth), as: UTF8.self)
    try folder.write(text.replacing("\"0.08\"", with: "\"1.08\""), to: "depth.json")
    let words = "depth.json: underlyings[0].holders.up.concentration: 1.08 is out of range; allowed is 0 to 1"
    let built = try Self.build("dydx-cross", ["--depth", folder.path("depth.json")], to: folder.path("risk.json"))
    #expect(built.status == 2 && built.errors.contains(words), "\(built.errors)")
    let judged = try Command.run([
      "risk", "oracle", Command.project("fixtures/markets/oracle-sources.json"), "--model", Self.model("oracle"), "--depth",
      folder.path("depth.json"), "--out", folder.path("prices.json"),
    ])
    #expect(judged.status == 2 && judged.errors.contains(words), "\(judged.errors)")
  }
}
