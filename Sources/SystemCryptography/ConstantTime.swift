import COpenSSL

/// Comparisons whose time depends on lengths only.
public enum ConstantTime {
  /// Whether two byte strings are equal; lengths are not secret.
  public static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.withUnsafeBytes { left in right.withUnsafeBytes { right in areEqual(left, right) } }
  }

  /// Whether two secrets are equal; lengths are not secret.
  public static func areEqual(_ left: borrowing SecretBytes, _ right: borrowing SecretBytes) -> Bool {
    left.withUnsafeBytes { left in right.withUnsafeBytes { right in areEqual(left, right) } }
  }

  /// 1 if two numbers are equal, else 0.
  public static func bit(_ left: Int, equals right: Int) -> UInt64 {
    let difference = UInt64(bitPattern: Int64(left ^ right))
    return (difference | (0 &- difference)) &>> 63 ^ 1
  }

  private static func areEqual(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
    guard left.count == right.count else { return false }
    guard let first = left.baseAddress, let second = right.baseAddress else { return true }
    return CRYPTO_memcmp(first, second, left.count) == 0
  }
}
