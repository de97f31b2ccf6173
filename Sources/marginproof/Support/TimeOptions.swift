import ArgumentParser
import MarginModel
import SystemCryptography

/// The clock a command goes by.
struct ClockOption: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Go by this time instead of the system's clock, for archives and demonstrations.", valueName: "2026-05-21T10:10:00Z"))
  var at: String?

  func now() throws -> Timestamp { try at.map { try Self.time($0, option: "--at") } ?? .now() }

  static func time(_ text: String, option: String) throws -> Timestamp {
    guard let time = Timestamp(text) else {
      throw CommandFailure.couldNotRun("\(option) \(text): write a time as 2026-05-21T10:10:00Z, in UTC and whole seconds")
    }
    return time
  }
}

/// A length of time as `90s`, `10m`, `1h` or `7d`.
enum Duration {
  static func seconds(_ text: String, option: String) throws -> Int64 {
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
    guard let last = text.last, let unit = units[last], let count = Int64(text.dropLast()), (1...36_500).contains(count) else {
      throw CommandFailure.couldNotRun("\(option) \(text): write a duration as 90s, 10m, 1h or 7d")
    }
    return count * unit
  }
}

/// A nonce as 32 to 128 hexadecimal digits.
enum Nonce {
  static func bytes(_ text: String) throws -> [UInt8] {
    guard let bytes = [UInt8](hex: text), (16...64).contains(bytes.count) else {
      throw CommandFailure.couldNotRun("--nonce: write 32 to 128 lower-case hexadecimal digits; marginproof keys nonce makes one")
    }
    return bytes
  }
}
