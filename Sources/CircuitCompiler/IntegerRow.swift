import BigInt
import MarginModel
import ProofSystem

/// A form scaled to whole coefficients without a common factor: one row of a program, form = 0.
struct IntegerRow: Sendable {
  let indices: [Int]
  /// The coefficients where all of them fit a machine word, else empty.
  private let small: [Int64]
  private let large: [BigInt]
  private let constant: BigInt

  /// - Parameter form: not the zero form.
  init(_ form: LinearForm) {
    let content = form.content
    indices = form.terms.map(\.index)
    constant = content.isZero ? 0 : Self.steps(form.constant, of: content)
    let narrow = form.terms.compactMap { Self.narrowSteps($0.coefficient, of: content) }
    let isSmall = narrow.count == form.terms.count
    small = isSmall ? narrow : []
    large = isSmall ? [] : form.terms.map { Self.steps($0.coefficient, of: content) }
  }

  /// value / content, a whole number.
  private static func steps(_ value: Rational, of content: Rational) -> BigInt {
    narrowSteps(value, of: content).map { BigInt($0) } ?? (value / content).numerator
  }

  /// The same where all fits a machine word, which it nearly always does.
  private static func narrowSteps(_ value: Rational, of content: Rational) -> Int64? {
    guard let value = value.small, let content = content.small else { return nil }
    let (steps, overflow) = (value.numerator / content.numerator).multipliedReportingOverflow(
      by: content.denominator / value.denominator)
    return overflow ? nil : steps
  }

  var count: Int { indices.count }

  private func coefficient(_ place: Int) -> BigInt { large.isEmpty ? BigInt(small[place]) : large[place] }

  /// The coefficient of an index, 0 where it is absent.
  func coefficient(of index: Int) -> BigInt {
    indices.firstIndex(of: index).map { coefficient($0) } ?? 0
  }

  /// All terms, and what is added to them.
  var terms: [(index: Int, coefficient: Rational)] { indices.indices.map { (indices[$0], Rational(coefficient($0))) } }
  var constantTerm: Rational { Rational(constant) }

  /// The terms of variables.
  func variables(from columns: Int) -> [(index: Int, coefficient: BigInt)] {
    indices.indices.filter { indices[$0] >= columns }.map { (indices[$0], coefficient($0)) }
  }

  /// The largest value of -sign * (the row without its variables) for positions within their limits.
  func reach(columns: Int, limits: [BigInt], sign: BigInt) -> BigInt {
    var reach = -sign * constant
    for place in indices.indices where indices[place] < columns {
      reach += BigInt(coefficient(place).magnitude) * limits[indices[place]]
    }
    return reach
  }

  /// The value of the form, in the row's own scale.
  func value(_ values: IntegerValues) -> BigInt {
    var sum = constant
    guard large.isEmpty else {
      for place in indices.indices { sum += large[place] * values[indices[place]] }
      return sum
    }
    var partial: Int128 = 0
    for place in indices.indices {
      guard let value = values.small(indices[place]) else {
        sum += BigInt(small[place]) * values[indices[place]]
        continue
      }
      // A product of two words is below 2^126, so only the sum can overflow.
      let (next, overflow) = partial.addingReportingOverflow(Int128(small[place]) * Int128(value))
      if overflow {
        sum += BigInt(partial)
        partial = Int128(small[place]) * Int128(value)
      } else {
        partial = next
      }
    }
    return sum + BigInt(partial)
  }

  /// The row of a program, or nil when a number does not fit 256 bits.
  func programRow(columns: Int) -> Program.Row? {
    var positions: [Program.Term] = []
    var variables: [Program.Term] = []
    for place in indices.indices {
      let coefficient: Int256
      if large.isEmpty {
        coefficient = Int256(small[place])
      } else if let wide = Int256(exactly: large[place]) {
        coefficient = wide
      } else {
        return nil
      }
      let index = indices[place]
      if index < columns {
        positions.append(Program.Term(index: index, coefficient: coefficient))
      } else {
        variables.append(Program.Term(index: index - columns, coefficient: coefficient))
      }
    }
    guard let constant = Int256(exactly: constant) else { return nil }
    return Program.Row(positions: positions, variables: variables, constant: constant)
  }

  /// The column that stands alone in the row with coefficient 1 or -1: the row bounds it.
  func boundedColumn(columns: Int) -> Int? {
    guard let first = indices.first, first < columns, indices.count < 2 || indices[1] >= columns else { return nil }
    return coefficient(0).magnitude == 1 ? first : nil
  }
}

/// The integers that a witness is made of: positions, then variables.
struct IntegerValues: Sendable {
  var count: Int { narrow.count }
  private var narrow: [Int64]
  private var wide: [Int: BigInt] = [:]

  init(count: Int) {
    narrow = Array(repeating: 0, count: count)
  }

  /// The value where it fits a machine word.
  @inline(__always)
  func small(_ index: Int) -> Int64? {
    wide.isEmpty || wide[index] == nil ? narrow[index] : nil
  }

  subscript(index: Int) -> BigInt {
    get { wide[index] ?? BigInt(narrow[index]) }
    set {
      if let value = Int64(exactly: newValue) {
        narrow[index] = value
        wide[index] = nil
      } else {
        wide[index] = newValue
      }
    }
  }
}
