import Foundation
import Testing

/// What the README and the help texts tell a user to paste does what they say.
@Suite struct DocumentationTests {
  /// A folder with the project's inputs in it, for commands that name them by relative paths.
  private static func checkout() throws -> Command.Folder {
    let folder = try Command.Folder()
    for name in ["circuits", "fixtures"] {
      try FileManager.default.createSymbolicLink(atPath: folder.path(name), withDestinationPath: Command.project(name))
    }
    return folder
  }

  private static func tour() throws -> String {
    let readme = try String(contentsOfFile: Command.project("README.md"), encoding: .utf8)
    let fences = readme.components(separatedBy: "```")
    return try #require(fences.first { $0.hasPrefix("sh\n") }).replacing(/^sh\n/, with: "")
  }

  /// The lines below "Example:" in a command's help, up to the next empty line.
  private static func example(_ command: [String]) throws -> String {
    let help = try Command.run(command + ["--help"]).output
    let after = try #require(help.range(of: "Example:\n"), "\(command) has no example").upperBound
    let end = help[after...].range(of: "\n\n")?.lowerBound ?? help.endIndex
    return String(help[after..<end])
  }

  @Test func theTourAndEveryExampleWorkWhenPasted() throws {
    let folder = try Self.checkout()
    let tour = try Command.paste(Self.tour(), in: folder)
    #expect(tour.status == 0, "\(tour.errors)")
    #expect(tour.output.contains("\nverified in "))
    #expect(tour.output.contains("holds, surplus 408,352.44 USD"))

    // The examples make the files of the tour again; secrets are never overwritten.
    for name in ["firm.key", "book.opening"] { try FileManager.default.removeItem(atPath: folder.path(name)) }
    try FileManager.default.createDirectory(atPath: folder.path("received"), withIntermediateDirectories: true)
    let passphrase = String(decoding: try folder.read("passphrase"), as: UTF8.self).trimmingCharacters(in: .newlines)
    for command in [
      ["keys", "new"], ["keys", "show"], ["keys", "nonce"], ["risk", "import"], ["risk", "oracle"], ["risk", "build"],
      ["risk", "sign"], ["risk", "check"],
      ["risk", "recompute"], ["risk", "show"],
      ["circuit", "check"], ["circuit", "show"], ["circuit", "cost"], ["margin"], ["margin", "report"], ["margin", "call"],
      ["margin", "liquidate"], ["margin", "waterfall"], ["margin", "hedge"], ["margin", "fees"], ["margin", "fees", "penalty"],
      ["margin", "fees", "keeper"], ["margin", "fees", "borrow"], ["margin", "fees", "funding"], ["margin", "backtest"], ["commit"],
      ["prove"], ["verify"], ["inspect"], ["audit"],
    ] {
      if command == ["audit"] {
        try FileManager.default.copyItem(atPath: folder.path("attestation.json"), toPath: folder.path("received/1.json"))
      }
      let outcome = try Command.paste(Self.example(command), in: folder, environment: ["MARGINPROOF_PASSPHRASE": passphrase])
      #expect(outcome.status == 0, "\(command): \(outcome.errors)")
    }
  }

  @Test func everyCircuitIsDescribedAndEveryCircuitDescribedIsThere() throws {
    let circuits = Set(
      try FileManager.default.contentsOfDirectory(atPath: Command.project("circuits")).filter { $0.hasSuffix(".yaml") }
        .map { String($0.dropLast(5)) })
    let systems = try String(contentsOfFile: Command.project("docs/margin-systems.md"), encoding: .utf8)
    let paragraphs = try String(contentsOfFile: Command.project("circuits/README.md"), encoding: .utf8)
    for name in circuits {
      #expect(systems.contains("`\(name)`"), "docs/margin-systems.md does not name \(name)")
      #expect(paragraphs.contains("**\(name).**") || paragraphs.contains("**\(name)** and"), "circuits/README.md lacks \(name)")
    }
    for match in systems.matches(of: /`([a-z]+(?:-[a-z]+)+)`/) {
      #expect(circuits.contains(String(match.1)), "docs/margin-systems.md names \(match.1)")
    }
  }

  @Test func everyLinkOfTheDocumentsLeadsToAFile() throws {
    let documents =
      ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "circuits/README.md"]
      + (try FileManager.default.contentsOfDirectory(atPath: Command.project("docs"))).filter { $0.hasSuffix(".md") }.map {
        "docs/" + $0
      }
    for document in documents {
      let text = try String(contentsOfFile: Command.project(document), encoding: .utf8)
      let folder = URL(fileURLWithPath: Command.project(document)).deletingLastPathComponent()
      for match in text.matches(of: /\]\(([^)#:]+)(?:#[^)]*)?\)/) {
        let target = folder.appendingPathComponent(String(match.1)).path
        #expect(FileManager.default.fileExists(atPath: target), "\(document) links to \(match.1)")
      }
    }
  }
}
