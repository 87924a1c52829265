internal import Foundation
internal import GRDB
internal import MPQAPI

extension SQLiteStore {
  func append(_ events: [RawEvent]) async throws(StoreError) -> AppendSummary {
    try await append(events, at: nil)
  }

  func append(
    _ events: [RawEvent], at mark: ImportMark?
  ) async throws(StoreError) -> AppendSummary {
    let calendar = calendar
    return try await write { database, dictionaries in
      var appender = Appender(events: events, database: database, calendar)
      try appender.run(&dictionaries)
      try mark?.counting(appender.summary).keep(in: database)
      return appender.summary
    }
  }
}

/// Writes one batch of events, table by table and in the order of time.
private struct Appender {
  let events: [RawEvent]
  let database: Database
  var summary = AppendSummary()
  private var finder: DayFinder

  /// Where an event of the batch goes.
  private struct Place {
    var table: Int
    var time: Int
    var index: Int
  }

  /// What makes two events of one name and second the same.
  private struct Identity: Hashable {
    var user: ByteText
    var insertID: ByteText
  }

  init(events: [RawEvent], database: Database, _ calendar: ProjectCalendar) {
    self.events = events
    self.database = database
    finder = DayFinder(calendar)
  }

  mutating func run(_ dictionaries: inout Dictionaries) throws {
    var places: [Place] = []
    places.reserveCapacity(events.count)
    for (index, event) in events.enumerated() {
      guard let table = try table(of: event.event, &dictionaries) else {
        let cause = "the project has \(Schema.eventNameLimit) different names of events already"
        summary.refused.append(AppendSummary.Refusal(index: index, cause: cause))
        continue
      }
      places.append(Place(table: table, time: event.time, index: index))
    }
    places.sort { ($0.table, $0.time, $0.index) < ($1.table, $1.time, $1.index) }
    var rest = places[...]
    while let first = rest.first {
      let second = rest.prefix { $0.table == first.table && $0.time == first.time }
      try append(second.map(\.index), table: first.table, time: first.time, &dictionaries)
      rest = rest.dropFirst(second.count)
    }
  }

  /// The number of the event's table, made where it is new; `nil` where there are too many.
  private func table(of name: String, _ dictionaries: inout Dictionaries) throws -> Int? {
    let isFull =
      try dictionaries.events.count(in: database) >= Schema.eventNameLimit
    if isFull { return try dictionaries.events.knownNumber(of: name, in: database) }
    let (number, isNew) = try dictionaries.events.number(of: name, in: database)
    if isNew {
      try Schema.createTable(ofEvent: number, in: database)
      dictionaries.latestTimes[number] = -1
    }
    return number
  }

  /// Writes the events of one name and second.
  private mutating func append(
    _ indices: [Int], table: Int, time: Int, _ dictionaries: inout Dictionaries
  ) throws {
    let name = Schema.table(ofEvent: table)
    let latest = try dictionaries.latestTimes[table] ?? latestTime(in: name)
    dictionaries.latestTimes[table] = max(latest, time)
    var next = Schema.firstID(at: time)
    let end = Schema.firstID(at: time + 1)
    var seen: Set<Identity> = []
    if time <= latest {
      (next, seen) = try present(
        in: name, from: next, to: end, identities: indices.contains { events[$0].insertID != nil })
    }
    try unsettle(DayKey(event: table, day: finder.day(at: time)), &dictionaries)
    let insert = try database.cachedStatement(
      sql: "INSERT INTO \(name) VALUES (?, ?, ?, CAST(? AS TEXT))")
    for index in indices {
      let event = events[index]
      if let insertID = event.insertID {
        let identity = Identity(user: ByteText(event.user), insertID: ByteText(insertID))
        guard seen.insert(identity).inserted else {
          summary.repeated += 1
          continue
        }
      }
      guard next < end else {
        let cause = "more than \(1 << Schema.sequenceBits) events of this name in one second"
        summary.refused.append(AppendSummary.Refusal(index: index, cause: cause))
        continue
      }
      let user = try dictionaries.users.number(of: event.user, in: database).number
      let properties = try properties(of: event, &dictionaries)
      try insert.execute(
        arguments: [next, user, Data(properties), event.insertID.map { Data($0.utf8) }])
      next += 1
      summary.added += 1
    }
  }

  /// Says that what is kept of a day by columns is no longer all there is.
  private func unsettle(_ key: DayKey, _ dictionaries: inout Dictionaries) throws {
    guard dictionaries.unsettled.insert(key).inserted else { return }
    try database.cachedStatement(sql: "DELETE FROM day WHERE event = ? AND day = ?")
      .execute(arguments: [key.event, key.day])
    try database.cachedStatement(sql: "INSERT OR IGNORE INTO unsettled VALUES (?, ?)")
      .execute(arguments: [key.event, key.day])
  }

  /// The next free id of a second, and which events are there that could be repeated.
  private func present(
    in table: String, from start: Int, to end: Int, identities: Bool
  ) throws -> (next: Int, seen: Set<Identity>) {
    let last = try Int.fetchOne(
      database.cachedStatement(sql: "SELECT max(id) FROM \(table) WHERE id >= ? AND id < ?"),
      arguments: [start, end])
    guard let last else { return (start, []) }
    var seen: Set<Identity> = []
    if identities {
      let rows = try Row.fetchCursor(
        database.cachedStatement(
          sql: """
            SELECT user.name, insert_id FROM \(table) JOIN user ON user.id = \(table).user
            WHERE \(table).id >= ? AND \(table).id < ? AND insert_id IS NOT NULL
            """),
        arguments: [start, end])
      while let row = try rows.next() {
        seen.insert(Identity(user: row.byteText(at: 0), insertID: row.byteText(at: 1)))
      }
    }
    return (last + 1, seen)
  }

  private func latestTime(in table: String) throws -> Int {
    let last = try Int.fetchOne(database, sql: "SELECT max(id) FROM \(table)")
    return last.map(Schema.time(ofID:)) ?? -1
  }

  private func propertyNumber(
    _ name: String, at place: Int, _ dictionaries: inout Dictionaries
  ) throws -> Int {
    if let number = dictionaries.recentProperties.number(of: name, at: place) { return number }
    let number = try dictionaries.properties.number(of: name, in: database).number
    dictionaries.recentProperties.remember(name, number, at: place)
    return number
  }

  private func properties(
    of event: RawEvent, _ dictionaries: inout Dictionaries
  ) throws -> [UInt8] {
    var entries: [PropertyList.Entry] = []
    entries.reserveCapacity(event.properties.count)
    for (place, property) in event.properties.enumerated() {
      let number = try propertyNumber(property.name, at: place, &dictionaries)
      let value = try dictionaries.values.number(
        of: property.text, ofProperty: number, in: database)
      entries.append(
        PropertyList.Entry(property: number, value: value, isText: property.isText))
    }
    entries.sort { $0.property < $1.property }
    return PropertyList.bytes(of: entries)
  }
}

extension Row {
  /// The text of a column, whatever bytes it holds.
  func byteText(at index: Int) -> ByteText { ByteText(text(at: index)) }

  /// The text of a column, whatever bytes it holds.
  func text(at index: Int) -> String {
    (try? withUnsafeData(atIndex: index) { $0.map { String(decoding: $0, as: UTF8.self) } }) ?? ""
  }
}
