/// The progress of a check.
public struct CheckProgress: Equatable, Sendable {
  /// The stages of a check.
  public enum Stage: String, Sendable {
    /// The pages of the file.
    case file
    /// Names, values and funnels.
    case names
    /// Each event.
    case events
    /// The daily aggregates, which are computed again and compared.
    case days
    /// On ClickHouse, the tables of all shards.
    case shards
  }

  /// The current stage.
  public var stage: Stage
  /// The number of events checked in this stage.
  public var events = 0

  package init(stage: Stage, events: Int = 0) {
    self.stage = stage
    self.events = events
  }
}
