/// One named figure and how it is made.
struct Benchmark {
  enum Subject {
    /// A time. `prepare` makes the inputs, which no clock sees, and gives the work that is timed.
    case time(TimeUnit, items: Int = 1, threads: Int = 1, prepare: () throws -> () throws -> Void)
    /// A count that takes no clock: bytes of a proof, peak memory.
    case quantity(unit: String, measure: () throws -> Double)
  }

  /// Components joined by dots: what is measured, its size, the operation.
  let name: String
  let subject: Subject

  /// How many threads it is measured on; 0 for what takes no clock.
  var threads: Int {
    if case .time(_, _, let threads, _) = subject { threads } else { 0 }
  }
}

/// What a time is stated in; for work on several items, the time of each.
enum TimeUnit: String {
  case nanoseconds = "ns"
  case microseconds = "us"
  case microsecondsPerPoint = "us/point"
  case milliseconds = "ms"

  func value(seconds: Double) -> Double {
    switch self {
    case .nanoseconds: seconds * 1e9
    case .microseconds, .microsecondsPerPoint: seconds * 1e6
    case .milliseconds: seconds * 1e3
    }
  }
}

/// What a filter on the command line picks: a name, the head of one up to a dot, or either with `*` for any component.
struct NameFilter {
  private let components: [Substring]

  init(_ text: String) { components = text.split(separator: ".", omittingEmptySubsequences: false) }

  func picks(_ name: String) -> Bool {
    let parts = name.split(separator: ".")
    return components.count <= parts.count && zip(components, parts).allSatisfy { $0 == "*" || $0 == $1 }
  }
}

/// Why a benchmark cannot run: one line.
struct BenchmarkError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
