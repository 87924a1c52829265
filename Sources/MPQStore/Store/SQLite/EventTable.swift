internal import Foundation
internal import GRDB

/// The stored events of one name, read in the order of the buckets.
struct EventTable {
  let database: Database
  let name: String
  let id: Int
  /// The highest number of a user in the project.
  let highestUser: Int

  /// One stored event, valid until the next one is read.
  struct Event {
    var time: Int
    var bucket: Int
    var user: Int
    fileprivate var row: Row

    /// Reads the properties in place.
    func withProperties<Value>(_ body: (UnsafeRawBufferPointer) throws -> Value) throws -> Value {
      try row.withUnsafeData(atIndex: 2) { data in
        try (data ?? Data()).withUnsafeBytes(body)
      }
    }
  }

  /// What is read of an event.
  enum Columns: String {
    case user = "id, user"
    case userAndProperties = "id, user, properties"
  }

  /// Calls `body` with every event of `buckets`.
  ///
  /// Each bucket is visited once: all its events come before those of the next one.
  func forEach(
    in buckets: Buckets, _ columns: Columns, _ body: (Event) throws -> Void
  ) throws {
    let cursor = try self.cursor(columns)
    for run in buckets.runs {
      var cursor = cursor
      try cursor.start(run)
      while let event = try cursor.next() { try body(event) }
    }
  }

  /// A cursor over one run of buckets at a time.
  func cursor(_ columns: Columns) throws -> Cursor {
    let table = Schema.table(ofEvent: id)
    return Cursor(
      statement: try database.makeStatement(
        sql: "SELECT \(columns.rawValue) FROM \(table) WHERE id >= ? AND id < ?"),
      highestUser: highestUser)
  }

  /// Reads the events of one run of buckets, by time.
  struct Cursor {
    private let statement: Statement
    private let highestUser: Int
    private var rows: RowCursor?
    private var stretches: ArraySlice<Buckets.Stretch> = []

    init(statement: Statement, highestUser: Int) {
      self.statement = statement
      self.highestUser = highestUser
    }

    /// Begins with the first event of `run`, whose stretches follow one another without gaps.
    mutating func start(_ run: ArraySlice<Buckets.Stretch>) throws {
      guard let first = run.first, let last = run.last else { return }
      stretches = run
      rows = try Row.fetchCursor(
        statement,
        arguments: [Schema.firstID(at: first.start), Schema.firstID(at: last.end)])
    }

    mutating func next() throws -> Event? {
      guard let row = try rows?.next() else { return nil }
      let time = Schema.time(ofID: row[0])
      while let stretch = stretches.first, stretch.end <= time { stretches.removeFirst() }
      guard let stretch = stretches.first else { return nil }
      // Users are indices of arrays; only a damaged file has others.
      guard let user: Int = row[1], 1 <= user, user <= highestUser else {
        throw DatabaseError(resultCode: .SQLITE_CORRUPT)
      }
      return Event(time: time, bucket: stretch.bucket, user: user, row: row)
    }
  }
}

extension Database {
  /// The tables of the events called `names`, in their order; of all events where it is `nil`.
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

  /// The number of the property called `name`; `nil` when no event has it.
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

  /// The number of the value `text` of a property; `nil` when no event has it.
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
