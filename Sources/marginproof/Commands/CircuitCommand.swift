import ArgumentParser
import CanonicalJSON
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

  static func summary(_ rule: Circuit, accepted: Bool) -> JSONValue {
    jsonObject([
      ("accepted", .bool(accepted)), ("circuit", .string(rule.name)), ("version", .integer(Int64(rule.version))),
      ("digest", .string("\(rule.digest)")), ("summary", .string(rule.summary)),
      ("assertions", .strings(rule.assertions.map(\.text))),
    ])
  }
}
