import SystemCryptography

/// A margin rule: one circuit file, parsed and checked.
///
/// A value of this type has a correct grammar, known names, agreeing units, and convex requirements: each assertion's larger
/// side is concave or affine and its smaller side convex or affine, whatever the risk file holds within the declared ranges.
public struct Circuit: Sendable {
  public let name: String
  public let version: Int
  /// The rule in a sentence.
  public let summary: String
  /// SHA-256 of the file's bytes: what an attestation names the circuit by.
  public let digest: Digest
  public let source: CircuitSource

  package let sets: [SetDeclaration]
  package let tables: [TableDeclaration]
  package let arguments: [ArgumentDeclaration]
  package let committed: [VectorDeclaration]
  package let chosen: [ChosenDeclaration]
  package let definitions: [DefinitionDeclaration]
  package let assertions: [AssertionDeclaration]
  package let reveals: [DefinitionDeclaration]
  /// Every place where an index or a set is written, by its number.
  package let indexSites: [IndexSite]
  package let domainSites: [DomainSite]
  /// The most names bound at once.
  package let slotCount: Int

  /// Parses and checks a circuit file.
  ///
  /// - Parameters:
  ///   - bytes: the file, printable ASCII, at most 256 KiB.
  ///   - file: what messages call it.
  /// - Throws: `CircuitError` with the place, the rule broken and, where there is one, the form to write instead.
  public init(bytes: [UInt8], file: String) throws(CircuitError) {
    source = try CircuitSource(bytes: bytes, file: file)
    digest = SHA256.hash(bytes)
    let declarations = try CircuitDeclarations(source)
    name = declarations.name
    version = declarations.version
    summary = declarations.summary
    var checker = Checker(declarations, source)
    try checker.check()
    sets = checker.sets
    tables = checker.tables
    arguments = checker.arguments
    committed = checker.committed
    chosen = checker.chosen
    definitions = checker.definitions.compactMap(\.self)
    assertions = checker.assertions
    reveals = checker.reveals
    indexSites = checker.indexSites
    domainSites = checker.domainSites
    slotCount = checker.slotCount
  }
}

extension Circuit {
  package struct SetDeclaration: Sendable {
    package enum Kind: Sendable {
      case elements([String])
      case subset(DomainSite)
    }
    package let name: String
    package let kind: Kind
    package let location: SourceLocation
  }

  package struct TableDeclaration: Sendable {
    package let name: String
    package let sets: [String]
    package let schedule: Syntax.Schedule?
    package let unit: UnitOfMeasure
    package let range: ConstantRange
    package let location: SourceLocation
  }

  package struct ArgumentDeclaration: Sendable {
    package enum Kind: Sendable {
      case number(UnitOfMeasure, ConstantRange)
      case element(set: String)
    }
    package let name: String
    package let kind: Kind
    package let fallback: String?
    package let location: SourceLocation
  }

  package struct VectorDeclaration: Sendable {
    package let name: String
    package let parameters: [BindingSite]
    package let location: SourceLocation
  }

  package struct ChosenDeclaration: Sendable {
    package let name: String
    package let parameters: [BindingSite]
    package let lower: Expression
    package let upper: Expression
    package let step: Expression?
    package let location: SourceLocation
  }

  package struct DefinitionDeclaration: Sendable {
    package let name: String
    package let parameters: [BindingSite]
    package let body: Expression
    package let location: SourceLocation
  }

  package struct AssertionDeclaration: Sendable {
    package let text: String
    package let sides: [Expression]
    package let relations: [Syntax.Relation]
    package let bindings: [BindingSite]
    package let location: SourceLocation
  }
}
