/// Guesses which known name a misspelt one stands for.
package enum Spelling {
  /// The known name nearest to a text, if it is near: equal but for case, or at most a third of the text's bytes inserted, removed,
  /// replaced or swapped with a neighbour. The first of several.
  package static func nearest(to text: String, among known: some Sequence<String>) -> String? {
    let wanted = Array(text.utf8.prefix(Identifier.maximumLength))
    let folded = wanted.map(lowercased)
    var (best, limit): (String?, Int) = (nil, max(1, wanted.count / 3))
    for name in known {
      let bytes = Array(name.utf8)
      if folded.count == bytes.count, zip(folded, bytes).allSatisfy({ $0 == lowercased($1) }) { return name }
      guard abs(bytes.count - wanted.count) <= limit, let distance = distance(wanted, bytes, atMost: limit) else { continue }
      // Later names must be nearer than the best so far.
      (best, limit) = (name, distance - 1)
    }
    return best
  }

  /// ", did you mean X?" or nothing.
  package static func hint(for text: String, among known: some Sequence<String>) -> String {
    nearest(to: text, among: known).map { "; did you mean \($0)?" } ?? ""
  }

  private static func lowercased(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }

  /// The restricted Damerau-Levenshtein distance, or nil where it exceeds the limit.
  private static func distance(_ left: [UInt8], _ right: [UInt8], atMost limit: Int) -> Int? {
    guard limit >= 0 else { return nil }
    var (before, last) = ([Int](), Array(0...right.count))
    for row in left.indices {
      var current = [row + 1]
      for column in right.indices {
        var cost = min(last[column] + (left[row] == right[column] ? 0 : 1), last[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          cost = min(cost, before[column - 1] + 1)
        }
        current.append(cost)
      }
      guard current.contains(where: { $0 <= limit }) || last.contains(where: { $0 <= limit }) else { return nil }
      (before, last) = (last, current)
    }
    return last[right.count] <= limit ? last[right.count] : nil
  }
}
