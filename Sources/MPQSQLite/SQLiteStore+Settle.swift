internal import Foundation
internal import GRDB
internal import MPQStore

extension SQLiteStore {
  /// The number of days of events that are settled per transaction.
  static let settledDays = 2000

  func settle() async throws(StoreError) {
    let calendar = calendar
    while true {
      let count = try await write { database, dictionaries in
        dictionaries.unsettled = []
        try dictionaries.insertNew(into: database)
        let settler = try DaySettler(database, calendar)
        return try settler.settle(limit: Self.settledDays)
      }
      guard count > 0 else { return }
    }
  }
}

/// Stores days as columns.
struct DaySettler {
  private let database: Database
  private let days: DayReader

  init(_ database: Database, _ calendar: ProjectCalendar) throws {
    self.database = database
    days = try DayReader(database, calendar)
  }

  /// Settles up to `limit` unsettled days, the earliest first, and returns their number.
  func settle(limit: Int) throws -> Int {
    var numbering = ValueNumbering()
    let rows = try Row.fetchAll(
      database, sql: "SELECT event, day FROM unsettled ORDER BY day, event LIMIT ?",
      arguments: [limit])
    for row in rows {
      let key = DayKey(event: try row.number(at: 0), day: try row.number(at: 1))
      var isFirst = true
      try days.forEachPass(over: key, &numbering) { built in
        if isFirst { try keepRows(built, key) }
        try keepColumns(built, key)
        isFirst = false
      }
      try database.cachedStatement(sql: "DELETE FROM unsettled WHERE event = ? AND day = ?")
        .execute(arguments: [key.event, key.day])
    }
    return rows.count
  }

  /// Stores everything except the columns of properties.
  private func keepRows(_ built: DayBuilder.Result, _ key: DayKey) throws {
    let keepUsers = try DirectStatement(
      "INSERT OR REPLACE INTO day_users VALUES (?, ?)", in: database)
    try built.rows.userBytes.withUnsafeBytes { bytes in
      try keepUsers.insert(.integer(key.usersID), .bytes(bytes))
    }
    let keepColumn = try DirectStatement(Self.insertColumn, in: database)
    try built.rows.rowBytes.withUnsafeBytes { bytes in
      try keepColumn.insert(.integer(key.rowsID), .bytes(bytes))
    }
    let keepDay = try database.cachedStatement(
      sql: "INSERT OR REPLACE INTO day VALUES (?, ?, ?, ?, ?, ?, ?)")
    try keepDay.execute(
      arguments: [
        key.event, key.day, built.rows.count, built.rows.userCount, built.rows.first,
        built.rows.last, Data(built.propertyBytes),
      ])
  }

  private func keepColumns(_ built: DayBuilder.Result, _ key: DayKey) throws {
    let keepColumn = try DirectStatement(Self.insertColumn, in: database)
    for (property, column) in built.columns {
      let id = try key.knownColumnID(ofProperty: property)
      try column.bytes.withUnsafeBytes { try keepColumn.insert(.integer(id), .bytes($0)) }
    }
  }

  private static let insertColumn = "INSERT OR REPLACE INTO day_column VALUES (?, ?)"
}

extension DayKey {
  /// The id of the column of a property that an event has.
  ///
  /// - Throws: ``PackedReader/damage`` if the number is too high, as only in damaged files.
  func knownColumnID(ofProperty property: Int) throws -> Int {
    guard let id = columnID(ofProperty: property) else { throw PackedReader.damage }
    return id
  }
}
