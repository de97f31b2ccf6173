import Foundation

/// The command line: what to do with which files.
enum Command {
  enum ExitCode: Int32 {
    case success = 0
    /// A vector does not do what it says, or cannot be made because its program or witness is refused.
    case mismatch = 1
    /// Wrong usage; a file that cannot be read, written or understood.
    case couldNotRun = 2
  }

  static let usage = """
    Checks and makes known answers of the feasibility proof, a JSON file each.

    proof-vectors check FILE...   verify the proof of every file and remake it from its seed; with "expect": "refused",
                                  make sure that it is refused
    proof-vectors make FILE       fill in commitment, proof and program digest from program, context, lots, blinding,
                                  variables and seed

    Exit code 0: all as stated; 1: a mismatch; 2: could not run.

    Example: proof-vectors make range.json && proof-vectors check range.json
    """

  static func run(_ arguments: [String]) -> ExitCode {
    switch (arguments.first, arguments.dropFirst()) {
    case ("check", let files) where !files.isEmpty:
      return check(Array(files))
    case ("make", let files) where files.count == 1:
      return files.reduce(.success) { _, file in make(file) }
    case ("help", _), ("--help", _), ("-h", _):
      print(usage)
      return .success
    default:
      complain(usage)
      return .couldNotRun
    }
  }

  private static func check(_ files: [String]) -> ExitCode {
    var code = ExitCode.success
    for file in files {
      do {
        let vector = try VectorFile(path: file)
        switch try vector.check() {
        case .asStated(let remark): print("\(file): ok, \(remark)")
        case .mismatch(let reason):
          print("\(file): MISMATCH, \(reason)")
          code = .mismatch
        }
      } catch {
        complain("\(file): \(error)")
        // A mismatch elsewhere is the graver news.
        if code == .success { code = .couldNotRun }
      }
    }
    return code
  }

  private static func make(_ file: String) -> ExitCode {
    do {
      let vector = try VectorFile(path: file)
      let made: VectorFile
      switch try vector.made() {
      case .success(let vector): made = vector
      case .failure(let refusal):
        complain("\(file): \(refusal)")
        return .mismatch
      }
      try made.write(to: file)
      print("\(file): made")
      return .success
    } catch {
      complain("\(file): \(error)")
      return .couldNotRun
    }
  }

  private static func complain(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }
}
