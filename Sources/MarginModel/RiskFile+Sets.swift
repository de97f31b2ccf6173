import CanonicalJSON

extension RiskFile {
  /// Elements in order, what is known of each, and, where positions are held in them, lots and limits.
  public struct ElementSet: Sendable {
    /// Unique ids; a circuit's coordinates follow this order.
    public let elements: [String]
    /// By attribute, a label for each element; nil where the element has none.
    public let attributes: [String: [String?]]
    /// By attribute, the set whose elements its labels are.
    public let targets: [String: String]
    /// For each element the positive quantity of which positions are whole multiples, in the element's own unit.
    public let lots: [Rational]?
    /// For each element the largest quantity of either sign, a positive multiple of the lot; there when ``lots`` is.
    public let limits: [Rational]?
    private let places: [String: Int]

    /// The position of an element in ``elements``.
    public func index(of element: String) -> Int? {
      // Strings that Unicode calls equal find each other in a dictionary; ids are equal as bytes.
      Identifier.isValid(element) ? places[element] : nil
    }
  }

  /// Lot and limit of a coordinate id: elements joined by "/", the last of which lies in a set that states lots.
  ///
  /// The whole id is looked up first, then the id without its first component, and so on. Where no set states a lot for any of them
  /// but one has such an element, lot 1 and limit 10^9 stand. Nil for an id that no set knows.
  public func holding(of id: String) -> (lot: Rational, limit: Rational)? {
    let candidates = Self.suffixes(of: id)
    for candidate in candidates {
      for set in sets.values {
        if let place = set.index(of: candidate), let lots = set.lots, let limits = set.limits {
          return (lots[place], limits[place])
        }
      }
    }
    let isKnown = candidates.contains { candidate in sets.values.contains { $0.index(of: candidate) != nil } }
    return isKnown ? (1, 1_000_000_000) : nil
  }

  /// The id, then what follows each "/" of it.
  private static func suffixes(of id: String) -> [String] {
    let bytes = Array(id.utf8)
    let starts = [0] + bytes.indices.filter { bytes[$0] == UInt8(ascii: "/") }.map { $0 + 1 }
    return starts.map { String(decoding: bytes[$0...], as: UTF8.self) }
  }

  /// Every label of an attribute that points to a set is an element of that set.
  static func checkTargets(_ sets: [String: ElementSet]) throws(RiskFileError) {
    for (name, set) in sets.sorted(by: { $0.key < $1.key }) {
      for (attribute, target) in set.targets.sorted(by: { $0.key < $1.key }) {
        guard Identifier.isName(target), let targetSet = sets[target] else {
          throw RiskFileError("sets.\(name).to.\(attribute)", .unknownSet(target))
        }
        for (place, label) in (set.attributes[attribute] ?? []).enumerated() {
          guard let label, targetSet.index(of: label) == nil else { continue }
          throw RiskFileError(
            "sets.\(name).attributes.\(attribute)[\(place)]",
            .unknownElement(label, set: target, hint: Spelling.hint(for: label, among: targetSet.elements)))
        }
      }
    }
  }

  /// An element that two sets give lots has the same lot and limit in both, so that a position's lot does not depend on a set's
  /// name.
  static func checkHoldings(_ sets: [String: ElementSet]) throws(RiskFileError) {
    var holdings: [String: (set: String, lot: Rational, limit: Rational)] = [:]
    for (name, set) in sets.sorted(by: { $0.key < $1.key }) {
      guard let lots = set.lots, let limits = set.limits else { continue }
      for (place, element) in set.elements.enumerated() {
        if let other = holdings[element], other.lot != lots[place] || other.limit != limits[place] {
          throw RiskFileError("sets.\(name)", .twoHoldings(element: element, set: other.set))
        }
        holdings[element] = (name, lots[place], limits[place])
      }
    }
  }
}

extension RiskFile.ElementSet {
  init(_ value: JSONValue, at path: String) throws(RiskFileError) {
    var fields = try RiskFields(value, at: path)
    (elements, places) = try Self.elements(fields.array("elements"), at: fields.path(of: "elements"))
    attributes = try Self.attributes(fields.optionalObject("attributes"), count: elements.count, at: fields.path(of: "attributes"))
    targets = try Self.targets(fields.optionalObject("to"), of: attributes, at: fields.path(of: "to"))
    lots = try Self.quantities(fields.optionalValue("lot"), count: elements.count, at: fields.path(of: "lot"))
    limits = try Self.quantities(fields.optionalValue("limit"), count: elements.count, at: fields.path(of: "limit"))
    try fields.finish()
    guard (lots == nil) == (limits == nil) else { throw RiskFileError(path, .lotWithoutLimit) }
    for (place, (lot, limit)) in zip(lots ?? [], limits ?? []).enumerated() where !(limit / lot).isInteger {
      throw RiskFileError("\(path).limit[\(place)]", .limitOffLot)
    }
  }

  private static func elements(_ values: [JSONValue], at path: String) throws(RiskFileError) -> ([String], [String: Int]) {
    var (elements, places) = ([String](), [String: Int](minimumCapacity: values.count))
    for (place, value) in values.enumerated() {
      let element = try value.riskIdentifier(at: "\(path)[\(place)]")
      guard places.updateValue(place, forKey: element) == nil else {
        throw RiskFileError("\(path)[\(place)]", .duplicateElement(element))
      }
      elements.append(element)
    }
    return (elements, places)
  }

  private static func attributes(_ object: JSONObject?, count: Int, at path: String) throws(RiskFileError) -> [String: [String?]] {
    var attributes: [String: [String?]] = [:]
    for member in object?.members ?? [] {
      let name = try RiskFields.name(member.key, at: path)
      let values = try member.value.riskArray(at: "\(path).\(name)")
      guard values.count == count else { throw RiskFileError("\(path).\(name)", .wrongCount(wanted: count, found: values.count)) }
      var labels: [String?] = []
      for (place, value) in values.enumerated() {
        labels.append(value == .null ? nil : try value.riskIdentifier(at: "\(path).\(name)[\(place)]"))
      }
      attributes[name] = labels
    }
    return attributes
  }

  private static func targets(
    _ object: JSONObject?, of attributes: [String: [String?]], at path: String
  ) throws(RiskFileError) -> [String: String] {
    var targets: [String: String] = [:]
    for member in object?.members ?? [] {
      guard attributes[member.key] != nil, Identifier.isName(member.key) else {
        throw RiskFileError("\(path).\(member.key)", .unknownAttribute(member.key))
      }
      targets[member.key] = try member.value.riskString(at: "\(path).\(member.key)")
    }
    return targets
  }

  /// One positive number for each element, or one for all.
  private static func quantities(_ value: JSONValue?, count: Int, at path: String) throws(RiskFileError) -> [Rational]? {
    guard let value else { return nil }
    guard case .array(let values) = value else {
      let quantity = try value.riskNumber(at: path)
      guard quantity > 0 else { throw RiskFileError(path, .notPositive) }
      return Array(repeating: quantity, count: count)
    }
    guard values.count == count else { throw RiskFileError(path, .wrongCount(wanted: count, found: values.count)) }
    var quantities: [Rational] = []
    for (place, value) in values.enumerated() {
      let quantity = try value.riskNumber(at: "\(path)[\(place)]")
      guard quantity > 0 else { throw RiskFileError("\(path)[\(place)]", .notPositive) }
      quantities.append(quantity)
    }
    return quantities
  }
}
