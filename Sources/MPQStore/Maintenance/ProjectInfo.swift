/// Statistics of a project.
public struct ProjectInfo: Equatable, Sendable {
  /// The version of the schema.
  public var version: Int
  /// The name of the project's time zone.
  public var timeZone: String
  /// Where the zone's rules come from, such as `tzdata 2026c`.
  public var timeZoneSource: String
  /// The number of events.
  public var events = 0
  /// The number of distinct event names.
  public var names = 0
  /// The number of distinct users.
  public var users = 0
  /// The number of distinct properties.
  public var properties = 0
  /// The time of the first event; `nil` if there are no events.
  public var first: Moment?
  /// The time of the last event; `nil` if there are no events.
  public var last: Moment?
  /// The size in bytes of the file and its log, or of the tables on all shards.
  public var bytes: Int
  /// The number of events on each shard of a cluster; empty for a file.
  public var eventsByShard: [Int] = []
  /// The names of the funnels, in the order of definition.
  public var funnels: [String] = []
  /// The number of files whose import was interrupted and can be resumed.
  public var stoppedImports = 0

  package init(
    version: Int, timeZone: String, timeZoneSource: String, bytes: Int, funnels: [String]
  ) {
    self.version = version
    self.timeZone = timeZone
    self.timeZoneSource = timeZoneSource
    self.bytes = bytes
    self.funnels = funnels
  }

  /// A moment, and its text in the project's time zone.
  public struct Moment: Equatable, Sendable {
    /// Seconds since 1970-01-01T00:00:00Z.
    public var seconds: Int
    /// `YYYY-MM-DD HH:MM:SS`.
    public var label: String

    package init(seconds: Int, label: String) {
      self.seconds = seconds
      self.label = label
    }
  }

  /// The average number of bytes per event; `nil` if there are no events.
  public var bytesPerEvent: Double? { events == 0 ? nil : Double(bytes) / Double(events) }
}

extension Project {
  /// Computes the statistics of the project; this reads all events.
  ///
  /// - Throws: ``StoreError``.
  public func info() async throws(StoreError) -> ProjectInfo {
    try await store.info()
  }
}
