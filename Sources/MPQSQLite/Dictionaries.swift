internal import Foundation
internal import GRDB
internal import MPQAPI
internal import MPQStore

/// A cache of the numbers of names and values.
///
/// Only the writer uses it, inside its transactions. Missing entries are looked up in the database;
/// new names and values get a number. ``TextNumbers`` bounds the memory.
struct Dictionaries {
  var events = NameDictionary(table: "event")
  var users = NameDictionary(table: "user")
  var properties = NameDictionary(table: "property")
  var values = ValueDictionary()
  var styles = StyleNumbers()
  /// The latest time in the table of each event, so that later events need no lookup.
  var latestTimes: [Int: Int] = [:]
  /// Days that are known to be marked as unsettled.
  var unsettled: Set<DayKey> = []
}

/// The numbers of the names in one table.
struct NameDictionary {
  private let table: String
  private var numbers = TextNumbers()
  /// The highest number in use.
  private var highest: Int?
  /// Whether every name of the table is in `numbers`.
  private var isComplete = false

  init(table: String) {
    self.table = table
  }

  /// The number of `name` with a hash of ``TextHash``; new names get the next one.
  mutating func number(
    of name: UnsafeRawBufferPointer, hash: UInt32, in database: Database
  ) throws -> (number: Int, isNew: Bool) {
    if let number = try knownNumber(of: name, hash: hash, in: database) { return (number, false) }
    let number = try count(in: database) + 1
    let insert = try database.cachedStatement(
      sql: "INSERT INTO \(table) (id, name) VALUES (?, CAST(? AS TEXT))")
    try insert.execute(arguments: [number, Data(name)])
    highest = number
    remember(number, of: name, hash)
    return (number, true)
  }

  /// The number of `name`; `nil` if it has none.
  mutating func knownNumber(
    of name: UnsafeRawBufferPointer, hash: UInt32, in database: Database
  ) throws -> Int? {
    if let number = numbers.number(of: name, hash: hash) { return number }
    _ = try count(in: database)
    guard !isComplete else { return nil }
    let select = try database.cachedStatement(
      sql: "SELECT id FROM \(table) WHERE name = CAST(? AS TEXT)")
    guard let number = try Int.fetchOne(select, arguments: [Data(name)]) else { return nil }
    remember(number, of: name, hash)
    return number
  }

  /// The number of names.
  mutating func count(in database: Database) throws -> Int {
    if let highest { return highest }
    let highest = try Int.fetchOne(database, sql: "SELECT max(id) FROM \(table)") ?? 0
    self.highest = highest
    isComplete = highest == 0
    return highest
  }

  private mutating func remember(_ number: Int, of name: UnsafeRawBufferPointer, _ hash: UInt32) {
    if numbers.keep(number, of: name, hash: hash) != .kept { isComplete = false }
  }
}

/// The numbers of the values of properties; each property has its own sequence.
struct ValueDictionary {
  private struct Property {
    var highest: Int
    /// Whether every value is in `numbers`.
    var isComplete: Bool
  }

  private var numbers = TextNumbers()
  /// The properties by number; `nil` if not used yet.
  private var properties: [Property?] = []

  /// The number of a value, if it is cached.
  func knownNumber(
    of text: UnsafeRawBufferPointer, hash: UInt32, ofProperty property: Int
  ) -> Int? {
    numbers.number(of: text, hash: hash, owner: UInt32(truncatingIfNeeded: property))
  }

  /// The number of the value `text` of a property; new values get the next one.
  ///
  /// - Parameters:
  ///   - text: The bytes of the value's text.
  ///   - hash: Their ``TextHash``.
  ///   - property: The number of the property.
  ///   - database: The database.
  /// - Returns: The number, from 1 for each property.
  /// - Throws: A database error.
  mutating func number(
    of text: UnsafeRawBufferPointer, hash: UInt32, ofProperty property: Int, in database: Database
  ) throws -> Int {
    if let number = knownNumber(of: text, hash: hash, ofProperty: property) { return number }
    if property >= properties.count {
      properties += [Property?](repeating: nil, count: property + 1 - properties.count)
    }
    let bytes = Data(text)
    var known = try properties[property] ?? load(property, database)
    var number: Int?
    if !known.isComplete {
      let select = try database.cachedStatement(
        sql: "SELECT id FROM value WHERE property = ? AND text = CAST(? AS TEXT)")
      number = try Int.fetchOne(select, arguments: [property, bytes])
    }
    if number == nil {
      known.highest += 1
      let insert = try database.cachedStatement(
        sql: "INSERT INTO value (property, id, text) VALUES (?, ?, CAST(? AS TEXT))")
      try insert.execute(arguments: [property, known.highest, bytes])
    }
    properties[property] = known
    let found = number ?? known.highest
    remember(found, of: text, hash, property)
    if number == nil, var shortest = ShortestNumber.text(ofValue: text) {
      // The value with the shortest spelling has its own number.
      let shown = try shortest.withUTF8 { utf8 in
        let shortest = UnsafeRawBufferPointer(utf8)
        return try self.number(
          of: shortest, hash: TextHash.of(shortest), ofProperty: property, in: database)
      }
      try Spellings.keep(found, ofProperty: property, as: shown, in: database)
    }
    return found
  }

  private mutating func remember(
    _ number: Int, of text: UnsafeRawBufferPointer, _ hash: UInt32, _ property: Int
  ) {
    let owner = UInt32(truncatingIfNeeded: property)
    switch numbers.keep(number, of: text, hash: hash, owner: owner) {
    case .kept: break
    case .leftOut: properties[property]?.isComplete = false
    case .keptAlone:
      for index in properties.indices { properties[index]?.isComplete = false }
    }
  }

  private func load(_ property: Int, _ database: Database) throws -> Property {
    let select = try database.cachedStatement(sql: "SELECT max(id) FROM value WHERE property = ?")
    let highest = try Int.fetchOne(select, arguments: [property]) ?? 0
    return Property(highest: highest, isComplete: highest == 0)
  }
}
