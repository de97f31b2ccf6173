import ArgumentParser
import Foundation
import Secp256k1

/// The command: measures how fast proofs are made and verified.
@main
struct MarginproofBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "marginproof-bench", abstract: "Measures arithmetic, proving and verifying.",
    discussion: """
      Times of one thread are processor time, those of several threads wall-clock time. Each is the least of many samples, stated
      also in yardsticks: the time of one BIP-340 verification by libsecp256k1, measured between the samples.

      Example:  marginproof-bench --filter margin.256x32 --filter '*.*.verify'
      """,
    subcommands: [Measure.self, Repeat.self, VerifyFile.self], defaultSubcommand: Measure.self)
}

struct Measure: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Measure and print a table.")
  @Option(
    help: ArgumentHelp("Only benchmarks with this name or beginning, * for any component; may be repeated.", valueName: "name"))
  var filter: [String] = []
  @Option(help: "Threads of the benchmarks that are also measured on several.")
  var threads = 2
  @Flag(help: "Fewer samples: a first look, not figures to keep.")
  var quick = false
  @Flag(help: "Print the names and measure nothing.")
  var list = false
  @Option(help: ArgumentHelp("Also write JSON lines to a file; - for standard output, in place of the table.", valueName: "file"))
  var json: String?
  @Flag(help: "Print the table in Markdown.")
  var markdown = false

  func validate() throws {
    guard (2...256).contains(threads) else { throw ValidationError("--threads \(threads): give 2 to 256") }
  }

  func run() throws {
    let filters = filter.map(NameFilter.init)
    let chosen = Catalogue.all(threads: threads).filter { benchmark in
      filters.isEmpty || filters.contains { $0.picks(benchmark.name) }
    }
    let wantsYardstick = filters.isEmpty || filters.contains { $0.picks(Catalogue.yardstick) }
    guard !list else {
      return print(((wantsYardstick ? [Catalogue.yardstick] : []) + chosen.map(\.name)).joined(separator: "\n"))
    }
    guard wantsYardstick || !chosen.isEmpty else { throw ValidationError("no benchmark has that name; --list shows all") }
    let figures = try measure(chosen, wantsYardstick)
    if let json { try write(figures.map(Report.jsonLine), to: json) }
    if json != "-" { print(markdown ? Report.markdown(figures) : Report.table(figures)) }
  }

  private func measure(_ chosen: [Benchmark], _ wantsYardstick: Bool) throws -> [Figure] {
    var stopwatch = try Stopwatch(effort: quick ? .quick : .full)
    let progress = Progress(total: chosen.count)
    var figures: [Figure] = []
    for (number, benchmark) in chosen.enumerated() {
      progress.begin(number, benchmark.name)
      figures.append(try stopwatch.measure(benchmark))
    }
    progress.end()
    guard wantsYardstick else { return figures }
    return [stopwatch.yardstickFigure()] + figures
  }

  private func write(_ lines: [String], to file: String) throws {
    let text = lines.map { $0 + "\n" }.joined()
    guard file != "-" else { return print(text, terminator: "") }
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: file), options: .atomic)
    } catch {
      throw BenchmarkError("\(file): cannot be written; check the folder's permissions and space")
    }
  }
}

/// For counting instructions: a tool that watches two runs of different counts sees the difference in the work alone.
struct Repeat: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a benchmark's work a number of times on one thread, with no clock.")
  @Argument var name: String
  @Option(help: "How many times.") var times = 1

  func run() throws {
    guard let benchmark = Catalogue.all(threads: 2).first(where: { $0.name == name }),
      case .time(_, _, _, let prepare) = benchmark.subject
    else { throw ValidationError("\(name): no benchmark of a time has that name; --list shows all") }
    try Cores.$threadCount.withValue(1) {
      let work = try prepare()
      for _ in 0..<times { try work() }
    }
  }
}

/// What the benchmark of peak memory runs in a process of its own.
struct VerifyFile: ParsableCommand {
  static let name = "verify-file"
  static let configuration = CommandConfiguration(
    commandName: name, abstract: "Verify the proof in a file and print this process's peak memory in MiB.", shouldDisplay: false)
  @Argument var file: String

  func run() throws { print(try PeakMemory.verify(file)) }
}
