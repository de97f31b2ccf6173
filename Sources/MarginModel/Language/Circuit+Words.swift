/// A rule in plain words: what `marginproof circuit show` prints.
extension Circuit {
  /// One named part of a rule: its inequality or formula as written, and the same in words.
  public struct Explanation: Sendable {
    /// `equity >= coverage * requirement`, or `worst`.
    public let title: String
    public let words: String
    /// `convex, in USD`; nil for an assertion.
    public let kind: String?
    public let line: Int
  }

  /// The assertions, in the file's order.
  public var assertionsInWords: [Explanation] {
    assertions.map { assertion in
      let words = RuleWords(self, assertion.bindings)
      var text = words.phrase(assertion.sides[0])
      for (relation, side) in zip(assertion.relations, assertion.sides.dropFirst()) {
        let verb =
          switch relation {
          case .atLeast: "is at least"
          case .atMost: "is at most"
          case .equal: "equals"
          }
        text += " \(verb) \(words.phrase(side))"
      }
      return Explanation(
        title: assertion.text, words: words.each(assertion.bindings) + text, kind: nil, line: assertion.location.line)
    }
  }

  /// The definitions, in the file's order.
  public var definitionsInWords: [Explanation] { definitions.map(explanation) }

  /// What a proof publishes.
  public var revealsInWords: [Explanation] { reveals.map(explanation) }

  /// What the prover keeps to itself: the positions, and what it chooses.
  public var privateValuesInWords: [String] {
    committed.map { vector in
      let words = RuleWords(self, vector.parameters)
      return "\(words.signature(vector.name, vector.parameters)): the signed position\(words.forEach(vector.parameters))"
    }
      + chosen.map { vector in
        let words = RuleWords(self, vector.parameters)
        let step = vector.step.map { ", in steps of \(words.phrase($0))" } ?? ", in whole numbers"
        return "\(words.signature(vector.name, vector.parameters)): chosen by the prover from \(words.phrase(vector.lower)) to "
          + "\(words.phrase(vector.upper))\(step)\(words.forEach(vector.parameters))"
      }
  }

  /// The tables and arguments that everybody knows.
  public var publicValuesInWords: [String] {
    tables.map { table in
      let indices = table.sets.isEmpty ? "" : "[\(table.sets.joined(separator: ", "))]"
      let schedule = table.schedule.map { "\($0.rawValue) tiers of " } ?? ""
      return "\(table.name)\(indices): \(schedule)\(RuleWords.type(table.unit, table.range))"
    }
      + arguments.map { argument in
        let fallback = argument.fallback.map { "; \($0) unless the request says otherwise" } ?? ""
        switch argument.kind {
        case .number(let unit, let range): return "\(argument.name): \(RuleWords.type(unit, range))\(fallback)"
        case .element(let set): return "\(argument.name): one of \(set)\(fallback)"
        }
      }
  }

  private func explanation(_ definition: DefinitionDeclaration) -> Explanation {
    let words = RuleWords(self, definition.parameters)
    let curvature = definition.body.curvature == .constant ? "public" : "\(definition.body.curvature)"
    return Explanation(
      title: words.signature(definition.name, definition.parameters), words: words.phrase(definition.body),
      kind: "\(curvature), in \(definition.body.unit ?? .number)", line: definition.location.line)
  }
}
