internal import GRDB
internal import MPQStore

/// Reads the stored columns of days, and builds the columns of unsettled days.
struct DayReader {
  let database: Database
  let calendar: ProjectCalendar
  /// The highest number of a user.
  let highestUser: Int
  private let spellings: Spellings
  /// Whether there are unsettled days, which have no stored columns.
  private let hasUnsettledDays: Bool

  init(_ database: Database, _ calendar: ProjectCalendar) throws {
    self.database = database
    self.calendar = calendar
    highestUser = try database.highestUser()
    spellings = Spellings(database)
    hasUnsettledDays = try Row.fetchOne(database, sql: "SELECT 1 FROM unsettled LIMIT 1") != nil
  }

  /// The part of a day that is needed in addition to its counts.
  enum Detail: Equatable {
    case numbers
    case users
    /// The properties, and any of their columns.
    case properties
    /// The column of one property; `nil` for no column.
    case column(Int?)

    /// The numbers of the properties whose columns are needed.
    var properties: Range<Int> {
      switch self {
      case .numbers, .users, .column(nil): 0..<0
      case .properties: DayBuilder.allProperties
      case .column(let property?): property..<(property + 1)
      }
    }
  }

  /// The days of an event from the first to the last of `days`, ascending.
  func records(
    ofEvent event: Int, in days: ClosedRange<Int>, _ detail: Detail
  ) throws -> [DayRecord] {
    var records: [DayRecord] = []
    let rows = try Row.fetchCursor(
      database.cachedStatement(sql: Self.select(detail)),
      arguments: [event, days.lowerBound, days.upperBound])
    while let row = try rows.next() {
      records.append(
        try DayRecord(row, event: event, in: database, highestUser: highestUser))
    }
    guard hasUnsettledDays else { return records }
    let unsettled = try Int.fetchAll(
      database.cachedStatement(
        sql: "SELECT day FROM unsettled WHERE event = ? AND day BETWEEN ? AND ?"),
      arguments: [event, days.lowerBound, days.upperBound])
    for day in unsettled {
      let key = DayKey(event: event, day: day)
      var numbering = ValueNumbering()
      if let built = try build(key, detail.properties, &numbering) {
        records.append(DayRecord(built, key, in: database, highestUser: highestUser))
      }
    }
    return records.sorted { $0.key.day < $1.key.day }
  }

  private static func select(_ detail: Detail) -> String {
    let properties = detail == .properties ? "properties" : "NULL"
    let (users, join) =
      detail == .users
      ? ("bytes", "LEFT JOIN day_users ON id = \(DayKey.usersIDInSQL)") : ("NULL", "")
    return """
      SELECT day, events, users, first, last, \(properties), \(users) FROM day \(join)
      WHERE event = ? AND day BETWEEN ? AND ? ORDER BY day
      """
  }

  /// Builds columns of one event and day from the stored events.
  ///
  /// - Parameters:
  ///   - key: The event and the day.
  ///   - properties: The numbers of the properties to build columns for.
  ///   - valueLimit: The maximum number of values in memory.
  ///   - numbering: Used for all columns.
  /// - Returns: The columns; `nil` if there are no events.
  /// - Throws: A database error, or `CancellationError`.
  func build(
    _ key: DayKey, _ properties: Range<Int>, valueLimit: Int = .max,
    _ numbering: inout ValueNumbering
  ) throws -> DayBuilder.Result? {
    var builder = DayBuilder(properties: properties, valueLimit: valueLimit, spellings)
    let table = EventTable(database: database, name: "", id: key.event, highestUser: highestUser)
    var work = LongWork()
    for times in calendar.times(ofDay: key.day) {
      try table.forEach(in: times) { time, user, properties in
        try work.go(on: 1)
        try builder.add(time: time, user: user, properties: properties)
      }
    }
    return try builder.finish(&numbering)
  }

  /// Builds all columns of one event and day, in several passes if necessary to limit memory.
  ///
  /// - Parameters:
  ///   - key: The event and the day.
  ///   - numbering: Used for all columns.
  ///   - body: Called with the result of each pass; not called if there are no events.
  /// - Throws: A database error, `CancellationError`, or what `body` throws.
  func forEachPass(
    over key: DayKey, _ numbering: inout ValueNumbering,
    _ body: (DayBuilder.Result) throws -> Void
  ) throws {
    var properties = DayBuilder.allProperties
    while !properties.isEmpty {
      let built = try build(key, properties, valueLimit: DayBuilder.valueLimit, &numbering)
      guard let built else { return }
      try body(built)
      properties = built.rest
    }
  }

  /// The slices of an event by `parts`, in order; parts without events are omitted.
  func slices(
    ofEvent event: Int, _ parts: [DayPart], _ detail: Detail
  ) throws -> [DaySlice] {
    guard let first = parts.map(\.day).min(), let last = parts.map(\.day).max() else { return [] }
    let records = try records(ofEvent: event, in: first...last, detail)
    guard !records.isEmpty else { return [] }
    var places: [Int: Int] = [:]
    for (place, record) in records.enumerated() { places[record.key.day] = place }
    return parts.compactMap { part in
      guard let place = places[part.day] else { return nil }
      let record = records[place]
      let isWhole = part.covers(first: record.first, last: record.last)
      return DaySlice(
        bucket: part.bucket, record: record, times: part.times, isWhole: isWhole)
    }
  }
}

/// The events of one name in one bucket and day.
struct DaySlice {
  var bucket: Int
  var record: DayRecord
  /// The times, ascending.
  var times: [Range<Int>]
  /// Whether the slice has all events of the day.
  var isWhole: Bool

  /// The indices of the events among the day's rows.
  func indices(in rows: DayRows) -> [Range<Int>] {
    times.map { rows.indices(in: $0) }
  }

  /// The number of events.
  func count() throws -> Int {
    if isWhole { return record.events }
    return try indices(in: record.rows()).reduce(0) { $0 + $1.count }
  }
}

extension [DaySlice] {
  /// Calls `body` with the slices of each bucket.
  func forEachBucket(_ body: (Int, ArraySlice<DaySlice>) throws -> Void) throws {
    var rest = self[...]
    while let first = rest.first {
      let slices = rest.prefix { $0.bucket == first.bucket }
      try body(first.bucket, slices)
      rest = rest.dropFirst(slices.count)
    }
  }
}
