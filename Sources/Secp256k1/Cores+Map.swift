extension Cores {
  /// What `body` gives for 0 ..< count, in order, worked out on all threads of the task.
  package static func map<Element: Sendable>(_ count: Int, _ body: @Sendable (Int) -> Element) -> [Element] {
    [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
      // Every call writes to a place of its own.
      nonisolated(unsafe) let places = buffer
      forEach(count) { places.initializeElement(at: $0, to: body($0)) }
      initialized = count
    }
  }
}
