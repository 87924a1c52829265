internal import GRDB
internal import MPQAPI
internal import MPQStore

/// The table of values, with its statements.
struct ValueTable {
  let database: Database
  let find: DirectStatement
  let insert: DirectStatement

  init(in database: Database) throws {
    self.database = database
    find = try DirectStatement(
      "SELECT id FROM value WHERE property = ? AND text = CAST(? AS TEXT)", in: database)
    insert = try DirectStatement(
      "INSERT INTO value (property, id, text) VALUES (?, ?, CAST(? AS TEXT))", in: database)
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
  private var new = NewTexts()
  private var lookups = Lookups()
  /// The size in bytes of the new values.
  var newSize: Int { new.size }
  /// The properties used so far, by number.
  private var properties: [Int: Property] = [:]
  /// The number of values of all properties; `nil` if not counted yet.
  private var count: Int?

  /// The number of a value, if it is cached.
  func knownNumber(
    of text: UnsafeRawBufferPointer, hash: UInt32, ofProperty property: Int
  ) -> Int? {
    numbers.number(of: text, hash: hash, owner: UInt32(truncatingIfNeeded: property))
  }

  /// The number of the value `text` of a property; new values get the next one.
  ///
  /// New values are not in the table before ``insertNew(into:)``.
  ///
  /// - Parameters:
  ///   - text: The bytes of the value's text.
  ///   - hash: Their ``TextHash``.
  ///   - property: The number of the property.
  ///   - table: The table of values.
  /// - Returns: The number, from 1 for each property.
  /// - Throws: A database error.
  mutating func number(
    of text: UnsafeRawBufferPointer, hash: UInt32, ofProperty property: Int, in table: ValueTable
  ) throws -> Int {
    if let number = knownNumber(of: text, hash: hash, ofProperty: property) { return number }
    var known = try self.property(property, in: table)
    if !known.isComplete, lookups.count(of: try count(in: table)) {
      try load(table)
      if let number = knownNumber(of: text, hash: hash, ofProperty: property) { return number }
      known = try self.property(property, in: table)
    }
    var number: Int?
    if !known.isComplete {
      number = try table.find.firstInteger(.integer(property), .bytes(text))
    }
    if number == nil {
      known.highest += 1
      properties[property] = known
      count? += 1
      new.append(known.highest, of: text, owner: property)
    }
    let found = number ?? known.highest
    try remember(found, of: text, hash, property, in: table)
    if number == nil, var shortest = ShortestNumber.text(ofValue: text) {
      // The value with the shortest spelling has its own number.
      let shown = try shortest.withUTF8 { utf8 in
        let shortest = UnsafeRawBufferPointer(utf8)
        return try self.number(
          of: shortest, hash: TextHash.of(shortest), ofProperty: property, in: table)
      }
      try Spellings.keep(found, ofProperty: property, as: shown, in: table.database)
    }
    return found
  }

  /// Inserts the new values.
  mutating func insertNew(into table: ValueTable) throws {
    try new.removeAll { property, number, text in
      try table.insert.insert(.integer(property), .integer(number), .bytes(text))
    }
  }

  private mutating func remember(
    _ number: Int, of text: UnsafeRawBufferPointer, _ hash: UInt32, _ property: Int,
    in table: ValueTable
  ) throws {
    let owner = UInt32(truncatingIfNeeded: property)
    switch numbers.keep(number, of: text, hash: hash, owner: owner) {
    case .kept: return
    case .leftOut: properties[property]?.isComplete = false
    case .keptAlone: forgetCompleteness()
    }
    // The table is searched for them from now on.
    try insertNew(into: table)
  }

  private mutating func forgetCompleteness() {
    for property in properties.keys { properties[property]?.isComplete = false }
  }

  private mutating func property(_ property: Int, in table: ValueTable) throws -> Property {
    if let known = properties[property] { return known }
    let select = try table.database.cachedStatement(
      sql: "SELECT max(id) FROM value WHERE property = ?")
    let highest = try Int.fetchOne(select, arguments: [property]) ?? 0
    let known = Property(highest: highest, isComplete: highest == 0)
    properties[property] = known
    return known
  }

  /// The number of values of all properties.
  private mutating func count(in table: ValueTable) throws -> Int {
    if let count { return count }
    // The table must have all of them.
    try insertNew(into: table)
    var count = 0
    for id in try Int.fetchAll(table.database, sql: "SELECT id FROM property") {
      count += try property(id, in: table).highest
    }
    self.count = count
    return count
  }

  /// Reads all values.
  private mutating func load(_ table: ValueTable) throws {
    try insertNew(into: table)
    numbers = TextNumbers()
    for property in properties.keys { properties[property]?.isComplete = true }
    let select = try DirectStatement("SELECT id, property, text FROM value", in: table.database)
    try select.forEach { number, property, text in
      guard !numbers.isFull(for: text.count) else {
        forgetCompleteness()
        return false
      }
      let outcome = numbers.keep(
        number, of: text, hash: TextHash.of(text), owner: UInt32(truncatingIfNeeded: property))
      if outcome != .kept { properties[property]?.isComplete = false }
      return true
    }
  }
}
