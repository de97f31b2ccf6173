import ProofSystem

/// Committed values, each shown to lie in a range.
struct RangeBenchmarks {
  static func all(threads: Int) -> [Benchmark] {
    let many = LazyCase { try ranges(64, baseBits: 6, digits: 11) }
    return Benchmark.proofs(of: "range.64x64", many)
      + Benchmark.proofs(of: "range.64x64", many, threads: threads).filter { $0.name.contains(".prove.") }
      + Benchmark.proofs(of: "range.1x64", LazyCase { try ranges(1, baseBits: 3, digits: 22) })
      // The widths above are the cheapest that hold 64 bits, and hold 66. These are 64 exactly.
      + Benchmark.proofs(of: "range.64x64exact", LazyCase { try ranges(64, baseBits: 8, digits: 8) })
      + Benchmark.proofs(of: "range.1x64exact", LazyCase { try ranges(1, baseBits: 4, digits: 16) })
  }

  /// x_i - D_i = 0 with 0 <= D_i < 2^(baseBits digits), for random x_i below 2^64.
  private static func ranges(_ count: Int, baseBits: Int, digits: Int) throws -> ProofCase {
    var numbers = SeededNumbers(seed: 4)
    let rows = (0..<count).map { index in
      Program.Row(
        positions: [Program.Term(index: index, coefficient: 1)], variables: [Program.Term(index: index, coefficient: -1)],
        constant: 0)
    }
    let program = try Program(
      baseBits: baseBits, columns: (0..<count).map { "value \($0)" }, digits: [Int](repeating: digits, count: count), rows: rows,
      projection: nil)
    let values = try (0..<count).map { _ in
      guard let value = Int256(exactly: numbers.next()) else { throw BenchmarkError("a word is beyond 256 bits") }
      return value
    }
    return try ProofCase(program, positions: values, variables: values)
  }
}
