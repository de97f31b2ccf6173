import ArgumentParser
import CanonicalJSON
import CircuitCompiler
import MarginModel

struct CircuitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "circuit", abstract: "Check a margin rule, read it, see what it costs to prove.",
    subcommands: [Check.self, Show.self, Cost.self])

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Parse a rule; check its units, and that every requirement is convex.",
      discussion: """
        A rule that is refused is shown with a caret at the place. Exit status 1 if it is.

        Example:
          marginproof circuit check circuits/portfolio-scan.yaml
        """)
    @Argument(help: ArgumentHelp("The rule.", valueName: "circuit.yaml"))
    var circuit: String
    @Flag(name: .long, help: "Print the result as JSON.")
    var json = false

    func run() throws {
      let bytes = try Files.read(circuit)
      do throws(CircuitError) {
        let rule = try Circuit(bytes: bytes, file: circuit)
        if json {
          printJSON(CircuitCommand.summary(rule, accepted: true))
        } else {
          print("\(circuit): accepted: \(rule.name) version \(rule.version), \(rule.digest)")
        }
      } catch {
        if json {
          printJSON(
            jsonObject([
              ("accepted", .bool(false)), ("rule", .string(error.rule.rawValue)), ("message", .string(error.message)),
              ("suggestion", error.suggestion.map { .string($0) }), ("line", error.location.map { .integer(Int64($0.line)) }),
              ("column", error.location.map { .integer(Int64($0.column)) }),
            ]))
          throw ExitCode(ExitStatus.refused.rawValue)
        }
        throw CommandFailure.refused(error.description + (error.snippet.map { "\n" + $0 } ?? ""))
      }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print a rule's name, arguments and inequalities.",
      discussion: """
        Example:
          marginproof circuit show circuits/solvency.yaml
        """)
    @Argument(help: ArgumentHelp("The rule.", valueName: "circuit.yaml"))
    var circuit: String
    @Flag(name: .long, help: "Print the rule as JSON.")
    var json = false

    func run() throws {
      let rule = try RuleFiles.circuit(circuit)
      guard !json else { return printJSON(CircuitCommand.summary(rule, accepted: true)) }
      print("\(rule.name), version \(rule.version), \(rule.digest)")
      print(rule.summary)
      print("\nA proof shows that")
      for assertion in rule.assertions { print("  line \(assertion.location.line): \(assertion.text)") }
      guard let first = rule.definitions.first?.location.line, let end = rule.assertions.first?.location.line else { return }
      print("\nwhere")
      // The definitions stand together above `assert:`, in the file's own words.
      for line in rule.source.lines[(first - 1)..<max(first - 1, end - 2)] { print("  " + String(decoding: line, as: UTF8.self)) }
    }
  }

  struct Cost: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Compile a rule with a risk file and print what a proof costs.",
      discussion: """
        Example:
          marginproof circuit cost --circuit circuits/portfolio-scan.yaml \\
            --risk risk.json
        """)
    @OptionGroup var rule: RuleOptions
    @Flag(name: .long, help: "Print the costs as JSON.")
    var json = false

    func run() throws {
      let bound = try rule.bound()
      let compiled = try orFail(at: rule.circuit) { try CompiledCircuit(bound) }
      let cost = compiled.cost
      let lines: [(String, String, JSONValue)] = [
        ("positions", "\(cost.columns)", .integer(Int64(cost.columns))),
        ("rows", "\(cost.rows)", .integer(Int64(cost.rows))),
        ("variables", "\(cost.variables)", .integer(Int64(cost.variables))),
        ("terms", "\(cost.terms)", .integer(Int64(cost.terms))),
        ("digits", "\(cost.digits)", .integer(Int64(cost.digits))),
        ("base", "2^\(cost.baseBits)", .integer(1 << Int64(cost.baseBits))),
        ("bound", "\(cost.bound)", .string("\(cost.bound)")),
        ("rounds", "\(cost.size.rounds)", .integer(Int64(cost.size.rounds))),
        ("points", "\(cost.work)", .integer(Int64(cost.work))),
        ("proofBytes", "\(cost.proofBytes)", .integer(Int64(cost.proofBytes))),
        ("program", "\(compiled.program.digest)", .string("\(compiled.program.digest)")),
      ]
      guard !json else {
        return printJSON(
          jsonObject(
            lines.map { ($0.0, $0.2) } + [
              ("widest", cost.widest.map { jsonObject([("name", .string("\($0.name)")), ("bits", .integer(Int64($0.bits)))]) }),
              (
                "dearestTable",
                cost.dearestTable.map { jsonObject([("name", .string($0.name)), ("decimals", .integer(Int64($0.decimals)))]) }
              ),
            ]))
      }
      for (name, text, _) in lines { print(Terminal.pad(name, 12) + text) }
      if let widest = cost.widest { print(Terminal.pad("widest", 12) + "\(widest.bits) bits: \(widest.name)") }
      if let table = cost.dearestTable {
        print(
          Terminal.pad("dearest", 12)
            + "table \(table.name), \(table.decimals) decimals: each widens what it multiplies by 3.3 bits")
      }
    }
  }

  static func summary(_ rule: Circuit, accepted: Bool) -> JSONValue {
    jsonObject([
      ("accepted", .bool(accepted)), ("circuit", .string(rule.name)), ("version", .integer(Int64(rule.version))),
      ("digest", .string("\(rule.digest)")), ("summary", .string(rule.summary)),
      ("assertions", .strings(rule.assertions.map(\.text))),
    ])
  }
}
