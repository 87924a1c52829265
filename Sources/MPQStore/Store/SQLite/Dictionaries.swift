internal import Foundation
internal import GRDB
internal import MPQAPI

/// The numbers of names and values, as far as they are known in memory.
///
/// Only the writer uses them, inside its transactions. What is not known is looked up, and numbered
/// when it is new. Memory is bounded: a full dictionary is emptied.
struct Dictionaries {
  var events = NameDictionary(table: "event")
  var users = NameDictionary(table: "user")
  var properties = NameDictionary(table: "property")
  var values = ValueDictionary()
  var recentProperties = RecentNames()
  /// The latest time in the table of each event, so that later events need no look-up.
  var latestTimes: [Int: Int] = [:]
  /// Days that are known to be marked as unsettled.
  var unsettled: Set<DayKey> = []

  /// The most bytes of a text that is kept in memory.
  static let textLimit = 1024
}

/// The numbers of the names in one table.
struct NameDictionary {
  private static let capacity = 1_000_000

  private let table: String
  private var numbers: [ByteText: Int] = [:]
  /// The highest number given.
  private var highest: Int?
  /// Whether every name of the table is in `numbers`.
  private var isComplete = false

  init(table: String) {
    self.table = table
  }

  /// The number of `name`, a new one where it has none yet.
  mutating func number(
    of name: String, in database: Database
  ) throws -> (number: Int, isNew: Bool) {
    if let number = try knownNumber(of: name, in: database) { return (number, false) }
    let number = try count(in: database) + 1
    let insert = try database.cachedStatement(
      sql: "INSERT INTO \(table) (id, name) VALUES (?, CAST(? AS TEXT))")
    try insert.execute(arguments: [number, Data(name.utf8)])
    highest = number
    remember(number, for: ByteText(name))
    return (number, true)
  }

  /// The number of `name`; `nil` where it has none.
  mutating func knownNumber(of name: String, in database: Database) throws -> Int? {
    let key = ByteText(name)
    if let number = numbers[key] { return number }
    _ = try count(in: database)
    guard !isComplete else { return nil }
    let select = try database.cachedStatement(
      sql: "SELECT id FROM \(table) WHERE name = CAST(? AS TEXT)")
    guard let number = try Int.fetchOne(select, arguments: [Data(name.utf8)]) else { return nil }
    remember(number, for: key)
    return number
  }

  /// How many names there are.
  mutating func count(in database: Database) throws -> Int {
    if let highest { return highest }
    let highest = try Int.fetchOne(database, sql: "SELECT max(id) FROM \(table)") ?? 0
    self.highest = highest
    isComplete = highest == 0
    return highest
  }

  private mutating func remember(_ number: Int, for key: ByteText) {
    guard key.text.utf8.count <= Dictionaries.textLimit else {
      isComplete = false
      return
    }
    if numbers.count >= Self.capacity {
      numbers.removeAll(keepingCapacity: true)
      isComplete = false
    }
    numbers[key] = number
  }
}

/// The numbers of the names that stood at each place of the event before.
///
/// Events of an export mostly have the same properties in the same order, so that most names are
/// compared with one other and need not be hashed.
struct RecentNames {
  private static let capacity = 64
  private var names: [(name: ByteText, number: Int)] = []

  /// The number of `name` where it stood at `place` the last time.
  func number(of name: String, at place: Int) -> Int? {
    guard place < names.count, names[place].name == ByteText(name) else { return nil }
    return names[place].number
  }

  /// Remembers what stands at `place`.
  mutating func remember(_ name: String, _ number: Int, at place: Int) {
    if place < names.count {
      names[place] = (ByteText(name), number)
    } else if place == names.count, place < Self.capacity {
      names.append((ByteText(name), number))
    }
  }
}

/// The numbers of the values of properties; each property counts its own.
struct ValueDictionary {
  private static let capacity = 1_000_000

  private struct Property {
    var numbers: [ByteText: Int] = [:]
    var highest: Int
    var isComplete: Bool

    mutating func remember(_ number: Int, for key: ByteText) {
      if key.text.utf8.count <= Dictionaries.textLimit {
        numbers[key] = number
      } else {
        isComplete = false
      }
    }
  }

  /// The properties by their numbers, those that were not met yet are `nil`.
  private var properties: [Property?] = []
  private var count = 0

  /// The number of the value `text` of a property, a new one where it has none yet.
  mutating func number(
    of text: String, ofProperty property: Int, in database: Database
  ) throws -> Int {
    let key = ByteText(text)
    if property < properties.count, let number = properties[property]?.numbers[key] {
      return number
    }
    if count >= Self.capacity {
      properties = []
      count = 0
    }
    if property >= properties.count {
      properties += [Property?](repeating: nil, count: property + 1 - properties.count)
    }
    let bytes = Data(text.utf8)
    var known = try properties[property].take() ?? load(property, database)
    defer { properties[property] = known }
    count += 1
    if !known.isComplete {
      let select = try database.cachedStatement(
        sql: "SELECT id FROM value WHERE property = ? AND text = CAST(? AS TEXT)")
      if let number = try Int.fetchOne(select, arguments: [property, bytes]) {
        known.remember(number, for: key)
        return number
      }
    }
    let number = known.highest + 1
    let insert = try database.cachedStatement(
      sql: "INSERT INTO value (property, id, text) VALUES (?, ?, CAST(? AS TEXT))")
    try insert.execute(arguments: [property, number, bytes])
    known.highest = number
    known.remember(number, for: key)
    return number
  }

  private func load(_ property: Int, _ database: Database) throws -> Property {
    let select = try database.cachedStatement(sql: "SELECT max(id) FROM value WHERE property = ?")
    let highest = try Int.fetchOne(select, arguments: [property]) ?? 0
    return Property(highest: highest, isComplete: highest == 0)
  }
}
