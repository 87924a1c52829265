internal import Foundation
internal import GRDB
internal import MPQStore

/// The data of one event name and local day, read lazily.
final class DayRecord {
  let key: DayKey
  /// The number of events.
  let events: Int
  /// The number of distinct users, without ``Schema/noUser``.
  let userCount: Int
  /// The time of the first event.
  let first: Int
  let last: Int

  private let database: Database
  private let highestUser: Int
  private var knownUsers: [UInt32]?
  private var knownRows: DayRows?
  /// The columns that were built, if the day is unsettled.
  private let built: DayBuilder.Result?
  private let propertyBytes: [UInt8]

  /// Creates a record from a stored day; `row` has the columns of ``DayReader/columns``.
  init(_ row: Row, event: Int, in database: Database, highestUser: Int) throws {
    guard let day: Int = row[0], let events: Int = row[1], let users: Int = row[2],
      let first: Int = row[3], let last: Int = row[4], events > 0, users >= 0, first <= last,
      ProjectCalendar.moments ~= first, ProjectCalendar.moments ~= last
    else { throw PackedReader.damage }
    key = DayKey(event: event, day: day)
    (self.events, userCount, self.first, self.last) = (events, users, first, last)
    self.database = database
    self.highestUser = highestUser
    built = nil
    propertyBytes = try row.withUnsafeData(atIndex: 5) { Array($0 ?? Data()) }
    knownUsers = try row.withUnsafeData(atIndex: 6) { data in
      try data?.withUnsafeBytes { try DayRows.users($0, highest: highestUser) }
    }
  }

  /// Creates a record from columns that were built from the events.
  init(_ built: DayBuilder.Result, _ key: DayKey, in database: Database, highestUser: Int) {
    self.key = key
    events = built.rows.count
    userCount = built.rows.userCount
    first = built.rows.first
    last = built.rows.last
    self.database = database
    self.highestUser = highestUser
    self.built = built
    knownUsers = built.rows.users
    knownRows = built.rows
    propertyBytes = []
  }

  /// Whether some of the events have no user.
  func hasEventsWithoutUser() throws -> Bool { try users().first == Schema.noUser }

  /// The distinct users, ascending, including ``Schema/noUser``.
  func users() throws -> [UInt32] {
    if let knownUsers { return knownUsers }
    let users = try bytes(Self.selectUsers, key.usersID) { bytes in
      try DayRows.users(bytes, highest: highestUser)
    }
    guard let users else { throw PackedReader.damage }
    knownUsers = users
    return users
  }

  /// The events in the order of time.
  func rows() throws -> DayRows {
    if let knownRows { return knownRows }
    let users = try users()
    let rows = try bytes(Self.selectColumn, key.rowsID) { bytes in
      try DayRows(bytes, users: users, first: first)
    }
    guard let rows, rows.count == events else { throw PackedReader.damage }
    knownRows = rows
    return rows
  }

  /// The values of a property; `nil` if no event has it.
  ///
  /// - Parameters:
  ///   - property: Its number.
  ///   - highest: The highest number of its values.
  ///   - withPlaces: Whether the value of each event is needed.
  /// - Returns: The column.
  /// - Throws: A database error.
  func column(
    _ property: Int, highest: Int, withPlaces: Bool
  ) throws -> ValueColumn? {
    if let built {
      // Do not mistake a column that was not requested for an empty one.
      guard built.covered.contains(property) else { throw PackedReader.damage }
      let column = built.column(of: property)
      guard Int(column?.values.last ?? 0) <= highest else { throw PackedReader.damage }
      return column
    }
    guard let id = key.columnID(ofProperty: property) else { return nil }
    let rows = withPlaces ? try self.rows().count : nil
    return try bytes(Self.selectColumn, id) { bytes in
      try ValueColumn(bytes, of: rows, highest: highest)
    }
  }

  /// The properties of the events, ascending, and their numbers of events.
  func properties() throws -> [(property: Int, events: Int)] {
    if let built { return built.properties }
    return try propertyBytes.withUnsafeBytes { bytes in
      var reader = PackedReader(bytes)
      var property = 0
      var properties: [(property: Int, events: Int)] = []
      while reader.rest > 0 {
        property &+= try reader.varint()
        properties.append((property, try reader.varint()))
      }
      return properties
    }
  }

  /// The events with the values of `property`, to be unpacked on any thread.
  ///
  /// - Parameters:
  ///   - property: Its number; `nil` if no values are needed.
  ///   - highest: The highest number of its values.
  /// - Returns: The day.
  /// - Throws: A database error.
  func packed(_ property: Int?, highest: Int) throws -> PackedDay {
    if built != nil {
      let column = try property.flatMap { property in
        try self.column(property, highest: highest, withPlaces: true)
      }
      return PackedDay(try rows(), column)
    }
    let columnID = property.flatMap(key.columnID(ofProperty:))
    guard let users = try copy(Self.selectUsers, key.usersID),
      let rows = try copy(Self.selectColumn, key.rowsID)
    else { throw PackedReader.damage }
    return PackedDay(
      users: users, rows: rows, column: try columnID.flatMap { try copy(Self.selectColumn, $0) },
      events: events, first: first, highestUser: highestUser, highestValue: highest)
  }

  private static let selectUsers = "SELECT bytes FROM day_users WHERE id = ?"
  private static let selectColumn = "SELECT bytes FROM day_column WHERE id = ?"

  private func copy(_ sql: String, _ id: Int) throws -> [UInt8]? {
    try bytes(sql, id) { [UInt8]($0) }
  }

  private func bytes<Value>(
    _ sql: String, _ id: Int, _ body: (UnsafeRawBufferPointer) throws -> Value
  ) throws -> Value? {
    let rows = try Row.fetchCursor(database.cachedStatement(sql: sql), arguments: [id])
    guard let row = try rows.next() else { return nil }
    return try row.withUnsafeData(atIndex: 0) { data in
      try (data ?? Data()).withUnsafeBytes(body)
    }
  }
}
