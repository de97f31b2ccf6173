import CanonicalJSON

/// Why an operation could not be done: one line with the mend.
public struct OperationError: Error, Sendable, Hashable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}

extension String {
  /// A name from a file or a command line, fit for one line.
  var printable: String { printable(limit: 128) }
}
