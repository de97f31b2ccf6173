extension String {
  /// The text made fit for one line of a terminal: what is not printable ASCII is written `\u{..}`, and what is beyond the limit is
  /// cut.
  package func printable(limit: Int) -> String {
    var printed = ""
    for scalar in unicodeScalars {
      if printed.utf8.count >= limit { return printed + "..." }
      printed += (" "..."~").contains(scalar) ? String(scalar) : "\\u{" + String(scalar.value, radix: 16) + "}"
    }
    return printed
  }
}
