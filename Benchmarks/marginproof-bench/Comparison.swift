/// What others were measured at, and what this project wants to reach, beside figures of ours.
///
/// Their figures were measured by this project on one thread of an AMD Zen 5 with AVX512-IFMA, at another time than ours, where the
/// yardstick was 31 us. So they are compared in yardsticks.
struct Comparison {
  let name: String
  let unit: TimeUnit
  /// In the unit.
  let goal: Double
  let peers: [(name: String, value: Double)]

  static let yardstick = 31e-6

  static let all: [Comparison] = [
    Comparison("msm.1024", .microsecondsPerPoint, 0.60, ("libsecp256k1", 5.7), ("ristretto255 in dalek with IFMA", 1.5)),
    Comparison("msm.16384", .microsecondsPerPoint, 0.45, ("libsecp256k1", 4.1), ("ristretto255 in dalek with IFMA", 1.3)),
    Comparison("msm.fixed.2048", .microsecondsPerPoint, 0.40),
    Comparison(
      "range.64x64.prove", .milliseconds, 10, ("BP++ in C", 78.5), ("tari BP+", 133), ("dalek BP", 191), ("BP in C", 658)),
    Comparison(
      "range.64x64.verify", .milliseconds, 1.0, ("BP++ in C", 9.6), ("dalek BP", 14.4), ("BP in C", 47), ("tari BP+", 61)),
    Comparison("range.64x64.batch", .milliseconds, 0.25, ("BP in C", 7.3), ("tari BP+", 14)),
    Comparison("range.1x64.prove", .milliseconds, 0.8, ("tari BP+", 2.8), ("dalek BP", 3.4), ("BP++ in C", 3.8)),
    Comparison("range.1x64.verify", .milliseconds, 0.15, ("tari BP+", 0.41), ("dalek BP", 0.60), ("BP++ in C", 0.75)),
    Comparison(
      "margin.256x32.prove", .milliseconds, 30, ("PLONK, quantities not bound to the commitment", 863),
      ("Groth16 with Pedersen openings", 2463), ("ezkl", 2731)),
    Comparison(
      "margin.256x32.verify", .milliseconds, 1.3, ("PLONK", 1.30), ("Groth16, with a trusted setup and a key of 23 MB", 1.48),
      ("ezkl", 11)),
    Comparison("margin.256x32.batch", .milliseconds, 0.35),
    Comparison("margin.679x24.prove", .milliseconds, 40),
    Comparison("margin.679x24.verify", .milliseconds, 1.6),
    Comparison("margin.4096x250.verify", .milliseconds, 12),
  ]

  private init(_ name: String, _ unit: TimeUnit, _ goal: Double, _ peers: (name: String, value: Double)...) {
    self.name = name
    self.unit = unit
    self.goal = goal
    self.peers = peers
  }

  func yardsticks(_ value: Double) -> Double { value / unit.value(seconds: Self.yardstick) }
}
