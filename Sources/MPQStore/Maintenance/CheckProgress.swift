/// How far a check of a project has come.
public struct CheckProgress: Equatable, Sendable {
  /// What can be looked at.
  public enum Stage: String, Sendable {
    /// The pages of the file.
    case file
    /// Names, values and funnels.
    case names
    /// Each event by itself.
    case events
    /// What is kept by days for the answers, which is made again.
    case days
    /// On ClickHouse, the tables of all shards.
    case shards
  }

  /// What is looked at.
  public var stage: Stage
  /// The events of this stage that were looked at.
  public var events = 0

  package init(stage: Stage, events: Int = 0) {
    self.stage = stage
    self.events = events
  }
}
