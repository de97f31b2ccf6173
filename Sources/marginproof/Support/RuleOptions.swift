import ArgumentParser
import Attestation
import MarginModel

/// The rule, the risk file and the rule's arguments: what a statement is about.
struct RuleOptions: ParsableArguments {
  @Option(name: .long, help: ArgumentHelp("The margin rule.", valueName: "circuit.yaml"))
  var circuit: String

  @Option(name: .long, help: ArgumentHelp("The risk file: prices, scenarios, haircuts; signed or plain.", valueName: "risk.json"))
  var risk: String

  @OptionGroup var arguments: ArgumentOptions

  func bound() throws -> BoundCircuit { try RuleFiles.bound(circuit: circuit, risk: risk, arguments: arguments) }
}

/// The rule's arguments as `name=value`.
struct ArgumentOptions: ParsableArguments {
  @Option(
    name: .customLong("argument"),
    help: ArgumentHelp(
      "An argument of the rule, once for each; the circuit's defaults stand for the rest.", valueName: "name=value"))
  var pairs: [String] = []

  func values() throws -> [String: String] {
    var values: [String: String] = [:]
    for pair in pairs {
      let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
        throw CommandFailure.couldNotRun("--argument \(pair): write it as name=value, for example --argument level=initial")
      }
      guard values.updateValue(parts[1], forKey: parts[0]) == nil else {
        throw CommandFailure.couldNotRun("--argument \(parts[0]): is given twice; keep one")
      }
    }
    return values
  }
}

/// Reads the public files.
enum RuleFiles {
  /// A rule with its tables; a refusal shows the place in the rule.
  static func bound(circuit: String, risk: String, arguments: ArgumentOptions) throws -> BoundCircuit {
    let rule = try RuleFiles.circuit(circuit)
    let riskFile = try RuleFiles.risk(risk)
    let values = try arguments.values()
    do throws(CircuitError) {
      return try BoundCircuit(rule, risk: riskFile, arguments: values)
    } catch {
      throw CommandFailure.couldNotRun(error.description + (error.snippet.map { "\n" + $0 } ?? ""))
    }
  }

  static func circuit(_ path: String) throws -> Circuit {
    let bytes = try Files.read(path)
    do throws(CircuitError) {
      return try Circuit(bytes: bytes, file: path)
    } catch {
      throw CommandFailure.couldNotRun(error.description + (error.snippet.map { "\n" + $0 } ?? ""))
    }
  }

  /// A risk file, signed or plain; whoever reads a signed one this way does not rely on its signatures.
  static func risk(_ path: String) throws -> RiskFile {
    let bytes = try Files.read(path)
    if let signed = try? UnverifiedRiskFile(bytes) { return signed.claimed }
    return try orFail(at: path) { try RiskFile(bytes: bytes) }
  }

  static func signedRisk(_ path: String) throws -> UnverifiedRiskFile {
    let bytes = try Files.read(path)
    do throws(EnvelopeError) {
      return try UnverifiedRiskFile(bytes)
    } catch {
      guard (try? RiskFile(bytes: bytes)) == nil else {
        throw CommandFailure.couldNotRun(
          "\(path): is not signed; take the publisher's signed file, or sign it with marginproof risk sign")
      }
      throw CommandFailure.couldNotRun("\(path): \(error)")
    }
  }

  static func positions(_ path: String) throws -> PositionBook {
    let bytes = try Files.read(path)
    return try orFail { try PositionBook(bytes, file: path) }
  }

  /// A policy; circuits that it names by path lie beside it.
  static func policy(_ path: String) throws -> TrustPolicy {
    let bytes = try Files.read(path)
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    return try orFail {
      try TrustPolicy(yaml: bytes, file: path) { name in try? Files.read(name.hasPrefix("/") ? name : folder + name) }
    }
  }
}
