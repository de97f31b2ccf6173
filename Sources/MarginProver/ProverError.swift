import Attestation
import MarginModel
import ProofSystem

/// Why there is no commitment or no attestation: one line with the mend. It is for the prover alone: it may say what is short.
public enum ProverError: Error, Sendable, CustomStringConvertible {
  /// The venue's name is not 1 to 128 printable ASCII characters.
  case venue
  /// The position file does not fit the risk file.
  case positions(PositionError)
  /// An instrument's id and lot are too long for a column's name.
  case columnTooLong(instrument: String)
  /// An opening was refused.
  case opening(OpeningError)
  /// A commitment's signature does not hold, or the key does not sign.
  case envelope(EnvelopeError)
  /// Two commitments of one venue.
  case countedTwice(venue: String)
  /// The signing key is not the holder of a commitment.
  case notHolder(venue: String)
  /// Circuit, risk file and arguments do not fit together.
  case circuit(CircuitError)
  /// The circuit does not compile to a program.
  case compile(String)
  /// The order cannot be stated; the text says why.
  case order(String)
  /// A position was committed in other lots than the risk file's.
  case otherLots(instrument: String, committed: String, risk: Rational)
  /// A position is in an instrument that the circuit says nothing about.
  case notInCircuit(instrument: String, circuit: String)
  /// The netted position is beyond the risk file's limit.
  case beyondLimit(instrument: String, limit: Rational)
  /// The positions do not satisfy the circuit.
  case insolvent(Shortfall)
  /// The positions satisfy the circuit and not its program: a fault of the compiler.
  case infeasible(String)
  /// No proof was made.
  case proving(ProvingError)
  /// The proof that was made does not hold: a fault of this package or machine.
  case ownProof(VerificationError)

  public var description: String {
    switch self {
    case .venue: "venue: must be 1 to \(Identifier.maximumLength) printable ASCII characters"
    case .positions(let error): error.description
    case .columnTooLong(let instrument): "\(instrument): its id is too long for a column with its lot; shorten it in the risk file"
    case .opening(let error): error.description
    case .envelope(let error): error.description
    case .countedTwice(let venue): "two commitments of \(venue): one account would count twice; bring one of them"
    case .notHolder(let venue): "the commitment at \(venue) is held by another key; sign with the holder's"
    case .circuit(let error): error.description
    case .compile(let reason): reason
    case .order(let reason): reason
    case .otherLots(let instrument, let committed, let risk):
      "\(instrument): committed in lots of \(committed), the risk file says \(risk); commit again with this risk file"
    case .notInCircuit(let instrument, let circuit):
      "\(instrument): circuit \(circuit) with this risk file says nothing about it; use a risk file that lists it"
    case .beyondLimit(let instrument, let limit): "\(instrument): the netted position is beyond the risk file's limit of \(limit)"
    case .insolvent(let shortfall): shortfall.description
    case .infeasible(let reason): "the rule's program refuses positions that satisfy the rule (\(reason)); report this fault"
    case .proving(let error): error.description
    case .ownProof(let error): "the proof made does not verify (\(error)); report this fault"
    }
  }
}
