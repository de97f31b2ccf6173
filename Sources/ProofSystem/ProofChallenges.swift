import Secp256k1

/// The challenges of a proof, drawn again from its statement and its messages.
struct ProofChallenges {
  let seed, alpha, rho, lambda, tau, omega: Scalar
  /// One a round.
  let gammas: [Scalar]

  /// Replays the transcript. Nothing in it is secret.
  init(_ statement: Statement, _ messages: ProofMessages) throws(ZeroChallenge) {
    var transcript = statement.transcript()
    seed = try transcript.challenge("projection")
    transcript.absorb("digits", messages.encodedPoint(0))
    alpha = try transcript.challenge("alpha")
    transcript.absorb("reciprocals", messages.encodedPoint(1))
    rho = try transcript.challenge("rho")
    lambda = try transcript.challenge("lambda")
    transcript.absorb("errors", messages.encodedPoint(2))
    tau = try transcript.challenge("tau")
    omega = try transcript.challenge("omega")
    let rounds = statement.program.layout.rounds
    var gammas: [Scalar] = []
    gammas.reserveCapacity(rounds)
    for round in 0..<rounds {
      transcript.absorb("X", messages.encodedPoint(3 + 2 * round))
      transcript.absorb("R", messages.encodedPoint(4 + 2 * round))
      gammas.append(try transcript.challenge("gamma"))
    }
    self.gammas = gammas
  }
}
