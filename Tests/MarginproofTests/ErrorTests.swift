import Foundation
import Testing

/// Bad input: each ends as one clear line on standard error, exit status 2, and nothing half-written.
@Suite struct ErrorTests {
  private static let rule = [
    "--circuit", Command.project("circuits/solvency.yaml"), "--risk", Command.project("fixtures/risk/solvency.json"),
  ]

  private static func margin(_ csv: String) throws -> Command.Outcome {
    let folder = try Command.Folder()
    try folder.write(csv, to: "book.csv")
    return try Command.run(["margin"] + rule + ["--positions", folder.path("book.csv")])
  }

  @Test(arguments: [
    ("instrument,quantity\nBTC,1e5\n", "book.csv:2:5"),
    ("instrument,quantity\nBTC,\"1\n", "book.csv:2"),
    ("instrument,quantity\nBTC\n", "book.csv:2"),
    ("instrument,quantity\nBTC,nan\n", "book.csv:2:5"),
    ("instrument,amount\nBTC,1\n", "book.csv:1"),
    ("instrument,quantity\nBTCC,1\n", "BTC"),
    ("instrument,quantity\nBTC,0.000000001\n", "lot"),
    ("instrument,quantity\nBTC,99999999999999\n", "limit"),
    ("", "book.csv"),
  ])
  func aMalformedBookIsRefusedWithItsPlace(csv: String, place: String) throws {
    let outcome = try Self.margin(csv)
    #expect(outcome.status == 2)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.hasPrefix("marginproof: "))
    #expect(outcome.errors.contains(place), "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
  }

  @Test func duplicateRowsAreSummedAndSaidSo() throws {
    let once = try Self.margin("instrument,quantity\nUSDC,3\n")
    let twice = try Self.margin("instrument,quantity\nUSDC,1\nUSDC,2\n")
    #expect(once.status == 0 && twice.status == 0)
    #expect(twice.output.hasPrefix("note: "))
    #expect(twice.output.split(separator: "\n").dropFirst().elementsEqual(once.output.split(separator: "\n")))
  }

  @Test func aMissingFileIsNamed() throws {
    let outcome = try Command.run(["margin"] + Self.rule + ["--positions", "/nowhere/book.csv"])
    #expect(outcome.status == 2)
    #expect(outcome.errorLines == ["marginproof: /nowhere/book.csv: no such file or directory; check the path"])
  }

  @Test func anUnwritableOutputIsNamedAndNothingIsLeft() throws {
    let folder = try Command.Folder()
    let outcome = try Command.run(
      ["keys", "new", "--out", folder.path("missing/firm.key")], environment: ["MARGINPROOF_PASSPHRASE": "p"])
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("cannot be written"))
    #expect(folder.names.isEmpty)
  }

  @Test func anUnknownKernelIsRefusedAndAKnownOneNamed() throws {
    let outcome = try Command.run(["--version"], environment: ["MARGINPROOF_KERNEL": "fast"])
    #expect(outcome.status == 2)
    #expect(
      outcome.errorLines == ["marginproof: MARGINPROOF_KERNEL: \"fast\" is no kernel; give portable, fma or ifma, or unset it"])
    #expect(outcome.output.isEmpty)
    let version = try Command.run(["--version"], environment: ["MARGINPROOF_KERNEL": "portable"])
    #expect(version.status == 0)
    #expect(version.output.contains("\nkernel portable, as MARGINPROOF_KERNEL asks\n"))
  }

  @Test func aKeyIsNeverOverwritten() throws {
    let folder = try Command.Folder()
    try folder.write("precious", to: "firm.key")
    let outcome = try Command.run(["keys", "new", "--out", folder.path("firm.key")], environment: ["MARGINPROOF_PASSPHRASE": "p"])
    #expect(outcome.status == 2)
    #expect(try folder.read("firm.key") == Array("precious".utf8))
    #expect(folder.names == ["firm.key"])
  }

  @Test func aWrongPassphraseIsOneClearError() throws {
    let folder = try Command.Folder()
    let made = try Command.run(["keys", "new", "--out", folder.path("k")], environment: ["MARGINPROOF_PASSPHRASE": "right"])
    #expect(made.status == 0)
    let outcome = try Command.run(
      ["risk", "sign", Command.project("fixtures/risk/solvency.json"), "--key", folder.path("k"), "--out", folder.path("signed")],
      environment: ["MARGINPROOF_PASSPHRASE": "wrong"])
    #expect(outcome.status == 2)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("passphrase"))
    #expect(!folder.has("signed"))
  }

  @Test(arguments: ["NaN", "1e400", "\"NaN\"", "-1", "999999999999999999999999999999"])
  func aBadNumberInASnapshotIsRefused(number: String) throws {
    let folder = try Command.Folder()
    let snapshot = String(
      decoding: try Command.Folder.bytes(of: Command.project("fixtures/markets/btc-20260521.json")), as: UTF8.self)
    let field = "\"forward\":"
    guard let found = snapshot.range(of: field) else {
      Issue.record("the snapshot has no forward")
      return
    }
    let end = snapshot[found.upperBound...].firstIndex { ",}".contains($0) } ?? snapshot.endIndex
    try folder.write(String(snapshot[..<found.upperBound]) + number + String(snapshot[end...]), to: "market.json")
    let outcome = try Command.run([
      "risk", "build", folder.path("market.json"), "--model", Command.project("circuits/risk-models/portfolio-scan.yaml"),
      "--out", folder.path("risk.json"),
    ])
    #expect(outcome.status == 2, "\(outcome.errors)")
    #expect(outcome.errorLines.count == 1)
    #expect(!folder.has("risk.json"))
  }

  @Test func quotesThatAreLeftOutAreAlwaysListed() throws {
    let folder = try Command.Folder()
    let snapshot = String(
      decoding: try Command.Folder.bytes(of: Command.project("fixtures/markets/btc-20260521.json")), as: UTF8.self)
    let place = try #require(snapshot.firstRange(of: /"askVolatility":"[0-9.]+"/))
    try folder.write(
      String(snapshot[..<place.lowerBound]) + "\"askVolatility\":\"0.0001\"" + String(snapshot[place.upperBound...]), to: "btc.json"
    )
    func build(_ more: [String], out: String = "risk.json") throws -> Command.Outcome {
      try Command.run(
        [
          "risk", "build", folder.path("btc.json"), Command.project("fixtures/markets/eth-20260521.json"), "--model",
          Command.project("circuits/risk-models/portfolio-scan.yaml"), "--out", folder.path(out),
        ] + more)
    }
    let (all, quiet) = (try build([]), try build(["--quiet"]))
    #expect(all.status == 0 && quiet.status == 0)
    #expect(quiet.errorLines.count == 1 && quiet.errors.hasSuffix(", left out\n"))
    #expect(all.errorLines.contains { $0.hasSuffix(", kept") } && all.errorLines.contains(quiet.errorLines[0]))
    let unwritable = try build([], out: "missing/risk.json")
    #expect(unwritable.status == 2 && unwritable.errorLines.count == 1)
  }

  @Test(arguments: [["verify"], ["nonsense"], ["margin", "--circuit"], ["audit", "x", "--json", "--csv", "--trust", "t"]])
  func wrongUsageCouldNotRun(arguments: [String]) throws {
    let outcome = try Command.run(arguments)
    #expect(outcome.status == 2)
    #expect(!outcome.errors.isEmpty)
  }

  @Test(arguments: [
    [], ["keys"], ["risk", "build"], ["circuit", "cost"], ["margin"], ["commit"], ["prove"], ["verify"], ["audit"], ["inspect"],
  ])
  func helpShowsAnExampleAndSucceeds(command: [String]) throws {
    let outcome = try Command.run(command + ["--help"])
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("USAGE"))
    #expect(command.isEmpty || command == ["keys"] || outcome.output.contains("Example:"))
  }

  @Test func aRefusedCircuitShowsThePlace() throws {
    let folder = try Command.Folder()
    try folder.write(
      "circuit: t\nversion: 1\nsummary: t\nrisk:\n  m[instrument]: USD\nassert:\n  - sum(m[i] * x[i] * x[i] for i in instrument) >= 0\n",
      to: "t.yaml")
    let outcome = try Command.run(["circuit", "check", folder.path("t.yaml")])
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("t.yaml:7:"))
    #expect(outcome.errors.contains("^"))
    let json = try Command.run(["circuit", "check", folder.path("t.yaml"), "--json"])
    #expect(json.status == 1)
    #expect(json.output.contains("\"accepted\":false"))
  }
}
