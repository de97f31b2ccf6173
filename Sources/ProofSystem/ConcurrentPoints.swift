import Secp256k1

extension [AffinePoint] {
  /// Points made a chunk at a time, on all cores when there are enough of them; `make` gives as many points as its range has places.
  static func concurrently(count: Int, make: @Sendable (Range<Int>) -> [AffinePoint]) -> [AffinePoint] {
    let chunk = 64
    guard count > chunk else { return make(0..<count) }
    return [AffinePoint](unsafeUninitializedCapacity: count) { buffer, written in
      // Each chunk initialises its own part of the buffer.
      nonisolated(unsafe) let target = buffer
      Cores.forEach((count + chunk - 1) / chunk) { number in
        let places = number * chunk..<Swift.min((number + 1) * chunk, count)
        for (place, point) in zip(places, make(places)) { target.initializeElement(at: place, to: point) }
      }
      written = count
    }
  }
}
