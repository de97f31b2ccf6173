import CKernels

/// The power x^((p - 3)/4).
enum QuarterPower {
  static func of(_ element: FieldElement) -> FieldElement { power(element) }

  /// The powers of many elements: on all threads of the task, by the task's kernel.
  static func of(_ elements: [FieldElement]) -> [FieldElement] {
    let kernel = ArithmeticKernel.current
    let count = elements.count
    return [FieldElement](unsafeUninitializedCapacity: count) { buffer, initializedCount in
      elements.withUnsafeBufferPointer { elements in
        guard let first = elements.baseAddress, let room = buffer.baseAddress else { return }
        nonisolated(unsafe) let (source, target) = (first, room)
        Cores.forEach((count + pieceCount - 1) / pieceCount) { piece in
          let start = piece * pieceCount
          raise(UnsafeBufferPointer(start: source + start, count: min(pieceCount, count - start)), to: target + start, kernel)
        }
      }
      initializedCount = count
    }
  }

  /// Elements that a thread takes at a time: whole rounds of every kernel.
  private static let pieceCount = 64

  private static func raise(
    _ elements: UnsafeBufferPointer<FieldElement>, to powers: UnsafeMutablePointer<FieldElement>, _ kernel: ArithmeticKernel
  ) {
    switch kernel {
    case .portable: raisePortably(elements, to: powers)
    case .lanes(let lanes):
      guard let numbers = UnsafeRawPointer(elements.baseAddress)?.assumingMemoryBound(to: UInt64.self) else { return }
      lanes.functions.quarter_powers(
        numbers, elements.count, UnsafeMutableRawPointer(powers).assumingMemoryBound(to: UInt64.self))
    }
  }

  private static func raisePortably(_ elements: UnsafeBufferPointer<FieldElement>, to powers: UnsafeMutablePointer<FieldElement>) {
    var index = 0
    while index &+ 1 < elements.count {
      let pair = power(TwoElements(first: elements[index], second: elements[index &+ 1]))
      powers.advanced(by: index).initialize(to: pair.first)
      powers.advanced(by: index &+ 1).initialize(to: pair.second)
      index &+= 2
    }
    if index < elements.count { powers.advanced(by: index).initialize(to: power(elements[index])) }
  }

  /// The exponent is 223 ones, a zero, 22 ones, and then 00001011. Blocks of ones double or add: x^(2^i - 1) raised to 2^j, times
  /// x^(2^j - 1), is x^(2^(i+j) - 1).
  @inline(__always)
  private static func power<Base: PowerBase>(_ x: Base) -> Base {
    let ones2 = x.squared(times: 1) * x
    let ones3 = ones2.squared(times: 1) * x
    let ones6 = ones3.squared(times: 3) * ones3
    let ones9 = ones6.squared(times: 3) * ones3
    let ones11 = ones9.squared(times: 2) * ones2
    let ones22 = ones11.squared(times: 11) * ones11
    let ones44 = ones22.squared(times: 22) * ones22
    let ones88 = ones44.squared(times: 44) * ones44
    let ones176 = ones88.squared(times: 88) * ones88
    let ones220 = ones176.squared(times: 44) * ones44
    let ones223 = ones220.squared(times: 3) * ones3
    let head = ones223.squared(times: 23) * ones22
    return (head.squared(times: 5) * x).squared(times: 3) * ones2
  }
}

/// One element or two that are raised together.
private protocol PowerBase {
  static func * (a: Self, b: Self) -> Self

  /// self^(2^count).
  func squared(times count: Int) -> Self
}

extension FieldElement: PowerBase {
  fileprivate func squared(times count: Int) -> FieldElement {
    var power = self
    for _ in 0..<count { power = power.squared() }
    return power
  }
}

/// Squarings of one come between those of the other, as each waits for the last.
private struct TwoElements: PowerBase {
  let first, second: FieldElement

  static func * (a: TwoElements, b: TwoElements) -> TwoElements {
    TwoElements(first: a.first * b.first, second: a.second * b.second)
  }

  func squared(times count: Int) -> TwoElements {
    var (first, second) = (first, second)
    for _ in 0..<count { (first, second) = (first.squared(), second.squared()) }
    return TwoElements(first: first, second: second)
  }
}
