internal import Foundation
internal import GRDB
internal import MPQStore

extension SQLiteStore {
  func check(
    _ progress: @escaping @Sendable (CheckProgress) -> Void
  ) async throws(StoreError) -> [String] {
    let calendar = calendar
    return try await read { database in
      progress(CheckProgress(stage: .file))
      // Nothing else can be checked in a damaged file.
      let damage = try String.fetchAll(database, sql: "PRAGMA integrity_check(20)")
      guard damage == ["ok"] else { return damage }
      var tables = ConsistencyCheck(database, progress)
      try tables.run()
      // Days are computed from the tables.
      guard tables.problems.isEmpty else { return tables.problems }
      var days = try DayCheck(database, calendar, progress)
      try days.run()
      return days.differences
    }
  }
}

/// Computes the daily aggregates again and compares them with the stored ones.
private struct DayCheck {
  /// The maximum number of differences that are listed.
  private static let limit = 100

  private(set) var differences: [String] = []
  private let database: Database
  private let calendar: ProjectCalendar
  private let days: DayReader
  private let progress: (CheckProgress) -> Void
  private var state = CheckProgress(stage: .days)
  private var numbering = ValueNumbering()
  private var count = 0

  init(
    _ database: Database, _ calendar: ProjectCalendar, _ progress: @escaping (CheckProgress) -> Void
  ) throws {
    self.progress = progress
    self.database = database
    self.calendar = calendar
    days = try DayReader(database, calendar)
  }

  mutating func run() throws {
    for table in try database.eventTables(nil) {
      progress(state)
      let stored = try Schema.daysWithEvents(of: table.id, in: database, calendar)
      let kept = try self.days("day", ofEvent: table.id)
      let unsettled = try self.days("unsettled", ofEvent: table.id)
      for day in stored.union(kept).union(unsettled).sorted() {
        let key = DayKey(event: table.id, day: day)
        switch (stored.contains(day), kept.contains(day), unsettled.contains(day)) {
        case (true, true, false): try compare(key, named: table.name)
        case (true, false, true): break
        case (false, _, _): report(key, table.name, "is stored, but has no events")
        case (true, true, true): report(key, table.name, "is stored, but marked as missing")
        case (true, false, false): report(key, table.name, "has events, but is not stored")
        }
      }
    }
    if count > Self.limit { differences.append("and \(count - Self.limit) more") }
  }

  private func days(_ table: String, ofEvent event: Int) throws -> Set<Int> {
    Set(
      try Int.fetchAll(
        database, sql: "SELECT day FROM \(table) WHERE event = ?", arguments: [event]))
  }

  private mutating func compare(_ key: DayKey, named name: String) throws {
    let days = days
    var numbering = ValueNumbering()
    swap(&numbering, &self.numbering)
    defer { self.numbering = numbering }
    var isFirst = true
    try days.forEachPass(over: key, &numbering) { built in
      if isFirst { try compareNumbers(built, key, named: name) }
      try compareColumns(built, key, withRows: isFirst, named: name)
      isFirst = false
    }
  }

  private mutating func compareNumbers(
    _ built: DayBuilder.Result, _ key: DayKey, named name: String
  ) throws {
    state.events += built.rows.count
    let numbers = try Row.fetchOne(
      database,
      sql: "SELECT events, users, first, last, properties FROM day WHERE event = ? AND day = ?",
      arguments: [key.event, key.day])
    let expected: Row = [
      "events": built.rows.count, "users": built.rows.userCount, "first": built.rows.first,
      "last": built.rows.last, "properties": Data(built.propertyBytes),
    ]
    if numbers != expected { report(key, name, "the counts differ from its events") }
    let users = try Row.fetchCursor(
      database.cachedStatement(sql: "SELECT bytes FROM day_users WHERE id = ?"),
      arguments: [key.usersID])
    if try users.next()?.hasBytes(built.rows.userBytes, at: 0) != true {
      report(key, name, "the users differ from its events")
    }
  }

  /// Compares the stored columns of one pass, whose ids are consecutive, with those of the events.
  private mutating func compareColumns(
    _ built: DayBuilder.Result, _ key: DayKey, withRows: Bool, named name: String
  ) throws {
    var rest = built.columns[...]
    var isRowsMissing = withRows
    let rows = try Row.fetchCursor(
      database.cachedStatement(
        sql: "SELECT id, bytes FROM day_column WHERE id BETWEEN ? AND ? ORDER BY id"),
      arguments: [
        withRows ? key.rowsID : key.rowsID + built.covered.lowerBound,
        min(key.lastColumnID - key.rowsID, built.covered.upperBound - 1) + key.rowsID,
      ])
    while let row = try rows.next() {
      let id: Int = row[0]
      if id == key.rowsID {
        isRowsMissing = try !row.hasBytes(built.rows.rowBytes, at: 1)
        continue
      }
      while let missing = rest.first, missing.property < id - key.rowsID {
        reportColumn(missing.property, key, name)
        rest.removeFirst()
      }
      guard let expected = rest.first, expected.property == id - key.rowsID else {
        report(key, name, "has values of property \(id - key.rowsID), but its events do not")
        continue
      }
      rest.removeFirst()
      if try !row.hasBytes(expected.column.bytes, at: 1) {
        reportColumn(expected.property, key, name)
      }
    }
    if isRowsMissing { report(key, name, "the rows differ from its events") }
    for (property, _) in rest { reportColumn(property, key, name) }
  }

  private mutating func reportColumn(_ property: Int, _ key: DayKey, _ name: String) {
    report(key, name, "the values of property \(property) differ from its events")
  }

  private mutating func report(_ key: DayKey, _ name: String, _ problem: String) {
    count += 1
    guard count <= Self.limit else { return }
    differences.append("event '\(name)', \(calendar.date(ofDay: key.day)): \(problem)")
  }
}

extension Row {
  /// Whether a column equals these bytes.
  fileprivate func hasBytes(_ bytes: [UInt8], at index: Int) throws -> Bool {
    try withUnsafeData(atIndex: index) { data in
      guard let data, data.count == bytes.count else { return false }
      return data.withUnsafeBytes { found in
        found.baseAddress.map { memcmp($0, bytes, bytes.count) == 0 } ?? true
      }
    }
  }
}
