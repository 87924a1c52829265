internal import Foundation
internal import GRDB
internal import MPQAPI
internal import MPQStore

/// The values that are shown as other values, because they contain numbers that are not in their
/// shortest spelling.
///
/// Events have the value with its original spelling, for exports. Columns have the shown value. If
/// a value is a JSON string that looks like a number, it is shown unchanged.
final class Spellings {
  private let database: Database
  private var known: [Int: [UInt32]] = [:]

  init(_ database: Database) {
    self.database = database
  }

  /// The shown values of a property, indexed by the number of the value; 0 or missing for values
  /// that are shown unchanged.
  func shown(ofProperty property: Int) throws -> [UInt32] {
    if let shown = known[property] { return shown }
    let last = try Int.fetchOne(
      database.cachedStatement(sql: "SELECT max(id) FROM spelling WHERE property = ?"),
      arguments: [property])
    var shown: [UInt32] = []
    if let last {
      guard try 1...database.highestValue(ofProperty: property) ~= last else {
        throw PackedReader.damage
      }
      shown = [UInt32](repeating: 0, count: last + 1)
      let rows = try Row.fetchCursor(
        database.cachedStatement(sql: "SELECT id, shown FROM spelling WHERE property = ?"),
        arguments: [property])
      while let row = try rows.next() {
        guard let id: Int = row[0], let value: Int = row[1], 1...last ~= id,
          let number = UInt32(exactly: value), number > 0
        else { throw PackedReader.damage }
        shown[id] = number
      }
    }
    known[property] = shown
    return shown
  }

  /// Records that a value is shown as another one.
  static func keep(
    _ value: Int, ofProperty property: Int, as shown: Int, in database: Database
  ) throws {
    try database.cachedStatement(sql: "INSERT INTO spelling VALUES (?, ?, ?)")
      .execute(arguments: [property, value, shown])
  }
}

// MARK: - Upgrade

extension Spellings {
  /// The table added in version 5.
  static let table = """
    CREATE TABLE spelling (
      property INTEGER NOT NULL,
      id INTEGER NOT NULL,
      shown INTEGER NOT NULL,
      PRIMARY KEY (property, id)
    ) WITHOUT ROWID;
    """

  /// Finds the spellings of a project of an earlier version, and unsettles the days that have them.
  static func add(to database: Database) throws {
    try database.execute(sql: table)
    let highest = try Int.fetchOne(database, sql: "SELECT max(property) FROM value") ?? 0
    var found: [Int: Set<UInt32>] = [:]
    for property in stride(from: 1, through: highest, by: 1) {
      let spelled = try find(ofProperty: property, in: database)
      if !spelled.isEmpty { found[property] = spelled }
    }
    guard !found.isEmpty else { return }
    for row in try Row.fetchAll(database, sql: "SELECT event, day FROM day") {
      let key = DayKey(event: try row.number(at: 0), day: try row.number(at: 1))
      let isSpelled = try found.contains { property, spelled in
        try hasColumn(key, property, with: spelled, in: database)
      }
      if isSpelled { try Schema.unsettle(key, in: database) }
    }
  }

  /// Stores the shown values of a property, and returns the values that are shown as other values.
  private static func find(
    ofProperty property: Int, in database: Database
  ) throws -> Set<UInt32> {
    var shortest: [(id: Int, text: String)] = []
    let rows = try Row.fetchCursor(
      database.cachedStatement(sql: "SELECT id, text FROM value WHERE property = ?"),
      arguments: [property])
    while let row = try rows.next() {
      var text = row.text(at: 1)
      let spelling = text.withUTF8 { ShortestNumber.text(ofValue: UnsafeRawBufferPointer($0)) }
      if let spelling { shortest.append((try row.number(at: 0), spelling)) }
    }
    guard !shortest.isEmpty else { return [] }
    var dictionary = ValueDictionary()
    let table = try ValueTable(in: database)
    for (id, text) in shortest {
      var text = text
      let shown = try text.withUTF8 { utf8 in
        let bytes = UnsafeRawBufferPointer(utf8)
        return try dictionary.number(
          of: bytes, hash: TextHash.of(bytes), ofProperty: property, in: table)
      }
      try keep(id, ofProperty: property, as: shown, in: database)
    }
    try dictionary.insertNew(into: table)
    return Set(shortest.compactMap { UInt32(exactly: $0.id) })
  }

  private static func hasColumn(
    _ key: DayKey, _ property: Int, with values: Set<UInt32>, in database: Database
  ) throws -> Bool {
    guard let id = key.columnID(ofProperty: property) else { return false }
    let rows = try Row.fetchCursor(
      database.cachedStatement(sql: "SELECT bytes FROM day_column WHERE id = ?"), arguments: [id])
    guard let row = try rows.next() else { return false }
    return try row.withUnsafeData(atIndex: 0) { data in
      try (data ?? Data()).withUnsafeBytes { bytes in
        try ValueColumn(bytes, of: nil, highest: Int(UInt32.max)).values.contains(
          where: values.contains)
      }
    }
  }
}
