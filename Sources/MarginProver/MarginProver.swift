import Attestation
import CircuitCompiler
import MarginModel
import MarginVerifier
import ProofSystem
import Secp256k1
import SystemCryptography

/// What is to be proven, to whom and for how long; all of it is public.
public struct AttestationOrder: Sendable {
  public let circuit: Circuit
  public let risk: RiskFile
  /// Arguments by name; those left out take the circuit's defaults.
  public let arguments: [String: String]
  /// The verifier's name and the 16 to 64 bytes it sent.
  public let audience: String
  public let nonce: [UInt8]
  public let issued: Timestamp
  /// The last second of validity, after `issued`.
  public let expires: Timestamp
  /// The digest of the attestation that this one replaces, if any.
  public let previous: Digest?

  public init(
    circuit: Circuit, risk: RiskFile, arguments: [String: String], audience: String, nonce: [UInt8], issued: Timestamp,
    expires: Timestamp, previous: Digest?
  ) {
    self.circuit = circuit
    self.risk = risk
    self.arguments = arguments
    self.audience = audience
    self.nonce = nonce
    self.issued = issued
    self.expires = expires
    self.previous = previous
  }
}

/// An attestation, verified by its prover, and the private report it rests on.
public struct ProvedAttestation: Sendable {
  /// What goes to the verifier: its `bytes` are the file.
  public let attestation: UnverifiedAttestation
  /// The margin in numbers: for the prover alone.
  public let report: MarginReport
  /// The rule's cost and layout.
  public let compiled: CompiledCircuit
}

/// Makes commitments and attestations. It reads and writes no files.
public enum MarginProver {
  /// Proves that the netted positions satisfy a circuit.
  ///
  /// First the exact report is made; a book that does not satisfy the circuit gets no proof. The proof is verified before it is returned.
  /// Variable time in the positions: run it where nobody else can measure. With `constantTime` the proof's arithmetic, which is most of the
  /// time, takes the same steps for all positions, far slower; the report and the witness still do not.
  ///
  /// - Throws: `insolvent` with the shortfall, for the prover's eyes; `circuit`, `compile` for a rule that cannot be stated; `order`;
  ///   `otherLots`, `notInCircuit`, `beyondLimit` for positions that it does not cover; `notHolder` if the key is not the commitments' holder.
  public static func attest(
    _ order: AttestationOrder, positions: borrowing OpenedPositions, by key: borrowing SchnorrSigningKey,
    constantTime: Bool = false
  ) throws(ProverError) -> ProvedAttestation {
    try check(order, positions, prover: key.publicKey)
    let bound: BoundCircuit
    do throws(CircuitError) {
      bound = try BoundCircuit(order.circuit, risk: order.risk, arguments: order.arguments)
    } catch { throw .circuit(error) }
    let lots = try positions.lots(in: bound)
    let choices: ChoiceSearch.Choices
    do throws(CompileError) { choices = try ChoiceSearch(bound).choices(lots: lots) } catch { throw .compile(error.description) }
    let report: MarginReport
    do throws(CircuitError) { report = try bound.evaluate(lots: lots, choices: choices.steps) } catch { throw .circuit(error) }
    guard report.isSolvent else { throw .insolvent(Shortfall(report)) }
    guard report.revealed.count <= AttestationStatement.maximumValueCount else {
      throw .order(
        "the circuit publishes \(report.revealed.count) values, an attestation holds \(AttestationStatement.maximumValueCount); split it"
      )
    }
    let compiled: CompiledCircuit
    do throws(CompileError) {
      compiled = try CompiledCircuit(bound, revealed: report.revealed.map(\.value))
    } catch { throw .compile(error.description) }
    let statement = AttestationStatement(
      circuit: order.circuit.digest, risk: order.risk.digest, program: compiled.program.digest, arguments: bound.canonicalArguments,
      commitments: positions.commitments, audience: order.audience, nonce: order.nonce, issued: order.issued,
      expires: order.expires,
      previous: order.previous,
      revealed: Dictionary(report.revealed.map { ($0.name, $0.value.description) }) { first, _ in first }, prover: key.publicKey)
    let values: (positions: [Int256], variables: [Int256])
    do throws(InfeasibleError) {
      values = try compiled.witness(lots: lots, choices: choices.steps)
    } catch { throw .infeasible(error.description) }
    let witness = Witness(positions: values.positions, blinding: positions.totalBlinding(), variables: values.variables)
    let proof = try prove(statement, compiled.program, witness, constantTime: constantTime)
    do throws(EnvelopeError) {
      let attestation = try UnverifiedAttestation(signing: statement, proof: proof, by: key)
      return ProvedAttestation(attestation: attestation, report: report, compiled: compiled)
    } catch { throw .envelope(error) }
  }

  private static func check(
    _ order: AttestationOrder, _ positions: borrowing OpenedPositions, prover: SchnorrPublicKey
  ) throws(ProverError) {
    guard !positions.commitments.isEmpty else { throw .order("no commitment; bring one with its opening") }
    for commitment in positions.commitments where commitment.claimed.holder != prover {
      throw .notHolder(venue: commitment.claimed.venue)
    }
    guard order.issued < order.expires else {
      throw .order("expires at \(order.expires), not after \(order.issued); choose a later time")
    }
    guard (16...64).contains(order.nonce.count) else { throw .order("the nonce must be 16 to 64 bytes; take the verifier's") }
    guard Identifier.isValid(order.audience) else { throw .order("the audience must be 1 to 128 printable ASCII characters") }
  }

  /// The proof, verified.
  private static func prove(
    _ claim: AttestationStatement, _ program: Program, _ witness: borrowing Witness, constantTime: Bool
  ) throws(ProverError) -> [UInt8] {
    guard let point = claim.point else { throw .order("the commitments cancel out; commit anew") }
    let statement = Statement(program: program, context: claim.context, commitment: point)
    let proof: [UInt8]
    do throws(ProvingError) {
      proof = try FeasibilityProof.prove(statement, witness: witness, constantTime: constantTime)
    } catch { throw .proving(error) }
    do throws(VerificationError) { try FeasibilityProof.verify(proof, for: statement) } catch { throw .ownProof(error) }
    return proof
  }
}
