/// What a project holds, in numbers.
public struct ProjectInfo: Equatable, Sendable {
  /// The version of the tables.
  public var version: Int
  /// The name of the project's time zone.
  public var timeZone: String
  /// Where the zone's rules come from, such as `tzdata 2026c`.
  public var timeZoneSource: String
  /// How many events there are.
  public var events = 0
  /// How many different names events have.
  public var names = 0
  /// How many different users there are.
  public var users = 0
  /// How many different properties there are.
  public var properties = 0
  /// When the first event was, in seconds since 1970 and by the project's clock; `nil` where there
  /// is none.
  public var first: Moment?
  /// When the last event was.
  public var last: Moment?
  /// The bytes of the file and of the log beside it, or of the tables on all shards.
  public var bytes: Int
  /// How many events each shard of a cluster has; empty for a file.
  public var eventsByShard: [Int] = []
  /// The names of the funnels, in the order of their definition.
  public var funnels: [String] = []
  /// The files whose import was stopped, and can be resumed.
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

  /// A moment, and how the project's clock shows it.
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

  /// The bytes for each event; `nil` where there is none.
  public var bytesPerEvent: Double? { events == 0 ? nil : Double(bytes) / Double(events) }
}

extension Project {
  /// Counts what the project holds; it reads through all events.
  ///
  /// - Throws: ``StoreError``.
  public func info() async throws(StoreError) -> ProjectInfo {
    try await store.info()
  }
}
