/// The right that an option gives.
public enum OptionType: String, Hashable, Sendable, CaseIterable {
  /// To buy at the strike.
  case call
  /// To sell at the strike.
  case put
}
