/// What the mean loss of the file's worst days is multiplied by, for what the days listed miss.
///
/// Each factor is the largest over the reference books, every underlying alone, long and short, and at least 1:
/// - `sampling`: all days over those that the file holds;
/// - `extremes`: a generalised Pareto tail's expected shortfall over the empirical one;
/// - `stress`: a window of stress, its moves as they were, over all simulated days.
struct TailFactors {
  let sampling, extremes, stress: Double

  init(
    _ model: HistoricalModel, all: [HistoricalModel.Day], kept: [HistoricalModel.Day], stressed: [HistoricalModel.Day]
  ) throws(RiskBuildError) {
    let tail = model.tail.double
    var (sampling, extremes, stress) = (1.0, 1.0, 1.0)
    for place in all[0].moves.indices {
      for side in [-1.0, 1.0] {
        func losses(_ days: [HistoricalModel.Day]) -> [Double] { days.map { side * $0.moves[place].double } }
        let whole = ExpectedShortfall.of(losses(all), tail: tail)
        let listed = ExpectedShortfall.of(losses(kept), tail: tail)
        // A book that does not even lose on its worst days has no tail to make up for.
        guard whole > 0, listed > 0 else { continue }
        sampling = max(sampling, whole / listed)
        if let share = model.extremes?.double {
          guard let fit = GeneralizedPareto(fitting: losses(all), share: share) else { throw .noTail(share: "\(share)") }
          extremes = max(extremes, fit.expectedShortfall(valueAtRisk: fit.valueAtRisk(tail: tail)) / whole)
        }
        if !stressed.isEmpty { stress = max(stress, ExpectedShortfall.of(losses(stressed), tail: tail) / whole) }
      }
    }
    self.sampling = sampling
    self.extremes = extremes
    self.stress = stress
  }

  var parts: [(String, Double)] {
    [("scale", sampling * extremes * stress), ("sampling", sampling), ("extremes", extremes), ("stress", stress)]
  }
}
