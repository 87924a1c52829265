internal import Foundation
internal import GRDB

extension SQLiteStore {
  func check() async throws(StoreError) -> [String] {
    let calendar = calendar
    return try await read { database in
      // Of a damaged file, nothing else can be said.
      let damage = try String.fetchAll(database, sql: "PRAGMA integrity_check(20)")
      guard damage == ["ok"] else { return damage }
      var check = try DayCheck(database, calendar)
      try check.run()
      return check.differences
    }
  }
}

/// Makes again what is kept by days, and compares it with what is kept.
private struct DayCheck {
  /// The most differences that are told one by one.
  private static let limit = 100

  private(set) var differences: [String] = []
  private let database: Database
  private let calendar: ProjectCalendar
  private let days: DayReader
  private var numbering = ValueNumbering()
  private var count = 0

  init(_ database: Database, _ calendar: ProjectCalendar) throws {
    self.database = database
    self.calendar = calendar
    days = try DayReader(database, calendar)
  }

  mutating func run() throws {
    for table in try database.eventTables(nil) {
      let stored = try Schema.daysWithEvents(of: table.id, in: database, calendar)
      let kept = try self.days("day", ofEvent: table.id)
      let unsettled = try self.days("unsettled", ofEvent: table.id)
      for day in stored.union(kept).union(unsettled).sorted() {
        let key = DayKey(event: table.id, day: day)
        switch (stored.contains(day), kept.contains(day), unsettled.contains(day)) {
        case (true, true, false): try compare(key, named: table.name)
        case (true, false, true): break
        case (false, _, _): report(key, table.name, "is kept, and has no events")
        case (true, true, true): report(key, table.name, "is kept, and marked as not kept")
        case (true, false, false): report(key, table.name, "has events, and is not kept")
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
    guard let built = try days.build(key, withProperties: true, &numbering) else { return }
    let numbers = try Row.fetchOne(
      database,
      sql: "SELECT events, users, first, last, properties FROM day WHERE event = ? AND day = ?",
      arguments: [key.event, key.day])
    let expected: Row = [
      "events": built.rows.count, "users": built.rows.users.count, "first": built.rows.first,
      "last": built.rows.last, "properties": Data(built.propertyBytes),
    ]
    if numbers != expected { report(key, name, "has other numbers than its events") }
    if try bytes("day_users", key.usersID) != built.rows.userBytes {
      report(key, name, "has other users than its events")
    }
    let columns = try DaySettler.columns(of: built, key)
    for (index, (id, expected)) in columns.enumerated()
    where try bytes("day_column", id) != expected {
      let what = index == 0 ? "rows" : "values of property \(built.columns[index - 1].property)"
      report(key, name, "has other \(what) than its events")
    }
  }

  private func bytes(_ table: String, _ id: Int) throws -> [UInt8]? {
    try Data.fetchOne(
      database.cachedStatement(sql: "SELECT bytes FROM \(table) WHERE id = ?"), arguments: [id]
    ).map { Array($0) }
  }

  private mutating func report(_ key: DayKey, _ name: String, _ problem: String) {
    count += 1
    guard count <= Self.limit else { return }
    differences.append("event '\(name)', \(calendar.date(ofDay: key.day)): \(problem)")
  }
}
