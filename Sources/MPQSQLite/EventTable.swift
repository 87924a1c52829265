internal import Foundation
internal import GRDB
internal import MPQStore

/// The stored events of one name, by time.
struct EventTable {
  let database: Database
  let name: String
  let id: Int
  /// The highest number of a user in the project.
  let highestUser: Int

  /// Calls `body` with the time, user and properties of each event in `times`; the user may be
  /// ``Schema/noUser``.
  func forEach(
    in times: Range<Int>, _ body: (Int, Int, UnsafeRawBufferPointer) throws -> Void
  ) throws {
    let table = Schema.table(ofEvent: id)
    let select = try DirectStatement(
      "SELECT id, user, properties FROM \(table) WHERE id >= ? AND id < ?", in: database)
    try select.forEach(
      .integer(Schema.firstID(at: times.lowerBound)),
      .integer(Schema.firstID(at: times.upperBound))
    ) { id, user, properties in
      // Users are array indices; other numbers occur only in damaged files.
      guard 0 <= user, user <= highestUser else { throw PackedReader.damage }
      try body(Schema.time(ofID: id), user, properties)
      return true
    }
  }
}

extension Database {
  /// The tables of the events `names`, in order, or of all events if it is `nil`.
  func eventTables(_ names: [String]?) throws -> [EventTable] {
    let highestUser = try highestUser()
    if let names {
      let select = try cachedStatement(sql: "SELECT id FROM event WHERE name = CAST(? AS TEXT)")
      return try names.compactMap { name in
        try Int.fetchOne(select, arguments: [Data(name.utf8)])
          .map { EventTable(database: self, name: name, id: $0, highestUser: highestUser) }
      }
    }
    var tables: [EventTable] = []
    let rows = try Row.fetchCursor(self, sql: "SELECT id, name FROM event ORDER BY id")
    while let row = try rows.next() {
      tables.append(
        EventTable(
          database: self, name: row.text(at: 1), id: row[0], highestUser: highestUser))
    }
    return tables
  }

  /// The number of the property `name`; `nil` if no event has it.
  func propertyNumber(_ name: String) throws -> Int? {
    try Int.fetchOne(
      cachedStatement(sql: "SELECT id FROM property WHERE name = CAST(? AS TEXT)"),
      arguments: [Data(name.utf8)])
  }

  /// The name of the property with the number `id`.
  func propertyName(_ id: Int) throws -> String {
    try text("SELECT name FROM property WHERE id = ?", [id])
  }

  /// The text of one value of a property.
  func valueText(_ id: Int, ofProperty property: Int) throws -> String {
    try text("SELECT text FROM value WHERE property = ? AND id = ?", [property, id])
  }

  /// The number of the value `text` of a property; `nil` if no event has it.
  func valueNumber(_ text: String, ofProperty property: Int) throws -> Int? {
    try Int.fetchOne(
      cachedStatement(sql: "SELECT id FROM value WHERE property = ? AND text = CAST(? AS TEXT)"),
      arguments: [property, Data(text.utf8)])
  }

  /// The highest number of a user.
  func highestUser() throws -> Int {
    let highest = try Int.fetchOne(self, sql: "SELECT max(id) FROM user") ?? 0
    guard (0...Schema.userLimit).contains(highest) else {
      throw DatabaseError(resultCode: .SQLITE_CORRUPT)
    }
    return highest
  }

  private func text(_ sql: String, _ arguments: StatementArguments) throws -> String {
    let rows = try Row.fetchCursor(cachedStatement(sql: sql), arguments: arguments)
    guard let row = try rows.next() else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
    return row.text(at: 0)
  }
}
