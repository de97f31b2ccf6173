import CanonicalJSON

/// Why a risk file was refused, and where: one line with the place, as a path into the file, and the mend.
public struct RiskFileError: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Reason: Sendable, Hashable {
    /// No JSON, or a field that is missing, unknown or of the wrong kind; the place is within.
    case json(JSONError)
    case notAName
    case notAnIdentifier
    case duplicateElement(String)
    case unknownSet(String)
    case unknownAttribute(String)
    case unknownElement(String, set: String, hint: String)
    case wrongCount(wanted: Int, found: Int)
    case tooMany(maximum: Int)
    case notANumber
    case notPositive
    case lotWithoutLimit
    case limitOffLot
    case twoHoldings(element: String, set: String)
    case tooManyDecimals(maximum: Int)
    case decimalsOutOfRange
    case notAUnit
    case tooManyCells(maximum: Int)
    case oneOfValuesEntriesTiers
    case defaultWithoutEntries
    case duplicateEntry
    case entryLength(wanted: Int, found: Int)
    case numbersAndSchedules
    case rateCount(wanted: Int, found: Int)
    case boundsDoNotRise
    case notATimestamp
    case notADigest
    case validUntilNotAfterAsOf
  }

  /// Keys joined by dots, list places in brackets from 0: `tables.mark.values[3]`.
  public let path: String
  public let reason: Reason

  package init(_ path: String, _ reason: Reason) {
    self.path = path
    self.reason = reason
  }

  init(_ error: JSONError) {
    if case .path(let path) = error.place { self.path = path } else { path = "" }
    reason = .json(error)
  }

  public var description: String {
    if case .json(let error) = reason { return error.description }
    return path.printable(limit: 200) + ": " + reason.text
  }
}

extension RiskFileError.Reason {
  fileprivate var text: String {
    switch self {
    case .json(let error): error.description
    case .notAName: "not a name; begin with a letter, then letters, digits and \"_\", at most \(Identifier.maximumLength)"
    case .notAnIdentifier: "not an identifier; use 1 to \(Identifier.maximumLength) printable ASCII characters"
    case .duplicateElement(let element): "\(element.printable(limit: 128)) is there twice; keep one"
    case .unknownSet(let set): "there is no set \(set.printable(limit: 128)); add it to \"sets\" or correct the name"
    case .unknownAttribute(let name):
      "there is no attribute \(name.printable(limit: 128)); add it to \"attributes\" or correct the name"
    case .unknownElement(let element, let set, let hint): "\(element.printable(limit: 128)) is no element of \(set)\(hint)"
    case .wrongCount(let wanted, let found): "\(found) items where \(wanted) are needed, one for each element"
    case .tooMany(let maximum): "more than \(maximum) items; split the file"
    case .notANumber: "not a number; write a decimal or a fraction in double quotes, \"-12.50\" or \"1/3\""
    case .notPositive: "not positive; write a number above 0"
    case .lotWithoutLimit: "\"lot\" and \"limit\" go together; add the other"
    case .limitOffLot: "the limit is no whole number of lots; round it to the lot"
    case .twoHoldings(let element, let set): "\(element) has another lot or limit in set \(set); make them equal"
    case .tooManyDecimals(let maximum): "more than the table's \(maximum) decimals; round the number or raise \"decimals\""
    case .decimalsOutOfRange: "must be from 0 to \(RiskFile.maximumDecimals)"
    case .notAUnit: "not a unit; write \"number\", a name, or names joined by * and /, \"USD/BTC\""
    case .tooManyCells(let maximum): "the index spans more than \(maximum) cells; split the table"
    case .oneOfValuesEntriesTiers: "needs exactly one of \"values\", \"entries\" and \"tiers\""
    case .defaultWithoutEntries: "\"default\" goes with \"entries\" only; remove it"
    case .duplicateEntry: "an entry with this key is there already; keep one"
    case .entryLength(let wanted, let found): "\(found) items where \(wanted) are needed, the key's elements and the cell"
    case .numbersAndSchedules: "numbers and schedules in one table; make two tables"
    case .rateCount(let wanted, let found): "\(found) rates where \(wanted) are needed, one more than \"upTo\""
    case .boundsDoNotRise: "the bounds must be above 0 and rise; sort them"
    case .notATimestamp: "not a moment; write it in UTC as \"2026-05-21T10:04:10Z\""
    case .notADigest: "not a digest; write \"sha256:\" and 64 lower-case hexadecimal digits"
    case .validUntilNotAfterAsOf: "must be after \"asOf\""
    }
  }
}
