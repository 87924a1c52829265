internal import Foundation
internal import GRDB
internal import MPQStore

extension SQLiteStore {
  /// How many days of events are settled in one transaction.
  private static let batchSize = 2000

  func settle() async throws(StoreError) {
    let calendar = calendar
    while true {
      let count = try await write { database, dictionaries in
        dictionaries.unsettled = []
        var settler = try DaySettler(database, calendar)
        return try settler.settle(limit: Self.batchSize)
      }
      guard count > 0 else { return }
    }
  }
}

/// Keeps days by columns.
struct DaySettler {
  private let database: Database
  private let days: DayReader
  private var numbering = ValueNumbering()

  init(_ database: Database, _ calendar: ProjectCalendar) throws {
    self.database = database
    days = try DayReader(database, calendar)
  }

  /// Settles up to `limit` unsettled days, the earliest first, and says how many.
  mutating func settle(limit: Int) throws -> Int {
    let rows = try Row.fetchAll(
      database, sql: "SELECT event, day FROM unsettled ORDER BY day, event LIMIT ?",
      arguments: [limit])
    for row in rows {
      let key = DayKey(event: row[0], day: row[1])
      if let built = try days.build(key, withProperties: true, &numbering) {
        try keep(built, key)
      }
      try database.cachedStatement(sql: "DELETE FROM unsettled WHERE event = ? AND day = ?")
        .execute(arguments: [key.event, key.day])
    }
    return rows.count
  }

  private func keep(_ built: DayBuilder.Result, _ key: DayKey) throws {
    let keepUsers = try RowInsert("INSERT OR REPLACE INTO day_users VALUES (?, ?)", in: database)
    try built.rows.userBytes.withUnsafeBytes { bytes in
      try keepUsers.insert(.integer(key.usersID), .bytes(bytes))
    }
    let keepColumn = try RowInsert("INSERT OR REPLACE INTO day_column VALUES (?, ?)", in: database)
    for (id, bytes) in try Self.columns(of: built, key) {
      try bytes.withUnsafeBytes { try keepColumn.insert(.integer(id), .bytes($0)) }
    }
    let keepDay = try database.cachedStatement(
      sql: "INSERT OR REPLACE INTO day VALUES (?, ?, ?, ?, ?, ?, ?)")
    try keepDay.execute(
      arguments: [
        key.event, key.day, built.rows.count, built.rows.users.count, built.rows.first,
        built.rows.last, Data(built.propertyBytes),
      ])
  }

  /// The ids and bytes of all columns of a day, that of its rows first.
  static func columns(
    of built: DayBuilder.Result, _ key: DayKey
  ) throws -> [(id: Int, bytes: [UInt8])] {
    let columns = try built.columns.map { property, column in
      guard let id = key.columnID(ofProperty: property) else { throw PackedReader.damage }
      return (id, column.bytes)
    }
    return [(key.rowsID, built.rows.rowBytes)] + columns
  }
}
