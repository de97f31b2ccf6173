import ArgumentParser
import Attestation
import SystemCryptography

struct KeysCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys", abstract: "Signing keys, sealed with a passphrase, and fresh nonces.",
    subcommands: [New.self, Show.self, Nonce.self])

  struct New: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a BIP-340 signing key and seal it with a passphrase.",
      discussion: """
        Prints the public key, which others put into their trust policies.

        Example:
          marginproof keys new --out firm.key
        """)
    @Option(name: .long, help: ArgumentHelp("The sealed key's file; an existing one is never overwritten.", valueName: "firm.key"))
    var out: String
    @OptionGroup var passphrase: PassphraseOptions

    func run() throws {
      try Files.refuseExisting(out)
      let secret = try passphrase.new()
      let (file, publicKey) = SigningKeyFile.generate(passphrase: secret)
      try Files.write(file.bytes, to: out, secret: true)
      print(publicKey.bytes.hex)
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print the public key that a sealed key file names.",
      discussion: """
        Needs no passphrase.

        Example:
          marginproof keys show firm.key
        """)
    @Argument(help: ArgumentHelp("The sealed key.", valueName: "firm.key"))
    var key: String

    func run() throws { print(try SigningKeys.claimedPublicKey(key).bytes.hex) }
  }

  struct Nonce: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print a fresh nonce for a verifier's request.",
      discussion: """
        A verifier sends it to the prover, keeps it, and gives it to verify.

        Example:
          marginproof keys nonce > request.nonce
        """)

    func run() throws { print(SystemRandom.bytes(16).hex) }
  }
}
