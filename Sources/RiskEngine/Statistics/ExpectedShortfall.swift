/// The mean of the worst share of losses.
package enum ExpectedShortfall {
  /// The mean of the worst `tail` of equally likely losses; where that is not a whole number of them, the last counts in part.
  ///
  /// The same as min over z of z + mean((loss - z)+) / tail (Rockafellar and Uryasev, 2000), which the circuit's `shortfall` is. Takes at
  /// least one finite loss and a tail above 0.
  package static func of(_ losses: [Double], tail: Double) -> Double {
    precondition(!losses.isEmpty && tail > 0, "at least one loss and a tail above 0")
    var left = tail * Double(losses.count)
    var total = 0.0
    for loss in losses.sorted(by: >) where left > 0 {
      total += loss * min(1, left)
      left -= min(1, left)
    }
    return total / (tail * Double(losses.count))
  }
}
