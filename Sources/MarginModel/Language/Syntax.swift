/// The syntax tree of the rule language, one type per rule of its grammar; nothing in it has been checked yet.
package enum Syntax {
  /// `expr`: sums and products are flat lists, so a long sum is not a deep tree.
  package indirect enum Expression: Sendable {
    case number(String, SourceLocation)
    case reference(Reference)
    case negated(Expression, SourceLocation)
    /// The terms of a sum, each added or subtracted.
    case sum([(negative: Bool, term: Expression)], SourceLocation)
    /// The factors of a product, each a multiplier or a divisor, with the place of its sign.
    case product([(divides: Bool, factor: Expression)], SourceLocation)
    case call(Call)

    package var location: SourceLocation {
      switch self {
      case .number(_, let place), .negated(_, let place), .sum(_, let place), .product(_, let place): place
      case .reference(let reference): reference.location
      case .call(let call): call.location
      }
    }
  }

  package struct Call: Sendable {
    package enum Form: Sendable {
      case total(Item)
      case maximum([Item])
      case minimum([Item])
      case absolute(Expression)
      case positive(Expression)
      case shortfall(share: Expression, loss: Item, weight: Expression?)
      case tiers(Reference, Expression)
    }

    package let form: Form
    package let location: SourceLocation
  }

  package struct Reference: Sendable {
    package let name: String
    package let indices: [Index]
    package let location: SourceLocation
  }

  package struct Index: Sendable {
    package enum Kind: Sendable {
      case name(String)
      case attribute(String, of: String)
      case element(String)
    }

    package let kind: Kind
    package let location: SourceLocation
  }

  /// `expr { for binding }`, with the text it was written as.
  package struct Item: Sendable {
    package let expression: Expression
    package let bindings: [Binding]
    package let text: String
  }

  package struct Binding: Sendable {
    package let variable: String
    package let domain: Subset
    package let location: SourceLocation
  }

  package struct Subset: Sendable {
    package let set: String
    package let conditions: [Condition]
    package let location: SourceLocation
  }

  package struct Condition: Sendable {
    package let attribute: String
    package let equal: Bool
    package let index: Index
    package let location: SourceLocation
  }

  /// A name with the sets (of a table) or the bindings (of anything else) that index it.
  package struct Signature<Parameter: Sendable>: Sendable {
    package let name: String
    package let parameters: [Parameter]
    package let location: SourceLocation
  }

  package enum Schedule: String, Sendable {
    case rising, falling
  }

  /// `[rising tiers of] unit [>= n | <= n | in n..n]`.
  package struct ValueType: Sendable {
    package let schedule: Schedule?
    package let unit: String
    package let lower: String?
    package let upper: String?
    package let location: SourceLocation
  }

  /// `expr .. expr [step expr]`.
  package struct Range: Sendable {
    package let lower: Expression
    package let upper: Expression
    package let step: Expression?
  }

  package enum Relation: String, Sendable {
    case atLeast = ">="
    case atMost = "<="
    case equal = "=="
  }

  /// A chain of comparisons, repeated for every tuple of its bindings.
  package struct Assertion: Sendable {
    package let sides: [Expression]
    package let relations: [(relation: Relation, location: SourceLocation)]
    package let bindings: [Binding]
  }
}
