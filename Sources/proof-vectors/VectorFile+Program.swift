import CanonicalJSON
import ProofSystem

extension VectorFile {
  /// The file's program, or why there is no such program. A file whose form is wrong is an error instead.
  func program() throws(FileError) -> Result<Program, ProgramRefusal> {
    guard let value = root["program"] else { throw FileError("\"program\" is missing; add it") }
    var fields: JSONFields
    let baseBits: Int
    let projectionValues: [JSONValue]
    let digitValues: [JSONValue]
    let rowValues: [JSONValue]
    var columns: [String] = []
    do {
      fields = try JSONFields(value, at: "program")
      baseBits = try fields.integer("baseBits")
      for (place, column) in try fields.array("columns").enumerated() {
        columns.append(try column.string(at: "program.columns[\(place)]"))
      }
      digitValues = try fields.array("digits")
      projectionValues = try fields.array("projection")
      rowValues = try fields.array("rows")
      _ = fields.optionalValue("digest")
      try fields.finish()
    } catch {
      throw FileError("\(error)")
    }
    guard projectionValues.count == 2 else { throw FileError("\"program.projection\" is not a list of rows and digits") }
    let digits = try Self.counts(digitValues, at: "program.digits")
    let projection = try Self.counts(projectionValues, at: "program.projection")
    var rows: [Program.Row] = []
    for (place, value) in rowValues.enumerated() {
      guard let row = try Self.row(value, at: "program.rows[\(place)]") else { return .failure(.numberOutOfRange(row: place)) }
      rows.append(row)
    }
    do {
      return .success(
        try Program(
          baseBits: baseBits, columns: columns, digits: digits, rows: rows,
          projection: projection == [0, 0] ? nil : Program.Projection(rows: projection[0], digits: projection[1])))
    } catch {
      return .failure(.unsound(error))
    }
  }

  private static func counts(_ values: [JSONValue], at place: String) throws(FileError) -> [Int] {
    var counts: [Int] = []
    for (index, value) in values.enumerated() {
      guard case .integer(let count) = value else { throw FileError("\"\(place)[\(index)]\" is not a whole number") }
      counts.append(Int(count))
    }
    return counts
  }

  private static func row(_ value: JSONValue, at place: String) throws(FileError) -> Program.Row? {
    do {
      var fields = try JSONFields(value, at: place)
      let positions = try terms(try fields.object("x"), at: place + ".x")
      let variables = try terms(try fields.object("d"), at: place + ".d")
      let constant = try integer(try fields.value("constant"), at: place + ".constant")
      try fields.finish()
      guard let positions, let variables, let constant else { return nil }
      return Program.Row(positions: positions, variables: variables, constant: constant)
    } catch let error as JSONError {
      throw FileError("\(error)")
    } catch let error as FileError {
      throw error
    } catch {
      throw FileError("\"\(place)\" cannot be read")
    }
  }

  /// The terms of an object from index to coefficient, by increasing index; nil when a coefficient is out of range.
  private static func terms(_ object: JSONObject, at place: String) throws(FileError) -> [Program.Term]? {
    var terms: [Program.Term] = []
    for member in object.members {
      guard let index = Int(member.key), String(index) == member.key else {
        throw FileError("\"\(place)\" has a key that is no index; write indices as plain decimal numbers")
      }
      guard let coefficient = try integer(member.value, at: "\(place).\(member.key)") else { return nil }
      terms.append(Program.Term(index: index, coefficient: coefficient))
    }
    return terms.sorted { $0.index < $1.index }
  }
}

/// Why a program cannot be built.
enum ProgramRefusal: Error, CustomStringConvertible {
  case unsound(ProgramError)
  case numberOutOfRange(row: Int)

  var description: String {
    switch self {
    case .unsound(let error): error.description
    case .numberOutOfRange(let row): "program: row \(row) has a number beyond 256 bits; narrow it"
    }
  }
}
