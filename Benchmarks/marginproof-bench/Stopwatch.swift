import Secp256k1

/// A benchmark's outcome.
struct Figure {
  let name: String
  let value: Double
  let unit: String
  /// The time in yardsticks; nil for what is no time.
  let ratio: Double?
}

/// How long to measure for.
struct Effort {
  /// Seconds for a benchmark, beyond its least number of samples.
  let budget: Double
  let fewestSamples: Int

  static let full = Effort(budget: 3, fewestSamples: 7)
  static let quick = Effort(budget: 0.3, fewestSamples: 2)
}

/// Takes samples of a benchmark's work, with the yardstick between them.
///
/// What is stated is the least sample, and its ratio to the least yardstick of the same seconds. Whatever disturbs a measurement,
/// such as other programs, interrupts and cold caches, makes it longer and never shorter, so that of many samples the least is nearest
/// to the work itself; a median would state the machine's load.
struct Stopwatch {
  let effort: Effort
  private(set) var yardstick: Yardstick

  init(effort: Effort) throws {
    self.effort = effort
    yardstick = try Yardstick()
  }

  /// No sample is shorter than this, so that reading the clock does not count.
  private static let shortestSample = 0.002
  private static let mostSamples = 200

  /// The least yardstick of all that were measured; measured now if none was.
  mutating func yardstickFigure() -> Figure {
    for _ in 0..<effort.fewestSamples { _ = yardstick.measure() }
    let unit = TimeUnit.microseconds
    return Figure(name: Catalogue.yardstick, value: unit.value(seconds: yardstick.best), unit: unit.rawValue, ratio: 1)
  }

  mutating func measure(_ benchmark: Benchmark) throws -> Figure {
    switch benchmark.subject {
    case .quantity(let unit, let measure):
      return Figure(name: benchmark.name, value: try measure(), unit: unit, ratio: nil)
    case .time(let unit, let items, let threads, let prepare):
      let work = try prepare()
      let (time, yardstick) = try Cores.$threadCount.withValue(threads) { try self.samples(of: work, threads: threads) }
      let each = time / Double(items)
      return Figure(name: benchmark.name, value: unit.value(seconds: each), unit: unit.rawValue, ratio: each / yardstick)
    }
  }

  /// The least time of the work and of the yardstick, in seconds.
  private mutating func samples(of work: () throws -> Void, threads: Int) throws -> (time: Double, yardstick: Double) {
    func time(_ repetitions: Int) throws -> Double {
      let start = threads == 1 ? CPUClock.process : CPUClock.wall
      for _ in 0..<repetitions { try work() }
      return ((threads == 1 ? CPUClock.process : CPUClock.wall) - start) / Double(repetitions)
    }
    // The first call fills caches of the library under test, and is no sample.
    try work()
    let repetitions = max(1, Int(Self.shortestSample / max(try time(1), 1e-9)))
    let start = CPUClock.wall
    var least = (time: Double.infinity, yardstick: yardstick.measure())
    var count = 0
    while count < effort.fewestSamples || (CPUClock.wall - start < effort.budget && count < Self.mostSamples) {
      least.time = min(least.time, try time(repetitions))
      least.yardstick = min(least.yardstick, yardstick.measure())
      count += 1
    }
    return least
  }
}
