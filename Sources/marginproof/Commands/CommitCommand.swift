import ArgumentParser
import Attestation
import MarginModel
import MarginProver
import SystemCryptography

struct CommitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "commit", abstract: "Commit to a book: a public commitment, and a sealed opening.",
    discussion: """
      A custodian or venue signs with its own key for the holder whose records it has; that is what a verifier relies on. A firm that
      signs with its own key makes a self-declared commitment.

      Example:
        marginproof commit --positions fixtures/books/market-maker.csv \\
          --risk risk.json --venue deribit/main --as-of 2026-05-21T10:04:10Z \\
          --key custodian.key --holder "$(marginproof keys show firm.key)" \\
          --out commitment.json --opening book.opening
      """)
  @Option(name: .long, help: ArgumentHelp("The book, CSV or JSON.", valueName: "book.csv"))
  var positions: String
  @Option(name: .long, help: ArgumentHelp("The risk file whose lots positions are counted in.", valueName: "risk.json"))
  var risk: String
  @Option(name: .long, help: ArgumentHelp("The account's name, another for every account.", valueName: "deribit/main"))
  var venue: String
  @Option(name: .long, help: ArgumentHelp("The sealed key that signs the commitment.", valueName: "custodian.key"))
  var key: String
  @Option(name: .long, help: ArgumentHelp("The public key that will prove; the signer's own if left out.", valueName: "hex"))
  var holder: String?
  @Option(name: .long, help: ArgumentHelp("The time the book is of; now if left out.", valueName: "2026-05-21T10:04:10Z"))
  var asOf: String?
  @Option(name: .long, help: ArgumentHelp("The public commitment to write.", valueName: "commitment.json"))
  var out: String
  @Option(name: .long, help: ArgumentHelp("The secret opening to write, sealed with the passphrase.", valueName: "book.opening"))
  var opening: String
  @OptionGroup var passphrase: PassphraseOptions

  func run() throws {
    try Files.refuseExisting(opening)
    let riskFile = try RuleFiles.risk(risk)
    let book = try RuleFiles.positions(positions)
    let time = try asOf.map { try ClockOption.time($0, option: "--as-of") } ?? .now()
    let holderKey = try holder.map { try SigningKeys.publicKey($0, option: "--holder") }
    let signer = try SigningKeys.open(key, passphrase)
    let publicKey = holderKey ?? signer.publicKey
    let made = try orFail {
      try MarginProver.commit(book, risk: riskFile, venue: venue, asOf: time, holder: publicKey, signedBy: signer)
    }
    let secret = try passphrase.existing()
    // The opening first: a commitment without its opening is of no use. Both are written, or neither.
    try Files.write(made.opening.sealed(passphrase: secret).bytes, to: opening, secret: true)
    do {
      try Files.write(made.commitment.envelope.bytes, to: out)
    } catch {
      Files.remove(opening)
      throw error
    }
    book.notes.forEach { Terminal.standardError("note: \($0)") }
    let record = made.commitment.claimed
    print("\(out): commitment \(record.id.hex), \(record.leafCount) leaves, as of \(record.asOf)")
    print("\(opening): its opening, secret, sealed")
  }
}
