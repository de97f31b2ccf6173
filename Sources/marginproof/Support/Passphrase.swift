import ArgumentParser
import Foundation
import SystemCryptography

/// Where the passphrase of sealed keys and openings comes from: a file, the environment, or a question on the terminal.
struct PassphraseOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Read the passphrase from the first line of this file.",
      discussion: "Otherwise from MARGINPROOF_PASSPHRASE; otherwise it is asked for on the terminal.", valueName: "file"))
  var passphraseFile: String?

  /// The passphrase for opening a sealed file.
  func existing() throws -> SecretBytes { try read(isNew: false) }

  /// The passphrase for sealing a new file; asked for twice on a terminal.
  func new() throws -> SecretBytes { try read(isNew: true) }

  private func read(isNew: Bool) throws -> SecretBytes {
    let bytes: [UInt8]
    if let passphraseFile {
      bytes = Array(try Files.read(passphraseFile).prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") })
    } else if let text = ProcessInfo.processInfo.environment["MARGINPROOF_PASSPHRASE"] {
      bytes = Array(text.utf8)
    } else {
      bytes = try Self.ask(isNew ? "New passphrase: " : "Passphrase: ")
      if isNew, try Self.ask("Again: ") != bytes {
        throw CommandFailure.couldNotRun("the two passphrases differ; run the command again")
      }
    }
    guard !bytes.isEmpty else { throw CommandFailure.couldNotRun("the passphrase is empty; choose one of several words") }
    return SecretBytes(copying: bytes)
  }

  /// One line from the terminal, without showing it.
  private static func ask(_ prompt: String) throws -> [UInt8] {
    guard isatty(STDIN_FILENO) == 1 else {
      throw CommandFailure.couldNotRun("no passphrase: give --passphrase-file, set MARGINPROOF_PASSPHRASE, or run on a terminal")
    }
    FileHandle.standardError.write(Data(prompt.utf8))
    var settings = termios()
    tcgetattr(STDIN_FILENO, &settings)
    var silent = settings
    silent.c_lflag &= ~tcflag_t(ECHO)
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
    defer {
      tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings)
      FileHandle.standardError.write(Data("\n".utf8))
    }
    guard let line = readLine(strippingNewline: true) else {
      throw CommandFailure.couldNotRun("no passphrase was typed; run the command again")
    }
    return Array(line.utf8)
  }
}
