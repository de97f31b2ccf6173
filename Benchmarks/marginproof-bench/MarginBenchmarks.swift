/// Whole margin rules over committed books, instruments by scenarios.
struct MarginBenchmarks {
  static let largest = (instruments: 4096, scenarios: 250)

  static func all(threads: Int) -> [Benchmark] {
    var benchmarks: [Benchmark] = []
    for (instruments, scenarios) in [(16, 16), (64, 16), (256, 32)] { benchmarks += madeUp(instruments, scenarios) }
    for (name, book) in [("margin.679x24", RealBook.scenarios), ("margin.portfolio-scan", RealBook.wholeRule)] {
      let real = LazyCase(book)
      benchmarks += Benchmark.proofs(of: name, real) + [Benchmark.size(of: name, real)]
      benchmarks += Benchmark.proofs(of: name, real, threads: threads)
    }
    benchmarks += madeUp(1024, 128) + madeUp(largest.instruments, largest.scenarios)
    return benchmarks + [PeakMemory.benchmark]
  }

  private static func madeUp(_ instruments: Int, _ scenarios: Int) -> [Benchmark] {
    let name = "margin.\(instruments)x\(scenarios)"
    let book = LazyCase {
      let book = try ScenarioBook(instruments: instruments, scenarios: scenarios)
      return try ProofCase(book.program, positions: book.positions, variables: book.variables)
    }
    return Benchmark.proofs(of: name, book) + [Benchmark.size(of: name, book)]
  }
}
