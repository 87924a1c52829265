internal import Foundation
internal import GRDB
internal import MPQStore

/// The time zone rules with which a project's events were divided into days.
///
/// An update of the system's time zone database can change them. Affected days are unsettled when
/// the project is next opened, so that answers never mix old and new rules.
enum SettledZone {
  private static let key = "time_zone_rules"

  /// Stores the rules of `calendar`.
  static func store(_ calendar: ProjectCalendar, in database: Database) throws {
    try database.execute(
      sql: "INSERT OR REPLACE INTO project VALUES (?, ?)", arguments: [key, calendar.rules.text])
  }

  /// Whether the stored rules are those of `calendar`.
  static func isCurrent(_ calendar: ProjectCalendar, in database: Database) throws -> Bool {
    try text(in: database) == calendar.rules.text
  }

  /// The first moment of the project's days at which the offset of `calendar` differs from the
  /// stored rules; `nil` if the offsets never differ.
  static func firstDifference(
    _ calendar: ProjectCalendar, in database: Database
  ) throws -> Int? {
    // For unsettled days, only their numbers are known, which depend on the rules too.
    let span = try Row.fetchOne(
      database,
      sql: """
        SELECT min(first), max(last) FROM (
          SELECT first, last FROM day
          UNION ALL SELECT (day - 2) * 86400, (day + 2) * 86400 FROM unsettled
        )
        """)
    guard let span, !span.hasNull(atIndex: 0) else { return nil }
    let (first, last) = (try span.number(at: 0), try span.number(at: 1))
    guard first <= last else { return nil }
    // Projects without stored rules were settled with Foundation's rules.
    guard
      let rules = try text(in: database).map(ZoneRules.init(text:))
        ?? ZoneRules(foundationName: calendar.name)
    else { return first }
    return calendar.rules.firstDifference(from: rules, in: first...last)
  }

  /// Unsettles all days that include moments from `moment` on.
  ///
  /// - Parameters:
  ///   - moment: The first moment at which the rules differ.
  ///   - calendar: The new rules.
  ///   - database: The project, in a transaction.
  /// - Throws: A database error.
  static func unsettle(
    from moment: Int, _ calendar: ProjectCalendar, in database: Database
  ) throws {
    // Earlier days end before `moment` by both rules: offsets from UTC are less than two days.
    let first = moment.flooredQuotient(by: ProjectCalendar.secondsInDay) - 3
    try database.execute(sql: "DELETE FROM day WHERE day >= ?", arguments: [first])
    try database.execute(sql: "DELETE FROM unsettled WHERE day >= ?", arguments: [first])
    for event in try Int.fetchAll(database, sql: "SELECT id FROM event") {
      let days = try Schema.daysWithEvents(of: event, from: first, in: database, calendar)
      for day in days {
        try database.execute(
          sql: "INSERT INTO unsettled VALUES (?, ?)", arguments: [event, day])
      }
    }
  }

  private static func text(in database: Database) throws -> String? {
    try String.fetchOne(
      database, sql: "SELECT value FROM project WHERE key = ?", arguments: [key])
  }
}

extension SQLiteStore {
  /// Unsettles the days that change with the current rules; a read-only store opens a writer for
  /// this.
  func adoptZoneRules() throws(StoreError) {
    do {
      let calendar = calendar
      let (isCurrent, difference) = try readNow { database in
        let isCurrent = try SettledZone.isCurrent(calendar, in: database)
        let difference =
          isCurrent ? nil : try SettledZone.firstDifference(calendar, in: database)
        return (isCurrent, difference)
      }
      guard !isCurrent else { return }
      guard let writer else {
        guard difference != nil else { return }
        return try openWriter(because: "the rules of its time zone have changed")
      }
      try writer.write { database in
        if let difference {
          try SettledZone.unsettle(from: difference, calendar, in: database)
        }
        try SettledZone.store(calendar, in: database)
      }
    } catch {
      throw StoreError(error, path: path)
    }
  }
}
