public import MPQAPI

/// Which events of a project to export.
public struct ExportSelection: Equatable, Sendable {
  /// The names of the events; all where it is `nil`.
  public var names: [String]?
  /// The first day by the project's clock; the first of all where it is `nil`.
  public var firstDay: CivilDate?
  /// The last day by the project's clock, which is exported whole.
  public var lastDay: CivilDate?

  /// Everything.
  public init() {}
}

/// How an export writes the lines of events.
public enum ExportForm: Equatable, Sendable {
  /// As they were imported, byte by byte.
  case imported
  /// All in one way, so that events can be compared whatever wrote them:
  /// `{"event": NAME, "properties": {"time": SECONDS, "distinct_id": USER, "$insert_id": ID,
  /// ...}}`, users and ids as texts, numbers as they were spelled, other texts as UTF-8 with no
  /// more escapes than JSON needs, and the other properties in the order of their names' bytes.
  case canonical
}

/// How far an export has come.
public struct ExportProgress: Equatable, Sendable {
  /// The events that were handed over.
  public var events = 0
  /// The time since the beginning.
  public var elapsed = Duration.zero

  package init(events: Int = 0, elapsed: Duration = .zero) {
    self.events = events
    self.elapsed = elapsed
  }
}

/// Why an export ends early.
public enum ExportError: Error {
  /// The project cannot be read.
  case store(StoreError)
  /// The receiver threw this.
  case receiver(any Error)
}

extension Project {
  /// The names of all events that the project ever saw, by their bytes.
  public func eventNames() async throws(StoreError) -> [String] {
    try await store.eventNames().sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Writes events as lines that ``importEvents(from:options:progress:)`` reads.
  ///
  /// Lines are those that were imported, byte by byte; what a line lacks are only a byte order mark
  /// before the first line of a file, and the lines that were no events or repeated ones. Events
  /// that were imported before projects kept their lines (version 2 of the file) are written
  /// in the form ``ExportForm/canonical``, and so are all events of a project on ClickHouse.
  ///
  /// Lines are in the order of time, events of one second in the order of their names' bytes, and
  /// those of one name in the order in which they were imported. So the export of an imported
  /// export is the same bytes.
  ///
  /// All lines show the project at one moment, whatever is imported meanwhile; on ClickHouse, that
  /// may be in or not, and events of one name and second are in the order of their users' bytes.
  /// Memory does not grow with the number of events.
  ///
  /// - Parameters:
  ///   - selection: Which events.
  ///   - form: How lines are written.
  ///   - progress: Called after each part.
  ///   - receive: Called with part after part, each of whole lines and of about a megabyte.
  /// - Returns: How many events were written.
  /// - Throws: ``ExportError``, and what `receive` throws within it.
  public func export(
    _ selection: ExportSelection = ExportSelection(), in form: ExportForm = .imported,
    progress: @escaping @Sendable (ExportProgress) -> Void = { _ in },
    to receive: @escaping @Sendable ([UInt8]) throws -> Void
  ) async throws(ExportError) -> Int {
    try await store.export(selection, in: form, progress: progress, to: receive)
  }
}

extension ProjectCalendar {
  /// The times within `span` at which the clock shows a day from `first` to `last`, by the numbers
  /// of the days: ascending, and several where the clock goes back over a midnight.
  package func times(from first: Int?, through last: Int?, within span: ClosedRange<Int>) -> [Range<
    Int
  >] {
    let margin = 2 * Self.secondsInDay
    // Days that no project has would overflow.
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
