import MarginModel

/// Why a risk model's file was refused: one line with the place and the mend.
public struct RiskModelError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Problem: Hashable, Sendable {
    /// Not the strict YAML that circuits are written in.
    case yaml(String)
    case wrongKind(wanted: String)
    case missingKey(String)
    case unknownKey(String, known: [String])
    case notADecimal(String)
    case outOfRange(String, allowed: String)
    case duplicate(String)
  }

  public let file: String
  /// Both count from 1; nil where the problem has no one place.
  public let place: SourceLocation?
  public let problem: Problem

  public var description: String {
    let start = place.map { "\(file):\($0)" } ?? file
    let text =
      switch problem {
      case .yaml(let message): message
      case .wrongKind(let wanted): "\(wanted) should be here"
      case .missingKey(let key): "the key \(key) is missing; add it"
      case .unknownKey(let key, let known): "unknown key \(key); known are \(known.joined(separator: ", "))"
      case .notADecimal(let text): "\"\(text)\" is not a decimal number like -0.12 (at most 15 digits, no superfluous zero)"
      case .outOfRange(let text, let allowed): "\(text) is out of range; allowed is \(allowed)"
      case .duplicate(let name): "\(name) is there twice; keep one"
      }
    return start + ": " + text
  }
}
