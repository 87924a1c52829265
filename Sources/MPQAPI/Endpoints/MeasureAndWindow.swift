/// What is counted: every event, every user once, or events per user.
///
/// The raw values are the API's `type` texts ("Events", method events: type).
public enum Measure: String, CaseIterable, Hashable, Sendable {
  /// Every event; the language calls it `total`.
  case general
  /// Every distinct user once in each bucket.
  case unique
  /// General divided by unique.
  case average
}

/// The requested buckets: the current one and those before it.
public struct Window: Hashable, Sendable {
  /// The length of one bucket.
  ///
  /// The raw values are the API's `unit` texts ("Events", method events: unit).
  public enum Unit: String, CaseIterable, Hashable, Sendable {
    case hour, day, week, month

    /// The plural, as people and retention's offsets write it.
    public var plural: String { rawValue + "s" }
  }

  /// The length of one bucket.
  public var unit: Unit
  /// How many buckets, the current one included; 1 or more.
  public var interval: Int

  /// Asks for the last `interval` buckets of `unit`.
  public init(unit: Unit, interval: Int) {
    self.unit = unit
    self.interval = interval
  }
}
