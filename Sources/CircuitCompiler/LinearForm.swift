import MarginModel

/// A public linear function of the private integers: sum_k c_k n_k + constant, in the unit of what it stands for.
///
/// Indices below the number of columns are positions in lots, the others auxiliary variables in steps of their grid; a coefficient
/// is per lot or per step.
struct LinearForm: Hashable, Sendable {
  struct Term: Hashable, Sendable {
    let index: Int
    let coefficient: Rational
  }

  /// By increasing index, no coefficient zero.
  private(set) var terms: [Term] = []
  var constant: Rational = 0

  init(constant: Rational = 0) {
    self.constant = constant
  }

  init(_ index: Int, _ coefficient: Rational) {
    terms = coefficient.isZero ? [] : [Term(index: index, coefficient: coefficient)]
  }

  var isConstant: Bool { terms.isEmpty }
  var isZero: Bool { terms.isEmpty && constant.isZero }

  /// The coarsest grid through 0 that holds every value of the form.
  var content: Rational {
    var content = Rational.Content()
    for term in terms { content.add(term.coefficient) }
    content.add(constant)
    return content.value
  }

  func scaled(by factor: Rational) -> LinearForm {
    guard !factor.isZero else { return LinearForm() }
    guard factor != 1 else { return self }
    var form = LinearForm(constant: constant * factor)
    form.terms = terms.map { Term(index: $0.index, coefficient: $0.coefficient * factor) }
    return form
  }

  static prefix func - (form: LinearForm) -> LinearForm { form.scaled(by: -1) }

  static func + (left: LinearForm, right: LinearForm) -> LinearForm {
    var builder = FormBuilder()
    builder.add(left, times: 1)
    builder.add(right, times: 1)
    return builder.form
  }

  static func - (left: LinearForm, right: LinearForm) -> LinearForm {
    var builder = FormBuilder()
    builder.add(left, times: 1)
    builder.add(right, times: -1)
    return builder.form
  }

  /// The caller vouches for the order.
  fileprivate init(sorted terms: [Term], constant: Rational) {
    self.terms = terms
    self.constant = constant
  }
}

/// Adds up a form term by term, without a dictionary: terms that come in order stay in order.
struct FormBuilder {
  private var terms: [LinearForm.Term] = []
  private var constant: Rational = 0
  private var isSorted = true

  mutating func add(_ value: Rational) {
    constant += value
  }

  mutating func add(_ index: Int, _ coefficient: Rational) {
    guard !coefficient.isZero else { return }
    if let last = terms.last, last.index >= index { isSorted = false }
    terms.append(LinearForm.Term(index: index, coefficient: coefficient))
  }

  mutating func add(_ form: LinearForm, times factor: Rational) {
    guard !factor.isZero else { return }
    constant += form.constant * factor
    for term in form.terms { add(term.index, factor == 1 ? term.coefficient : term.coefficient * factor) }
  }

  var form: LinearForm {
    guard !isSorted else { return LinearForm(sorted: terms, constant: constant) }
    var merged: [LinearForm.Term] = []
    merged.reserveCapacity(terms.count)
    for term in terms.sorted(by: { $0.index < $1.index }) {
      if let last = merged.last, last.index == term.index {
        merged[merged.count - 1] = LinearForm.Term(index: term.index, coefficient: last.coefficient + term.coefficient)
      } else {
        merged.append(term)
      }
    }
    merged.removeAll { $0.coefficient.isZero }
    return LinearForm(sorted: merged, constant: constant)
  }
}
