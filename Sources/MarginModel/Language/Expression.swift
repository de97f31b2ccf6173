/// A checked expression: names are resolved, curvature and unit are known.
///
/// Immutable, shared by every use of it.
package final class Expression: Sendable {
  package let kind: Kind
  package let curvature: Curvature
  /// Where a constant lies, from declared ranges alone.
  package let range: ConstantRange
  /// The unit, nil for a literal 0, which fits any.
  package let unit: UnitOfMeasure?
  package let location: SourceLocation
  /// The height of the tree, definitions included: bounds the recursion of everything that walks it.
  package let height: Int

  package indirect enum Kind: Sendable {
    case number(Rational)
    case table(Int, [IndexSite])
    case argument(Int)
    case lot(set: String, IndexSite)
    case limit(set: String, IndexSite)
    case coordinate(vector: Int, [IndexSite])
    case chosen(Int, [IndexSite])
    case definition(Int, [IndexSite])
    case negated(Expression)
    case sum([(negative: Bool, term: Expression)])
    /// Constant factors, and at most one private one.
    case product([(divides: Bool, factor: Expression)], of: Expression?)
    case total(ExpressionItem)
    case extreme(Extreme, [ExpressionItem])
    case absolute(Expression)
    case positive(Expression)
    case shortfall(share: Expression, loss: ExpressionItem, weight: Expression?)
    case tiers(table: Int, [IndexSite], Expression)
  }

  package enum Extreme: String, Sendable {
    case maximum = "max"
    case minimum = "min"
  }

  init(
    _ kind: Kind, _ curvature: Curvature, _ range: ConstantRange = .all, unit: UnitOfMeasure?, at location: SourceLocation,
    over children: [Expression] = []
  ) {
    self.kind = kind
    self.curvature = curvature
    self.range = range
    self.unit = unit
    self.location = location
    self.height = 1 + (children.map(\.height).max() ?? 0)
  }
}

/// An expression repeated over bindings.
package struct ExpressionItem: Sendable {
  package let expression: Expression
  package let bindings: [BindingSite]
  package let text: String
}

/// One place where an index is written: what it is, and the set it must name an element of.
package struct IndexSite: Sendable {
  package enum Kind: Sendable {
    /// The element of a set that a slot of the frame holds.
    case variable(slot: Int, set: String)
    /// An attribute of that element.
    case attribute(String, slot: Int, set: String)
    case element(String)
    case argument(Int)
  }

  package let kind: Kind
  /// The set the index picks from; nil in a condition, which compares labels.
  package let set: String?
  package let location: SourceLocation
  /// Numbers all index sites of a circuit.
  package let id: Int
}

/// One place where a name is bound to the elements of a set.
package struct BindingSite: Sendable {
  package let variable: String
  package let slot: Int
  package let domain: DomainSite
}

/// A set with conditions, at one place.
package struct DomainSite: Sendable {
  /// The set as written, and the set that its elements come from.
  package let set: String
  package let root: String
  package let conditions: [ConditionSite]
  package let location: SourceLocation
  /// Numbers all domains of a circuit.
  package let id: Int
}

package struct ConditionSite: Sendable {
  package let attribute: String
  package let equal: Bool
  package let index: IndexSite
  package let location: SourceLocation
}
