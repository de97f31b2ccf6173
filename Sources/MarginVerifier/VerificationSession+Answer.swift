import Attestation
import CircuitCompiler
import MarginModel
import ProofSystem
import SystemCryptography

extension VerificationSession {
  /// Whether the attestation is for this verifier, now, and answers what was asked; gives the rule that it states.
  func checkAnswer(
    _ statement: AttestationStatement, _ request: AttestationRequest?, _ now: Timestamp, _ circuit: Circuit,
    _ risk: TrustedRiskFile,
    _ log: inout CheckLog
  ) throws(VerificationFailure) -> CompiledRule {
    if let request, !policy.audiences.contains(request.audience) {
      throw log.failure(
        .wrongAudience, "asked in the name of \(request.audience), which is none of the policy's audiences; add it to the policy")
    }
    guard policy.audiences.contains(statement.audience), request.map({ $0.audience == statement.audience }) ?? true else {
      throw log.failure(
        .wrongAudience, "addressed to \(statement.audience), not to \(wantedAudiences(request)); ask for one of your own")
    }
    if let request, request.nonce != statement.nonce {
      throw log.failure(.wrongNonce, "answers another request: its nonce is \(statement.nonce.hex); ask again with a fresh nonce")
    }
    try checkTimes(statement, request, now, log)
    let rule = try rule(statement, request, circuit, risk, log)
    guard rule.arguments == statement.arguments else {
      guard request?.arguments != nil else {
        throw log.failure(.argumentInvalid, "the arguments are not all stated in their canonical text, \(words(rule.arguments))")
      }
      throw log.failure(
        .wrongArguments, "states \(words(statement.arguments)) where \(words(rule.arguments)) was asked for; ask again")
    }
    let nonce = request == nil ? "nonce not compared, for nothing was asked" : "nonce as asked"
    log.pass(.request, "for \(statement.audience), \(nonce), \(statement.issued) to \(statement.expires), \(words(rule.arguments))")
    return rule
  }

  private func wantedAudiences(_ request: AttestationRequest?) -> String {
    request?.audience ?? policy.audiences.joined(separator: " or ")
  }

  private func words(_ arguments: [String: String]) -> String {
    guard !arguments.isEmpty else { return "no arguments" }
    return arguments.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }.joined(separator: ", ")
  }

  private func checkTimes(
    _ statement: AttestationStatement, _ request: AttestationRequest?, _ now: Timestamp, _ log: CheckLog
  ) throws(VerificationFailure) {
    guard statement.issued <= now.advanced(bySeconds: policy.clockSkew) else {
      throw log.failure(.notYetValid, "issued at \(statement.issued), after now, \(now); check the clock")
    }
    guard now <= statement.expires.advanced(bySeconds: policy.clockSkew) else {
      throw log.failure(.expired, "expired at \(statement.expires), before now, \(now); ask for a new one")
    }
    if let deadline = request?.deadline, statement.issued > deadline {
      throw log.failure(.expired, "issued at \(statement.issued), after the request's deadline, \(deadline); ask again")
    }
  }

  /// The compiled rule for the arguments asked for, or else for those stated.
  private func rule(
    _ statement: AttestationStatement, _ request: AttestationRequest?, _ circuit: Circuit, _ risk: TrustedRiskFile, _ log: CheckLog
  ) throws(VerificationFailure) -> CompiledRule {
    let arguments = request?.arguments ?? statement.arguments
    let key = ProgramCache.Key(
      circuit: statement.circuit, risk: statement.risk, arguments: arguments, revealed: statement.revealed)
    return try cache.rule(key) { () throws(VerificationFailure) in
      let bound: BoundCircuit
      do throws(CircuitError) { bound = try BoundCircuit(circuit, risk: risk.risk, arguments: arguments) } catch {
        throw log.failure(.argumentInvalid, error.description)
      }
      let published = try self.published(statement, bound, log)
      do throws(CompileError) {
        let compiled = try CompiledCircuit(bound, revealed: published.map(\.value))
        return CompiledRule(program: compiled.program, arguments: bound.canonicalArguments, published: published)
      } catch {
        throw log.failure(.argumentInvalid, error.description)
      }
    }
  }

  /// The stated values in the circuit's order: one for each that the circuit publishes, in its canonical text, and no other.
  private func published(
    _ statement: AttestationStatement, _ bound: BoundCircuit, _ log: CheckLog
  ) throws(VerificationFailure) -> [VerifiedAttestation.PublishedValue] {
    let names = bound.publishedNames
    var values: [VerifiedAttestation.PublishedValue] = []
    for (name, unit) in names {
      guard let text = statement.revealed[name], let value = Rational(text), value.description == text else {
        throw log.failure(
          .programMismatch, "the circuit publishes \(name), and the attestation states no exact value for it; ask for another")
      }
      values.append(VerifiedAttestation.PublishedValue(name: name, value: value, unit: unit))
    }
    guard statement.revealed.count == names.count else {
      let stray = statement.revealed.keys.sorted().first { key in !names.contains { $0.name == key } } ?? ""
      throw log.failure(.programMismatch, "the attestation states \(stray), which the circuit does not publish; ask for another")
    }
    return values
  }

  /// Whether the commitments may be added up as the rule's coordinates; gives the point they add up to.
  func checkCommitments(
    _ statement: AttestationStatement, _ now: Timestamp, _ log: inout CheckLog
  ) throws(VerificationFailure) -> [UInt8] {
    let records = statement.commitments.map(\.claimed)
    for (index, record) in records.enumerated() {
      // Two commitments of one venue would count one account twice, whatever their ids and times.
      if records[..<index].contains(where: { $0.id == record.id || $0.point == record.point || $0.venue == record.venue }) {
        throw log.failure(
          .duplicateCommitment, "the positions at \(record.venue) are counted twice; ask for one commitment per venue")
      }
      guard record.asOf <= now.advanced(bySeconds: policy.clockSkew),
        record.asOf <= statement.issued.advanced(bySeconds: policy.clockSkew)
      else {
        throw log.failure(.notYetValid, "the commitment at \(record.venue) is as of \(record.asOf), in the future; check the clock")
      }
      guard now.seconds(since: record.asOf) <= policy.maximumCommitmentAge else {
        throw log.failure(
          .stale,
          "the commitment at \(record.venue) is as of \(record.asOf), \(now.seconds(since: record.asOf)) s ago where the policy tolerates "
            + "\(policy.maximumCommitmentAge); ask for a newer one")
      }
    }
    let times = records.map(\.asOf)
    if let first = times.min(), let last = times.max(), last.seconds(since: first) > policy.maximumCommitmentSpread {
      throw log.failure(
        .stale,
        "the commitments are as of \(first) to \(last), further apart than the policy's \(policy.maximumCommitmentSpread) s; "
          + "ask for commitments of one time")
    }
    guard let point = statement.point else {
      throw log.failure(.malformed, "the commitments cancel out, which honest ones never do; ask for others")
    }
    let oldest = times.min().map { ", as of \($0)" } ?? ""
    log.pass(.commitments, records.map(\.id.hex).joined(separator: ", ") + oldest)
    return point
  }
}

extension BoundCircuit {
  /// All arguments by name, defaults included: what a statement must say.
  package var canonicalArguments: [String: String] {
    Dictionary(arguments.map { ($0.name, $0.value) }) { first, _ in first }
  }
}
