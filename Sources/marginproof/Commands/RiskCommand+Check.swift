import ArgumentParser
import Attestation
import CanonicalJSON
import MarginModel
import SystemCryptography

extension RiskCommand {
  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check publishers' signatures on risk files, and that the files are one append-only record.",
      discussion: """
        Each file needs the signatures of enough publishers, which you name. Together the files are one chain: the first has no previous file
        (or succeeds the one of --after), each other one names the one before it, and as-of times rise. Two files for one epoch that the
        same publisher signed are named together with its key. Exit status 0 if all of it holds, 1 if not, 2 if a file cannot be read.

        Example:
          marginproof risk check risk.signed.json \\
            --publisher "$(marginproof keys show publisher.key)" --threshold 1
        """)
    @Argument(help: ArgumentHelp("Signed risk files, in any order.", valueName: "risk.signed.json"))
    var files: [String]
    @OptionGroup var publishers: PublisherOptions
    @Option(
      name: .long,
      help: ArgumentHelp(
        "The last file of the record that you have checked before, signed or plain; the files go on after it.",
        valueName: "risk.json"))
    var after: String?
    @Flag(name: .long, help: "Print the verdict as JSON.")
    var json = false

    func run() throws {
      guard let quorum = try publishers.quorum() else {
        throw CommandFailure.couldNotRun("whose signatures count is yours to say: give --trust, or --publisher and --threshold")
      }
      let unverified = try files.map { ($0, try RuleFiles.signedRisk($0)) }
      let earlier = try after.map(RuleFiles.risk)
      var links: [RiskChain.Link] = []
      var faults: [(code: String, reason: String)] = []
      for (name, file) in unverified {
        do throws(EnvelopeError) { links.append(RiskChain.Link(name: name, file: try file.verified())) } catch {
          faults.append(("signatureInvalid", "\(name): \(error)"))
        }
      }
      let chain = RiskChain(links, quorum: quorum, after: earlier)
      let isComplete = faults.isEmpty
      // What is forged is no part of the record, and no reason to call it broken.
      if isComplete {
        do throws(RiskChainError) { links = try chain.verified() } catch { faults = error.faults.map { ($0.code, $0.description) } }
      }
      if json { printJSON(Self.json(links, chain, faults)) } else { show(links, chain, faults, isComplete) }
      if !faults.isEmpty { throw ExitCode(ExitStatus.refused.rawValue) }
    }

    private func show(
      _ links: [RiskChain.Link], _ chain: RiskChain, _ faults: [(code: String, reason: String)], _ isComplete: Bool
    ) {
      for link in links where chain.publishers(of: link).count >= chain.quorum.threshold {
        let risk = link.file.risk
        let signed = Sign.words(chain.publishers(of: link), of: chain.quorum)
        print(VerdictPicture.passed("\(link.name): \(signed); as of \(risk.asOf?.description ?? "no time"), \(risk.digest)"))
      }
      for fault in faults { print(VerdictPicture.failed(fault.reason)) }
      guard faults.isEmpty else {
        if !isComplete { print(VerdictPicture.notDone("chain")) }
        return print(Terminal.paint("\nrefused", .red) + ": \(faults.count) fault\(faults.count == 1 ? "" : "s")")
      }
      let count = links.count == 1 ? "1 file" : "\(links.count) files"
      let start = after.map { "goes on after \($0)" } ?? "begins with \(links[0].name)"
      print(VerdictPicture.passed("chain: \(count), \(start), ends with \(links[links.count - 1].name)"))
      print(Terminal.paint("\nholds", .green) + ": publishers' signatures and chain; not checked: the numbers, see risk recompute")
    }

    private static func json(
      _ links: [RiskChain.Link], _ chain: RiskChain, _ faults: [(code: String, reason: String)]
    ) -> JSONValue {
      let files = links.map { link in
        let risk = link.file.risk
        return jsonObject([
          ("file", .string(link.name)), ("digest", .string("\(risk.digest)")), ("model", risk.model.map { .string($0) }),
          ("asOf", risk.asOf.map { .string("\($0)") }), ("previous", risk.previous.map { .string("\($0)") }),
          ("publishers", .strings(chain.publishers(of: link).map { $0.key.bytes.hex })),
        ])
      }
      return jsonObject([
        ("verdict", .string(faults.isEmpty ? "holds" : "refused")), ("files", .array(files)),
        ("threshold", .integer(Int64(chain.quorum.threshold))),
        ("faults", .array(faults.map { jsonObject([("code", .string($0.code)), ("reason", .string($0.reason))]) })),
      ])
    }
  }
}
