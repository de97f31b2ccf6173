import CanonicalJSON
import Foundation
import Testing

/// The operations around a rule as a user runs them.
@Suite struct OperationTests {
  private static func rule(_ name: String, _ book: String) -> [String] {
    let folder = "fixtures/circuits/\(name)/"
    return [
      "--circuit", Command.project("circuits/\(name).yaml"), "--risk", Command.project(folder + "risk.json"), "--positions",
      Command.project(folder + book + ".csv"),
    ]
  }

  private static func object(_ outcome: Command.Outcome) throws -> JSONObject {
    try JSONValue(lenient: Array(outcome.output.utf8)).object(at: "")
  }

  @Test func theReportIsTheDefaultAndItsPageIsPrivate() throws {
    let folder = try Command.Folder()
    let arguments = Self.rule("portfolio-scan", "refused")
    let short = try Command.run(["margin"] + arguments)
    let long = try Command.run(["margin", "report", "--html", folder.path("report.html")] + arguments)
    #expect(short.status == 1 && long.status == 1 && short.output == long.output && !short.output.isEmpty)
    let page = String(decoding: try folder.read("report.html"), as: UTF8.self)
    #expect(page.hasPrefix("<!DOCTYPE html>") && page.hasSuffix("</html>\n"))
    let mode = try FileManager.default.attributesOfItem(atPath: folder.path("report.html"))[.posixPermissions] as? Int
    #expect(mode == 0o600 && folder.names == ["report.html"])
    // Written again over the last one.
    #expect(try Command.run(["margin", "--html", folder.path("report.html")] + arguments).status == 1)
    let lost = try Command.run(["margin", "--html", folder.path("none/report.html")] + arguments)
    #expect(lost.status == 2 && lost.errorLines.count == 1)
  }

  @Test func aCallNamesAmountInstrumentAndRung() throws {
    let called = try Command.run(["margin", "call", "--cash", "USD", "--json"] + Self.rule("margin-call", "refused"))
    let answer = try Self.object(called)
    #expect(called.status == 1 && answer["called"] == true && answer["instrument"] == "USD" && answer["isLeast"] == true)
    #expect(answer["rung"] != nil)
    let text = try Command.run(["margin", "call", "--cash", "USD"] + Self.rule("margin-call", "refused"))
    #expect(text.status == 1 && text.output.hasPrefix("called: ") && text.output.contains("\nsmallest rung: "))
    let covered = try Command.run(["margin", "call"] + Self.rule("margin-call", "accepted"))
    #expect(covered.status == 0 && covered.output.hasPrefix("nothing is called"))
    let unknown = try Command.run(["margin", "call", "--cash", "EUR"] + Self.rule("margin-call", "refused"))
    #expect(unknown.status == 2 && unknown.errorLines.count == 1 && unknown.errors.contains("--cash EUR"))
  }

  @Test func aLiquidationListsWhatIsClosed() throws {
    let plan = try Command.run(["margin", "liquidate", "--json"] + Self.rule("portfolio-scan", "refused"))
    let answer = try Self.object(plan)
    #expect(plan.status == 0 && answer["restores"] == true && answer["needed"] == true)
    #expect(try !(answer["legs"] ?? .null).array(at: "legs").isEmpty)
    let text = try Command.run(["margin", "liquidate", "--cost", "1"] + Self.rule("portfolio-scan", "refused"))
    #expect(text.status == 0 && text.output.contains("then every assertion holds"))
    let both = try Command.run(
      ["margin", "liquidate", "--cost", "1", "--cost-table", "fee"] + Self.rule("portfolio-scan", "refused"))
    #expect(both.status == 2 && both.errors.contains("not both"))
    let missing = try Command.run(["margin", "liquidate", "--cost-table", "none"] + Self.rule("portfolio-scan", "refused"))
    #expect(missing.status == 2 && missing.errorLines.count == 1 && missing.errors.contains("none"))
  }

  @Test func aHedgeIsSortedByWhatItFrees() throws {
    let hedge = try Command.run(["margin", "hedge", "--json"] + Self.rule("portfolio-scan", "accepted"))
    let answer = try Self.object(hedge)
    #expect(hedge.status == 0)
    #expect(try !(answer["trades"] ?? .null).array(at: "trades").isEmpty)
    let bad = try Command.run(["margin", "hedge", "--size", "0"] + Self.rule("portfolio-scan", "accepted"))
    #expect(bad.status == 2 && bad.errors.contains("--size"))
  }

  @Test func feesAndWaterfallAreExact() throws {
    let penalty = try Command.run([
      "margin", "fees", "penalty", "--notional", "500000", "--equity", "9000", "--maintenance", "10000", "--equity-after-close",
      "8500", "--json",
    ])
    #expect(try Self.object(penalty)["fee"] == "5000" && penalty.status == 0)
    let funding = try Command.run([
      "margin", "fees", "funding", "--rate", "0.0001", "--quantity=-12.5", "--price", "77000", "--hours", "24",
    ])
    #expect(funding.output == "payment  -288.75\n")
    let waterfall = try Command.run(
      ["margin", "waterfall", "--loss", "40", "--penalty", "2", "--insurance-fund", "10", "--json"]
        + ["A=12", "B=3", "C=7", "D=9", "E=1"].flatMap { ["--member", $0] })
    let answer = try Self.object(waterfall)
    #expect(answer["defaultFund"] == "21" && answer["uncovered"] == "7")
    let bad = try Command.run(["margin", "fees", "borrow", "--utilisation", "1.5", "--debt", "1", "--days", "1"])
    #expect(bad.status == 2 && bad.errorLines.count == 1)
    let unread = try Command.run(["margin", "fees", "borrow", "--utilisation", "1e1", "--debt", "1", "--days", "1"])
    #expect(unread.status == 2 && unread.errors.contains("1e1"))
  }

  @Test func aBacktestTellsBreachesAsTextDataAndPage() throws {
    let folder = try Command.Folder()
    let history = Command.project("fixtures/markets/daily-closes.csv")
    let text = try Command.run(["margin", "backtest", history, "--html", folder.path("backtest.html")])
    #expect(
      text.status == 0 && text.output.hasPrefix("note: ") && text.output.contains("\nbook ") && text.output.contains("\nLTC=-1 "))
    let page = try String(decoding: folder.read("backtest.html"), as: UTF8.self)
    #expect(page.contains("<h2>BTC=1</h2>") && page.contains("realised volatility times 1."))
    let json = try Command.run([
      "margin", "backtest", history, "--book", "BTC=1,ETH=-20", "--model", "scaled-volatility", "--volatility-premium", "1.25",
      "--json",
    ])
    let runs = try (Self.object(json)["runs"] ?? .null).array(at: "runs")
    #expect(runs.count == 1 && json.status == 0)
    let run = try runs[0].object(at: "")
    #expect(run["days"] == 537 && run["volatilityPremium"] == .string("1.25"))
    try folder.write("date,BTC\n2020-01-01,nan\n", to: "closes.csv")
    let malformed = try Command.run(["margin", "backtest", folder.path("closes.csv")])
    #expect(malformed.status == 2 && malformed.errorLines.count == 1 && malformed.errors.contains("closes.csv:2"))
    for (bad, place) in [
      (["--book", "BTC"], "--book BTC"), (["--book", "BTC=1,BTC=2"], "--book"), (["--book", "XRP=1"], "XRP"),
      (["--model", "magic"], "--model magic"), (["--window", "5"], "--window 5"), (["--confidence", "1"], "--confidence 1"),
    ] {
      let outcome = try Command.run(["margin", "backtest", history] + bad)
      #expect(outcome.status == 2 && outcome.errorLines.count == 1 && outcome.errors.contains(place), "\(outcome.errors)")
    }
  }
}
