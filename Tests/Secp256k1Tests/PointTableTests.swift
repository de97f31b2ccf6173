import Secp256k1
import Testing

@Suite("Tables of fixed points")
struct PointTableTests {
  typealias Part = MultiScalarMultiplication.TablePart

  @Test("sums agree with single multiples at every kind of size", arguments: [1, 2, 7, 33, 64, 130, 700])
  func sizes(count: Int) {
    var samples = Samples(stream: 40 + UInt64(count))
    let points = (0..<count).map { _ in samples.point() }
    let table = PointTable(points)
    #expect(table.points == points)
    for used in Set([0, 1, count / 2, count]) {
      let scalars = (0..<used).map { _ in samples.scalar() }
      #expect(
        MultiScalarMultiplication.sumVariableTime([Part(table, scalars)], [], [])
          == MultiScalarMultiplicationTests.plainSum(scalars, Array(points.prefix(used))),
        "\(used) of \(count), SEED=\(Samples.seed)")
    }
  }

  @Test("equal points, opposite points and infinity, with the scalars at the edges", arguments: [3, 90, 400])
  func edges(count: Int) {
    var samples = Samples(stream: 50)
    let point = samples.point()
    let kinds = [point, -point, .infinity, samples.point(), .generator]
    let edges: [Scalar] = [
      .zero, .one, -.one, Scalar(2048), Scalar(2049), -Scalar(2048), Scalar(4095), Scalar(4096), Scalar(.max), -Scalar(.max),
      // n / 2 rounded down and up, where the sign changes.
      Scalar(2).inverseVariableTime(), -Scalar(2).inverseVariableTime(), Scalar(2).inverseVariableTime() - .one,
    ]
    let points = (0..<count).map { kinds[$0 % kinds.count] }
    let scalars = (0..<count).map { edges[$0 / kinds.count % edges.count] }
    let table = PointTable(points)
    #expect(
      MultiScalarMultiplication.sumVariableTime([Part(table, scalars)], [], [])
        == MultiScalarMultiplicationTests.plainSum(scalars, points))
    let ones = [Scalar](repeating: .one, count: count)
    #expect(
      MultiScalarMultiplication.sumVariableTime([Part(table, ones)], ones, points.map { -$0 }).isInfinity)
  }

  @Test("every digit of every step is taken where it belongs")
  func digits() {
    let table = PointTable([.generator])
    for bit in 0..<256 {
      let power = (0..<bit).reduce(Scalar.one) { power, _ in power + power }
      for scalar in [power, power - .one, -power, power + power + power] {
        #expect(
          MultiScalarMultiplication.sumVariableTime([Part(table, [scalar])], [], [])
            == AffinePoint.generator.multiplied(bySecret: scalar), "2^\(bit)")
      }
    }
  }

  @Test("several parts and further points add up, whatever the number of threads")
  func parts() {
    var samples = Samples(stream: 60)
    let lists = [5, 0, 300, 1200].map { count in (0..<count).map { _ in samples.point() } }
    let scalars = lists.map { $0.map { _ in samples.scalar() } }
    let parts = zip(lists, scalars).map { Part(PointTable($0), $1) }
    let others = (0..<20).map { _ in samples.point() }
    let otherScalars = others.map { _ in samples.scalar() }
    let expected = MultiScalarMultiplicationTests.plainSum(scalars.flatMap { $0 } + otherScalars, lists.flatMap { $0 } + others)
    for threads in [1, 2, 5] {
      let sum = Cores.$threadCount.withValue(threads) {
        MultiScalarMultiplication.sumVariableTime(parts, otherScalars, others)
      }
      #expect(sum == expected, "\(threads) threads, SEED=\(Samples.seed)")
    }
  }

  @Test("many sums that share their scalars agree with single ones", arguments: [(1, 5), (2, 3), (8, 40), (16, 300), (33, 7)])
  func sharedScalars(count: Int, sums: Int) {
    var samples = Samples(stream: 70)
    let points = (0..<count * sums).map { place in place % 11 == 5 ? AffinePoint.infinity : samples.point() }
    let scalars = (0..<count).map { _ in samples.scalar() }
    let table = PointTable(points)
    // Some rows are missing.
    let rows = points.indices.map { $0 % 7 == 3 ? nil : table[$0] }
    let result = MultiScalarMultiplication.sumsVariableTime(scalars, over: rows)
    #expect(result.count == sums)
    for sum in 0..<sums {
      let members = sum * count..<(sum + 1) * count
      let present = members.map { $0 % 7 == 3 ? AffinePoint.infinity : points[$0] }
      #expect(
        result[sum] == MultiScalarMultiplication.sumVariableTime(scalars, present).affine(), "\(sum), SEED=\(Samples.seed)")
    }
    #expect(MultiScalarMultiplication.sumsVariableTime([], over: []).isEmpty)
  }
}
