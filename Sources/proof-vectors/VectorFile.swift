import CanonicalJSON
import Foundation
import ProofSystem
import Secp256k1
import SystemCryptography

/// A known answer in the shared form: a program, a witness, the seed of the randomness, and the commitment and proof they give.
struct VectorFile {
  /// All of the file, so that what this program does not know is kept.
  var root: JSONObject

  init(path: String) throws(FileError) {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw FileError("cannot be read; check its name and permissions")
    }
    do {
      root = try JSONValue(lenient: [UInt8](data)).object(at: "")
    } catch {
      throw FileError("\(error)")
    }
  }

  /// Writes a temporary file beside the target, then renames it: the target is never half-written.
  func write(to path: String) throws(FileError) {
    do {
      try Data(JSONText.lines(.object(root)).utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw FileError("cannot be written; check the folder's permissions and space")
    }
  }

  var isExpectedToBeRefused: Bool {
    get throws(FileError) {
      switch root["expect"] {
      case nil, "accepted": false
      case "refused": true
      default: throw FileError("\"expect\" is neither \"accepted\" nor \"refused\"")
      }
    }
  }

  func text(_ key: String) throws(FileError) -> String {
    guard case .string(let text)? = root[key] else { throw FileError("\"\(key)\" is not a string; add it") }
    return text
  }

  func bytes(_ key: String) throws(FileError) -> [UInt8] {
    guard let bytes = [UInt8](hex: try text(key)) else {
      throw FileError("\"\(key)\" is not in lower-case hexadecimal digits, two a byte")
    }
    return bytes
  }

  func integers(_ key: String) throws(FileError) -> [Int256] {
    guard case .array(let values)? = root[key] else { throw FileError("\"\(key)\" is not a list; add it") }
    var integers: [Int256] = []
    for (place, value) in values.enumerated() {
      guard let integer = try Self.integer(value, at: "\(key)[\(place)]") else {
        throw FileError("\"\(key)[\(place)]\" is beyond 256 bits")
      }
      integers.append(integer)
    }
    return integers
  }

  /// A number, or a decimal number in a string; nil when it is out of range.
  static func integer(_ value: JSONValue, at place: String) throws(FileError) -> Int256? {
    switch value {
    case .integer(let integer): return Int256(integer)
    case .string(let text):
      let digits = text.hasPrefix("-") ? text.utf8.dropFirst() : text.utf8[...]
      guard !digits.isEmpty, digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { break }
      if let integer = Int256(decimal: text) { return integer }
      guard digits.count > 1, digits.first == UInt8(ascii: "0") else { return text == "-0" ? .zero : nil }
    default: break
    }
    throw FileError("\"\(place)\" is not a whole number in decimal digits")
  }

  /// The witness and randomness, for files that have them.
  struct Recipe {
    let positions: [Int256]
    let blinding: Scalar
    let variables: [Int256]
    let seed: String

    /// The randomness after the first draw, which gave the blinding.
    var source: SeededScalars {
      var source = SeededScalars(seed: Array(seed.utf8))
      _ = source.next()
      return source
    }
  }

  var recipe: Recipe {
    get throws(FileError) {
      guard let blinding = Scalar(bytes: try bytes("blinding")) else {
        throw FileError("\"blinding\" is not 32 bytes below the group order")
      }
      return Recipe(
        positions: try integers("lots"), blinding: blinding, variables: try integers("variables"), seed: try text("seed"))
    }
  }
}

/// Why a file cannot be used: one line.
struct FileError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
