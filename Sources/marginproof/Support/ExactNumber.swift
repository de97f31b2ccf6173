import ArgumentParser
import MarginModel

/// A decimal or fraction on the command line, exact.
struct ExactNumber: ExpressibleByArgument {
  let value: Rational

  init(_ value: Rational) { self.value = value }

  init?(argument: String) {
    guard let value = Rational(argument) else { return nil }
    self.value = value
  }

  var defaultValueDescription: String { value.description }
}

/// A name and an exact number on the command line, `name=12.5`.
struct NamedNumber: ExpressibleByArgument {
  let name: String
  let value: Rational

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, Identifier.isValid(parts[0]), let value = Rational(parts[1]) else { return nil }
    (name, self.value) = (parts[0], value)
  }
}
