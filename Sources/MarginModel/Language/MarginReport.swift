/// A book under a rule, in exact numbers: for the holder of the book alone.
public struct MarginReport: Sendable {
  /// One comparison, for one tuple of its `for`.
  public struct Assertion: Sendable {
    /// The assertion as the circuit states it.
    public let text: String
    public let line: Int
    /// The elements it is about, empty without `for`: `BTC`, or `cross, USDC`.
    public let instance: String
    public let relation: String
    /// The side that must not be smaller, and the other one. For `==` the left and the right side.
    public let larger: Rational
    public let smaller: Rational
    public let unit: UnitOfMeasure
    /// larger - smaller.
    public var surplus: Rational { larger - smaller }
    public let holds: Bool
  }

  /// A named value of the rule.
  public struct Value: Sendable {
    public let name: String
    public let value: Rational
    public let unit: UnitOfMeasure
  }

  /// The items of a max or min, such as the loss in every scenario.
  public struct Ladder: Sendable {
    public struct Step: Sendable {
      /// The elements the item is for, or its text: `05 spot -0.22`, `minimumDelta`.
      public let label: String
      public let value: Rational
    }
    /// The definition that the max or min stands in.
    public let name: String
    public let isMaximum: Bool
    public let unit: UnitOfMeasure
    public let steps: [Step]
    /// The step that decides: the first one with the extreme value.
    public let worst: Int
  }

  public let assertions: [Assertion]
  /// Every definition, in the circuit's order; one with indices once for each tuple, `own[-, BTC]`.
  public let definitions: [Value]
  /// Those met in definitions, in the order they are first evaluated.
  public let ladders: [Ladder]
  /// What the prover chose.
  public let chosen: [Value]
  /// The values the circuit publishes, `netDelta[BTC]`.
  public let revealed: [Value]

  /// Whether every assertion holds.
  public var isSolvent: Bool { assertions.allSatisfy(\.holds) }
}
