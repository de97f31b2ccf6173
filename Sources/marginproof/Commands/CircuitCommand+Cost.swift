import ArgumentParser
import CanonicalJSON
import CircuitCompiler
import MarginModel

extension CircuitCommand {
  struct Cost: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Compile a rule with a risk file: what a proof costs, what is dear in it, and what would make it smaller.",
      discussion: """
        Points are those of the multi-scalar multiplication that verifies: the time to prove and to verify follows them.

        Example:
          marginproof circuit cost circuits/portfolio-scan.yaml --risk risk.json
        """)
    @Argument(help: ArgumentHelp("The rule.", valueName: "circuit.yaml"))
    var circuit: String
    @Option(name: .long, help: ArgumentHelp("The risk file, signed or plain.", valueName: "risk.json"))
    var risk: String
    @OptionGroup var arguments: ArgumentOptions
    @Flag(name: .long, help: "Print the costs as JSON.")
    var json = false

    func run() throws {
      let bound = try RuleFiles.bound(circuit: circuit, risk: risk, arguments: arguments)
      let compiled = try orFail(at: circuit) { try CompiledCircuit(bound, revealed: bound.publishedByNobody) }
      let cost = compiled.cost
      let lines: [(String, String, JSONValue)] = [
        ("positions", "\(cost.columns)", .integer(Int64(cost.columns))),
        ("rows", "\(cost.rows)", .integer(Int64(cost.rows))),
        ("variables", "\(cost.variables)", .integer(Int64(cost.variables))),
        ("bits", "\(cost.bits)", .integer(Int64(cost.bits))),
        ("terms", "\(cost.terms)", .integer(Int64(cost.terms))),
        ("digits", "\(cost.digits)", .integer(Int64(cost.digits))),
        ("base", "2^\(cost.baseBits)", .integer(1 << Int64(cost.baseBits))),
        ("bound", "\(cost.bound)", .string("\(cost.bound)")),
        ("rounds", "\(cost.size.rounds)", .integer(Int64(cost.size.rounds))),
        ("points", "\(cost.work)", .integer(Int64(cost.work))),
        ("proofBytes", "\(cost.proofBytes)", .integer(Int64(cost.proofBytes))),
        ("program", "\(compiled.program.digest)", .string("\(compiled.program.digest)")),
      ]
      let advice = CostAdvice.changes(compiled)
      guard !json else { return printJSON(Self.encode(compiled, lines.map { ($0.0, $0.2) }, advice)) }
      for (name, text, _) in lines { print(Terminal.pad(name, 12) + text) }
      if let widest = cost.widest { print(Terminal.pad("widest", 12) + "\(widest.bits) bits: \(widest.name)") }
      if !compiled.unusedPositions.isEmpty {
        let shown = compiled.unusedPositions.prefix(6).joined(separator: ", ") + (compiled.unusedPositions.count > 6 ? ", .." : "")
        print(
          Terminal.pad("unused", 12)
            + "\(compiled.unusedPositions.count) positions are in no inequality and count for nothing: \(shown)")
      }
      guard let advice else { return print("\ntoo large to try what would make it smaller") }
      guard !advice.isEmpty else { return print("\nno decimal, limit or lot by itself would make it smaller") }
      print("\n" + Terminal.paint("what would make it smaller", .bold))
      for item in advice {
        print("  \(Terminal.pad(item.change, 36)) \(Self.saved(item.digits, "digits")), \(Self.saved(item.work, "points"))")
      }
    }

    private static func saved(_ count: Int, _ what: String) -> String {
      count >= 0 ? "\(count) fewer \(what)" : "\(-count) more \(what)"
    }

    private static func encode(
      _ compiled: CompiledCircuit, _ costs: [(String, JSONValue?)], _ advice: [CostAdvice]?
    ) -> JSONValue {
      let advice = advice.map { advice in
        JSONValue.array(
          advice.map {
            jsonObject([
              ("change", .string($0.change)), ("digits", .integer(Int64($0.digits))), ("points", .integer(Int64($0.work))),
            ])
          })
      }
      return jsonObject(
        costs + [
          (
            "widest",
            compiled.cost.widest.map { jsonObject([("name", .string("\($0.name)")), ("bits", .integer(Int64($0.bits)))]) }
          ), ("unused", .strings(compiled.unusedPositions)), ("advice", advice),
        ])
    }
  }
}
