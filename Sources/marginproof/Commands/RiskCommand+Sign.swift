import ArgumentParser
import Attestation
import MarginModel
import SystemCryptography

extension RiskCommand {
  struct Sign: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Sign a risk file as its publisher, or add a signature to a signed one.",
      discussion: """
        Publishers sign one after the other; each checks the file first, for example by risk recompute. With --trust or --publisher, it is
        said how many of the publishers have signed.

        Example:
          marginproof risk sign risk.json --key publisher.key \\
            --out risk.signed.json
        """)
    @Argument(help: ArgumentHelp("The risk file, plain or signed by others.", valueName: "risk.json"))
    var file: String
    @Option(name: .long, help: ArgumentHelp("The publisher's sealed key.", valueName: "publisher.key"))
    var key: String
    @Option(name: .long, help: ArgumentHelp("The signed file to write.", valueName: "risk.signed.json"))
    var out: String
    @OptionGroup var publishers: PublisherOptions
    @OptionGroup var passphrase: PassphraseOptions

    func run() throws {
      let quorum = try publishers.quorum()
      let bytes = try Files.read(file)
      let signer = try SigningKeys.open(key, passphrase)
      let signed: UnverifiedRiskFile
      if let others = try? UnverifiedRiskFile(bytes) {
        // One signature that does not hold would make the file worthless to everybody.
        signed = try orFail(at: file) {
          _ = try others.verified()
          return try others.signed(by: signer)
        }
      } else {
        signed = try orFail(at: file) { try UnverifiedRiskFile(signing: try RiskFile(bytes: bytes), by: signer) }
      }
      try Files.write(signed.envelope.bytes, to: out)
      let signers = signed.envelope.claimedSigners
      let count = quorum.map { Self.words($0.publishers(among: signers), of: $0) } ?? "signed by \(signers.count)"
      print("\(out): \(count), \(signed.claimed.digest)")
    }

    /// "signed by 1 of 3 publishers (Example Exchange), 2 needed"
    static func words(_ signers: [TrustPolicy.NamedKey], of quorum: PublisherQuorum) -> String {
      let names = signers.isEmpty ? "" : " (\(signers.map(\.name).joined(separator: ", ")))"
      return "signed by \(signers.count) of \(quorum.publishers.count) publishers\(names), \(quorum.threshold) needed"
    }
  }
}
