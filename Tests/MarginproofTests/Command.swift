import Foundation

/// Runs the built executables as a user does: by their command line, in a folder of the test's own.
struct Command {
  /// The project's top folder.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Where the test runner stands, and the executables beside it.
  private static let products: URL = {
    let runner = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
    if FileManager.default.fileExists(atPath: runner.appendingPathComponent("marginproof").path) { return runner }
    return Bundle.main.bundleURL
  }()

  struct Outcome {
    let status: Int32
    let output: String
    let errors: String

    /// Standard error as lines, without the last line feed.
    var errorLines: [Substring] { errors.split(separator: "\n") }
  }

  /// A fresh folder, removed when the value goes.
  final class Folder: Sendable {
    let url: URL
    init() throws {
      url = FileManager.default.temporaryDirectory.appendingPathComponent("marginproof-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }
    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }
    func write(_ text: String, to name: String) throws { try Data(text.utf8).write(to: URL(fileURLWithPath: path(name))) }
    func read(_ name: String) throws -> [UInt8] { try Self.bytes(of: path(name)) }
    static func bytes(of path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) }
    func write(_ bytes: [UInt8], to name: String) throws { try Data(bytes).write(to: URL(fileURLWithPath: path(name))) }
    func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }
    var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []).sorted() }
  }

  /// The path of a file of the project.
  static func project(_ path: String) -> String { root.appendingPathComponent(path).path }

  /// Runs one of the package's executables; standard input is empty.
  static func run(_ arguments: [String], tool: String = "marginproof", environment: [String: String] = [:]) throws -> Outcome {
    try run(products.appendingPathComponent(tool), arguments, in: nil, environment)
  }

  /// Runs lines as a user pastes them into a shell, with the executables on its path; stops at the first that fails.
  static func paste(_ lines: String, in folder: Folder, environment: [String: String] = [:]) throws -> Outcome {
    try run(
      URL(fileURLWithPath: "/bin/bash"), ["-e", "-c", lines], in: folder.url,
      ["PATH": products.path + ":/usr/bin:/bin"].merging(environment) { $1 })
  }

  private static func run(
    _ executable: URL, _ arguments: [String], in place: URL?, _ environment: [String: String]
  ) throws -> Outcome {
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    if let place { process.currentDirectoryURL = place }
    process.environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C"].merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    // Files and not pipes: a full pipe would stop the command.
    let folder = try Folder()
    for stream in ["out", "err"] { try folder.write("", to: stream) }
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: folder.path("out")))
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: folder.path("err")))
    try process.run()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus,
      output: String(decoding: try folder.read("out"), as: UTF8.self),
      errors: String(decoding: try folder.read("err"), as: UTF8.self))
  }
}
