import CircuitCompiler
import MarginModel
import ProofSystem
import Synchronization
import SystemCryptography

/// A circuit compiled for a risk file and arguments, ready for proofs.
struct CompiledRule: Sendable {
  let program: Program
  /// All arguments in canonical text.
  let arguments: [String: String]
  /// The values that the circuit publishes, proven to be those of the positions.
  let published: [VerifiedAttestation.PublishedValue]
}

/// Compiled rules, kept by circuit, risk file, arguments and published values; the oldest make room for new ones.
final class ProgramCache: Sendable {
  struct Key: Hashable, Sendable {
    let circuit: Digest
    let risk: Digest
    let arguments: [String: String]
    let revealed: [String: String]
  }

  private struct Content {
    var rules: [Key: CompiledRule] = [:]
    var order: [Key] = []
  }

  private let capacity: Int
  private let content = Mutex(Content())
  /// Held while a rule is compiled: threads that want the same one wait for it, instead of each making its own.
  private let compiling = Mutex(())

  init(capacity: Int) { self.capacity = capacity }

  /// The kept rule, or the one that `compile` makes; kept ones can be had meanwhile.
  func rule(_ key: Key, compile: () throws(VerificationFailure) -> CompiledRule) throws(VerificationFailure) -> CompiledRule {
    if let kept = kept(key) { return kept }
    return try compiling.withLock { _ throws(VerificationFailure) in
      if let kept = kept(key) { return kept }
      let rule = try compile()
      content.withLock { content in
        content.rules[key] = rule
        content.order.append(key)
        if content.order.count > capacity { content.rules[content.order.removeFirst()] = nil }
      }
      return rule
    }
  }

  private func kept(_ key: Key) -> CompiledRule? { content.withLock { $0.rules[key] } }
}
