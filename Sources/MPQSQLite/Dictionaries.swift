internal import GRDB
internal import MPQStore

/// A cache of the numbers of names and values.
///
/// Only the writer uses it, inside its transactions. Missing entries are looked up in the database;
/// new names and values get a number. ``TextNumbers`` bounds the memory.
struct Dictionaries {
  var events = NameDictionary()
  var users = NameDictionary()
  var properties = NameDictionary()
  var values = ValueDictionary()
  var styles = StyleNumbers()
  /// The latest time in the table of each event, so that later events need no lookup.
  var latestTimes: [Int: Int] = [:]
  /// Days that are known to be marked as unsettled.
  var unsettled: Set<DayKey> = []
  /// Whether the next batch is written from the last table to the first one.
  var goesBackwards = false

  /// The size in bytes of the new users and values that is inserted before the end of a
  /// transaction.
  private static let newLimit = 16 << 20

  /// Inserts the new users and values.
  mutating func insertNew(into database: Database) throws {
    try users.insertNew(into: NameTable("user", in: database))
    try values.insertNew(into: ValueTable(in: database))
  }

  /// Inserts the new users and values if they take much memory.
  ///
  /// Those of unordered events belong on most pages of an index: in larger groups, they change
  /// each page less often.
  mutating func insertNewIfMany(into database: Database) throws {
    guard users.newSize + values.newSize >= Self.newLimit else { return }
    try insertNew(into: database)
  }
}

/// Decides when to read a whole dictionary instead of looking up each text.
struct Lookups {
  private static let minimum = 1000
  /// A low estimate of how many texts can be read in sequence in the time of one lookup.
  private static let sequence = 32

  /// The number of lookups since the dictionary was read.
  private var count = 0

  /// Counts a lookup, and returns whether to read all `texts` now.
  mutating func count(of texts: Int) -> Bool {
    count += 1
    guard count >= Self.minimum, count >= texts / Self.sequence,
      texts <= TextNumbers.capacity / 4 * 3
    else { return false }
    count = 0
    return true
  }
}

/// A table of numbered names, with its statements.
struct NameTable {
  let database: Database
  let name: String
  let find: DirectStatement
  let insert: DirectStatement

  init(_ name: String, in database: Database) throws {
    self.name = name
    self.database = database
    find = try DirectStatement(
      "SELECT id FROM \(name) WHERE name = CAST(? AS TEXT)", in: database)
    insert = try DirectStatement(
      "INSERT INTO \(name) (id, name) VALUES (?, CAST(? AS TEXT))", in: database)
  }
}

/// The numbers of the names in one table.
struct NameDictionary {
  private var numbers = TextNumbers()
  private var new = NewTexts()
  private var lookups = Lookups()
  /// The size in bytes of the new names.
  var newSize: Int { new.size }
  /// The highest number in use.
  private var highest: Int?
  /// Whether every name of the table is in `numbers`.
  private var isComplete = false

  /// The number of `name` with a hash of ``TextHash``; new names get the next one.
  ///
  /// New names are not in the table before ``insertNew(into:)``.
  mutating func number(
    of name: UnsafeRawBufferPointer, hash: UInt32, in table: NameTable
  ) throws -> (number: Int, isNew: Bool) {
    if let number = try knownNumber(of: name, hash: hash, in: table) { return (number, false) }
    let number = try count(in: table) + 1
    highest = number
    new.append(number, of: name)
    try remember(number, of: name, hash, in: table)
    return (number, true)
  }

  /// The number of `name`; `nil` if it has none.
  mutating func knownNumber(
    of name: UnsafeRawBufferPointer, hash: UInt32, in table: NameTable
  ) throws -> Int? {
    if let number = numbers.number(of: name, hash: hash) { return number }
    let count = try count(in: table)
    guard !isComplete else { return nil }
    if lookups.count(of: count) {
      try load(table)
      if let number = numbers.number(of: name, hash: hash) { return number }
      guard !isComplete else { return nil }
    }
    guard let number = try table.find.firstInteger(.bytes(name)) else { return nil }
    try remember(number, of: name, hash, in: table)
    return number
  }

  /// The number of names.
  mutating func count(in table: NameTable) throws -> Int {
    if let highest { return highest }
    let highest =
      try Int.fetchOne(table.database, sql: "SELECT max(id) FROM \(table.name)") ?? 0
    self.highest = highest
    isComplete = highest == 0
    return highest
  }

  /// Inserts the new names.
  mutating func insertNew(into table: NameTable) throws {
    try new.removeAll { _, number, text in
      try table.insert.insert(.integer(number), .bytes(text))
    }
  }

  private mutating func remember(
    _ number: Int, of name: UnsafeRawBufferPointer, _ hash: UInt32, in table: NameTable
  ) throws {
    guard numbers.keep(number, of: name, hash: hash) != .kept else { return }
    isComplete = false
    // The table is searched for them from now on.
    try insertNew(into: table)
  }

  /// Reads all names.
  private mutating func load(_ table: NameTable) throws {
    try insertNew(into: table)
    numbers = TextNumbers()
    isComplete = true
    let select = try DirectStatement("SELECT id, 0, name FROM \(table.name)", in: table.database)
    try select.forEach { number, _, name in
      guard !numbers.isFull(for: name.count) else {
        isComplete = false
        return false
      }
      if numbers.keep(number, of: name, hash: TextHash.of(name)) != .kept { isComplete = false }
      return true
    }
  }
}
