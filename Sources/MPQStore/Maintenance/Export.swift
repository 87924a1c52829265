public import MPQAPI

/// The events to export.
public struct ExportSelection: Equatable, Sendable {
  /// The names of the events; `nil` for all.
  public var names: [String]?
  /// The first day in the project's time zone; `nil` for the earliest one.
  public var firstDay: CivilDate?
  /// The last day in the project's time zone, inclusive; `nil` for the latest one.
  public var lastDay: CivilDate?
  /// Whether the days are those of UTC.
  package var areDaysUTC = false

  /// Selects all events.
  public init() {}
}

/// How an export writes the lines of events.
public enum ExportForm: Equatable, Sendable {
  /// The imported lines, byte by byte.
  case imported
  /// One normal form, so that events of different writers can be compared.
  ///
  /// `{"event": NAME, "properties": {"time": SECONDS, "distinct_id": USER, "$insert_id": ID,
  /// ...}}`: users and ids are strings, numbers keep their spelling, strings are UTF-8 with only
  /// the escapes that JSON requires, and other properties are sorted by the bytes of their names.
  case canonical
}

/// The progress of an export.
public struct ExportProgress: Equatable, Sendable {
  /// The number of events written.
  public var events = 0
  /// The time since the start.
  public var elapsed = Duration.zero

  package init(events: Int = 0, elapsed: Duration = .zero) {
    self.events = events
    self.elapsed = elapsed
  }
}

/// Why an export stopped early.
public enum ExportError: Error {
  /// The project cannot be read.
  case store(StoreError)
  /// The receiver threw this error.
  case receiver(any Error)
}

extension Project {
  /// The names of all events, sorted by their bytes.
  public func eventNames() async throws(StoreError) -> [String] {
    try await store.eventNames().sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Writes events as lines that ``importEvents(from:options:progress:)`` reads.
  ///
  /// Lines are those that were imported, byte by byte, without byte order marks, invalid lines and
  /// duplicates. Events that were imported before projects stored their lines (version 2 of the
  /// file), and all events of a project on ClickHouse, are written as ``ExportForm/canonical``.
  ///
  /// Lines are sorted by time, then by the bytes of the event's name, then in the order of import.
  /// So exporting an imported export reproduces its bytes.
  ///
  /// The export is a snapshot: concurrent imports do not affect it. On ClickHouse, it may contain
  /// events of concurrent imports, and events of one name and second are sorted by the bytes of
  /// their users. Memory does not grow with the number of events.
  ///
  /// - Parameters:
  ///   - selection: The events to export.
  ///   - form: How to write lines.
  ///   - progress: Called after each part.
  ///   - receive: Called with each part: whole lines, about one megabyte.
  /// - Returns: The number of events written.
  /// - Throws: ``ExportError``, which also wraps errors of `receive`.
  public func export(
    _ selection: ExportSelection = ExportSelection(), in form: ExportForm = .imported,
    progress: @escaping @Sendable (ExportProgress) -> Void = { _ in },
    to receive: @escaping @Sendable ([UInt8]) throws -> Void
  ) async throws(ExportError) -> Int {
    try await store.export(selection, in: form, progress: progress, to: receive)
  }
}

extension ExportSelection {
  /// The times of the selected days within `span`, ascending.
  package func times(in calendar: ProjectCalendar, within span: ClosedRange<Int>) -> [Range<Int>] {
    guard areDaysUTC else {
      return calendar.times(
        from: firstDay?.dayNumber, through: lastDay?.dayNumber, within: span)
    }
    let seconds = ProjectCalendar.secondsInDay
    let first = max(span.lowerBound, (firstDay?.dayNumber).map { $0 * seconds } ?? span.lowerBound)
    let end = span.upperBound + 1
    let last = min(end, (lastDay?.dayNumber).map { ($0 + 1) * seconds } ?? end)
    return first < last ? [first..<last] : []
  }
}

extension ProjectCalendar {
  /// The times within `span` whose local day is from `first` to `last`.
  ///
  /// They are ascending; there are several if the clock goes back over a midnight.
  package func times(from first: Int?, through last: Int?, within span: ClosedRange<Int>) -> [Range<
    Int
  >] {
    let margin = 2 * Self.secondsInDay
    // Limit the days, so that nothing overflows.
    let limit = 1 << 40
    let start = first.map { min(max($0, -limit), limit) * Self.secondsInDay } ?? Int.min
    let end = last.map { (min(max($0, -limit), limit) + 1) * Self.secondsInDay } ?? Int.max
    var times: [Range<Int>] = []
    for stretch in steadyStretches(from: span.lowerBound, to: span.upperBound + 1) {
      let lower = start < -margin ? stretch.start : max(stretch.start, start - stretch.offset)
      let upper = end > Int.max - margin ? stretch.end : min(stretch.end, end - stretch.offset)
      guard lower < upper else { continue }
      if let previous = times.last, previous.upperBound == lower {
        times[times.count - 1] = previous.lowerBound..<upper
      } else {
        times.append(lower..<upper)
      }
    }
    return times
  }
}
