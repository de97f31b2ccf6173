/// How the command ends.
enum ExitStatus: Int32 {
  case done = 0
  case refused = 1
  case couldNotRun = 2
}

/// A failure that ends the command with one line: what went wrong, where, and the mend.
struct CommandFailure: Error {
  let status: ExitStatus
  let message: String

  /// The command could not do its work: a missing file, a malformed input, a wrong passphrase.
  static func couldNotRun(_ message: String) -> Self { Self(status: .couldNotRun, message: message) }

  /// The command did its work and the answer is no.
  static func refused(_ message: String) -> Self { Self(status: .refused, message: message) }
}

/// Runs a library call; its error becomes the command's one line.
///
/// - Parameter place: the file that the call reads, where its error does not name it.
func orFail<Value: ~Copyable>(at place: String? = nil, _ body: () throws -> Value) throws -> Value {
  do {
    return try body()
  } catch let failure as CommandFailure {
    throw failure
  } catch {
    throw CommandFailure.couldNotRun((place.map { $0 + ": " } ?? "") + "\(error)")
  }
}
