import CanonicalJSON
import MarginModel
import Secp256k1
import SystemCryptography

/// Fields of the kinds that signed files are made of; each has one spelling.
extension JSONFields {
  mutating func hexadecimal(_ key: String, count: ClosedRange<Int>) throws(JSONError) -> [UInt8] {
    guard let bytes = [UInt8](hex: try string(key)), count.contains(bytes.count) else {
      let bounds = count.lowerBound == count.upperBound ? "\(count.lowerBound)" : "\(count.lowerBound) to \(count.upperBound)"
      throw JSONError(.path(path(of: key)), .rule("must be \(bounds) bytes in lower-case hexadecimal digits"))
    }
    return bytes
  }

  mutating func digest(_ key: String) throws(JSONError) -> Digest {
    guard let digest = Digest(text: try string(key)) else {
      throw JSONError(.path(path(of: key)), .rule("must be sha256: and 64 lower-case hexadecimal digits"))
    }
    return digest
  }

  mutating func publicKey(_ key: String) throws(JSONError) -> SchnorrPublicKey {
    guard let publicKey = SchnorrPublicKey(bytes: try hexadecimal(key, count: 32...32)) else {
      throw JSONError(.path(path(of: key)), .rule("must be a public key in 64 lower-case hexadecimal digits"))
    }
    return publicKey
  }

  mutating func timestamp(_ key: String) throws(JSONError) -> Timestamp {
    guard let time = Timestamp(try string(key)) else {
      throw JSONError(.path(path(of: key)), .rule("must be a UTC time to the second, such as 2026-05-21T10:04:10Z"))
    }
    return time
  }

  mutating func identifier(_ key: String) throws(JSONError) -> String {
    let text = try string(key)
    guard Identifier.isValid(text) else {
      throw JSONError(.path(path(of: key)), .rule("must be 1 to \(Identifier.maximumLength) printable ASCII characters"))
    }
    return text
  }
}
