import Foundation

/// The most memory that a verifier holds, of a process that builds the program, verifies one proof, and does nothing else.
enum PeakMemory {
  static var benchmark: Benchmark {
    let (instruments, scenarios) = MarginBenchmarks.largest
    return Benchmark(
      name: "memory.margin.\(instruments)x\(scenarios).verify",
      subject: .quantity(unit: "MiB") {
        let book = try ScenarioBook(instruments: instruments, scenarios: scenarios)
        let proofCase = try ProofCase(book.program, positions: book.positions, variables: book.variables)
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("marginproof-bench-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(proofCase.proofFile()).write(to: file)
        return try runChild(verifying: file.path)
      })
  }

  /// A process of its own, whose peak holds nothing of what made the proof.
  private static func runChild(verifying path: String) throws -> Double {
    let child = Process()
    let output = Pipe()
    child.executableURL = Bundle.main.executableURL
    child.arguments = [VerifyFile.name, path]
    child.standardOutput = output
    try child.run()
    let answer = output.fileHandleForReading.readDataToEndOfFile()
    child.waitUntilExit()
    guard child.terminationStatus == 0, let mebibytes = Double(String(decoding: answer, as: UTF8.self).trimmed) else {
      throw BenchmarkError("the process that verifies failed with status \(child.terminationStatus)")
    }
    return mebibytes
  }

  /// Verifies the proof in a file against the largest made-up program, and gives this process's peak in MiB.
  static func verify(_ path: String) throws -> Double {
    guard let data = FileManager.default.contents(atPath: path) else { throw BenchmarkError("\(path): cannot be read") }
    let book = try ScenarioBook(instruments: MarginBenchmarks.largest.instruments, scenarios: MarginBenchmarks.largest.scenarios)
    try ProofCase.verify([UInt8](data), against: book.program)
    return try peak()
  }

  /// From the kernel's account of this program alone: getrusage also counts the process that started it.
  private static func peak() throws -> Double {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    for line in status.split(separator: "\n") where line.hasPrefix("VmHWM:") {
      if let kibibytes = Double(line.dropFirst(6).filter(\.isNumber)) { return kibibytes / 1024 }
    }
    throw BenchmarkError("/proc/self/status states no peak of memory; this figure needs Linux")
  }
}

extension String {
  fileprivate var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
