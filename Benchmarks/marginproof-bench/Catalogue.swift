/// All benchmarks, in the order in which they run and are listed.
enum Catalogue {
  /// The yardstick itself, stated last as the least of the whole run.
  static let yardstick = "yardstick"

  /// - Parameter threads: for the figures that are measured on one thread and on several.
  static func all(threads: Int) -> [Benchmark] {
    ArithmeticBenchmarks.all(threads: threads) + RangeBenchmarks.all(threads: threads) + CompileBenchmarks.all
      + MarginBenchmarks.all(threads: threads)
  }
}
