import ArgumentParser
import Attestation
import MarginModel

extension RiskCommand {
  struct Sign: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Sign a risk file as its publisher, or add a signature to a signed one.",
      discussion: """
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
    @OptionGroup var passphrase: PassphraseOptions

    func run() throws {
      let bytes = try Files.read(file)
      let signer = try SigningKeys.open(key, passphrase)
      let signed: UnverifiedRiskFile
      if let others = try? UnverifiedRiskFile(bytes) {
        signed = try orFail(at: file) { try others.signed(by: signer) }
      } else {
        signed = try orFail(at: file) { try UnverifiedRiskFile(signing: try RiskFile(bytes: bytes), by: signer) }
      }
      try Files.write(signed.envelope.bytes, to: out)
      print("\(out): signed by \(signed.envelope.claimedSigners.count), \(signed.claimed.digest)")
    }
  }
}
