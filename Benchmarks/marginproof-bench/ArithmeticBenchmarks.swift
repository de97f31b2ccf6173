import Secp256k1

/// Field, scalars, sums of multiples of points, and hashing to the curve.
struct ArithmeticBenchmarks {
  static let sizes = [1, 8, 16, 64, 256, 1024, 2048, 4096, 16384, 65536]
  private static let namesHashed = 10_000

  static func all(threads: Int) -> [Benchmark] {
    [
      chain("field.multiply", of: 10_000) { numbers in
        let factor = try element(&numbers)
        return (try element(&numbers), { $0 * factor })
      },
      chain("field.inverse", of: 100) { numbers in (try element(&numbers), { $0.inverseVariableTime() + .one }) },
      chain("scalar.multiply", of: 10_000) { numbers in
        let factor = numbers.scalar()
        return (numbers.scalar(), { $0 * factor })
      },
    ] + sizes.map { multiplication($0, threads: 1) } + [multiplication(16384, threads: threads), tableSum(2048), generators]
  }

  /// Each step takes the result of the one before it, so that a step's whole delay is measured.
  private static func chain<Value>(
    _ name: String, of count: Int, make: @escaping (inout SeededNumbers) throws -> (Value, (Value) -> Value)
  ) -> Benchmark {
    Benchmark(
      name: name,
      subject: .time(.nanoseconds, items: count) {
        var numbers = SeededNumbers(seed: 1)
        let (start, step) = try make(&numbers)
        return {
          var value = start
          for _ in 0..<count { value = step(value) }
          keep(value)
        }
      })
  }

  private static func element(_ numbers: inout SeededNumbers) throws -> FieldElement {
    // The last byte is low enough for any number below p.
    guard let element = FieldElement(bytes: [0x7F] + numbers.bytes(31)) else { throw BenchmarkError("no field element") }
    return element
  }

  /// Scalars of 256 random bits and distinct points.
  private static func multiplication(_ count: Int, threads: Int) -> Benchmark {
    Benchmark(
      name: "msm.\(count)" + (threads == 1 ? "" : ".threads\(threads)"),
      subject: .time(.microsecondsPerPoint, items: count, threads: threads) {
        var numbers = SeededNumbers(seed: 2)
        let scalars = (0..<count).map { _ in numbers.scalar() }
        let points = HashToCurve.points(messages: names(count), domain: domain)
        return { keep(MultiScalarMultiplication.sumVariableTime(scalars, points)) }
      })
  }

  /// As `multiplication`, of points with tables that are made beforehand.
  private static func tableSum(_ count: Int) -> Benchmark {
    Benchmark(
      name: "msm.fixed.\(count)",
      subject: .time(.microsecondsPerPoint, items: count) {
        var numbers = SeededNumbers(seed: 2)
        let part = MultiScalarMultiplication.TablePart(
          PointTable(HashToCurve.points(messages: names(count), domain: domain)), (0..<count).map { _ in numbers.scalar() })
        return { keep(MultiScalarMultiplication.sumVariableTime([part], [], [])) }
      })
  }

  private static var generators: Benchmark {
    Benchmark(
      name: "generators.\(namesHashed)",
      subject: .time(.milliseconds) {
        let messages = names(namesHashed)
        return { keep(HashToCurve.points(messages: messages, domain: domain)) }
      })
  }

  private static let domain = Array("marginproof-bench".utf8)

  private static func names(_ count: Int) -> [[UInt8]] { (0..<count).map { Array("point \($0)".utf8) } }
}

/// Keeps the optimiser from leaving out the work that made a value.
@inline(never)
func keep<Value>(_ value: Value) { withExtendedLifetime(value) {} }
