import Attestation
import MarginModel

extension VerifiedAttestation {
  /// What the attestation says, sentence by sentence, with its numbers.
  public var states: [String] {
    var sentences = [
      "\(statement.prover.bytes.hex) proves to \(statement.audience) that its netted positions satisfy circuit \(circuitName) "
        + "version \(circuitVersion), from \(statement.issued) to \(statement.expires)."
    ]
    sentences += assertions.map { "Holds: \($0)." }
    if !statement.arguments.isEmpty {
      let values = statement.arguments.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }
      sentences.append("With \(values.joined(separator: ", ")).")
    }
    let names = publishers.map(\.name).joined(separator: ", ")
    sentences.append(
      "Prices, scenarios and haircuts are those of risk file \(statement.risk)\(riskModel.map { " (\($0))" } ?? ""), as of \(riskAsOf), "
        + "signed by \(names).")
    for commitment in commitments {
      sentences.append(
        "Positions: those held at \(commitment.record.venue) as of \(commitment.record.asOf), \(commitment.voucher.words).")
    }
    sentences += published.map { "Published: \($0.name) = \($0.value) \($0.unit)." }
    return sentences
  }

  /// What a reader might take it to say, and it does not.
  public var doesNotState: [String] {
    var sentences = [
      "That these are all positions of the firm: a book, a venue or a debt that is not committed to is not seen.",
      "What the firm owns: positions are its own, and free of others' claims, as far as whoever vouches for a commitment says so.",
      "Anything about a time after the commitments' as-of times: positions and prices move.",
      "That prices and scenarios are right: they are as good as the publishers' word.",
      "Any quantity, instrument or margin: beyond what stands above, nothing about the positions is shown.",
    ]
    if !isCustodianAttested {
      sentences.insert("That the positions declared by the prover exist: no custodian vouches for them.", at: 0)
    }
    if commitments.count > 1 {
      sentences.append("That nothing moved between the venues' as-of times: what did may be counted at both.")
    }
    return sentences
  }
}
