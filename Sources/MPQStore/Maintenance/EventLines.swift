internal import Foundation
internal import GRDB
internal import MPQAPI

/// Makes the lines of an export out of stored events.
///
/// Texts are remembered as they are written, in bounded memory.
struct EventLines {
  private static let cacheLimit = 1 << 25

  private struct Value: Hashable {
    var property: Int
    var value: Int
    var isText: Bool
  }

  private let database: Database
  private let selectUser: Statement
  /// The place of each property, by its number, in the order of names.
  private let ranks: [Int: Int]
  private var values: [Value: [UInt8]] = [:]
  private var users: [Int: [UInt8]] = [:]
  private var starts: [Int: [UInt8]] = [:]
  private var cacheSize = 0

  init(_ database: Database) throws {
    self.database = database
    selectUser = try database.makeStatement(sql: "SELECT name FROM user WHERE id = ?")
    // SQLite compares texts by their bytes.
    let numbers = try Int.fetchCursor(database, sql: "SELECT id FROM property ORDER BY name")
    var ranks: [Int: Int] = [:]
    while let number = try numbers.next() { ranks[number] = ranks.count }
    self.ranks = ranks
  }

  /// Appends the line of the event at which `source` stands.
  mutating func append(_ source: EventSource, to part: inout [UInt8]) throws {
    guard let row = source.row else { return }
    part += start(of: source)
    part += String(source.time).utf8
    part += try user(row[1])
    if !row.hasNull(atIndex: 3) {
      part += ", \"$insert_id\": ".utf8
      part += JSONWriter.quoted(row.text(at: 3)).utf8
    }
    for entry in try entries(of: row) { part += try member(entry) }
    part += "}}\n".utf8
  }

  private mutating func start(of source: EventSource) -> [UInt8] {
    if let known = starts[source.rank] { return known }
    let bytes = Array(
      "{\"event\": \(JSONWriter.quoted(source.name)), \"properties\": {\"time\": ".utf8)
    starts[source.rank] = bytes
    return bytes
  }

  private func entries(of row: Row) throws -> [PropertyList.Entry] {
    var entries: [PropertyList.Entry] = []
    try row.withUnsafeData(atIndex: 2) { data in
      (data ?? Data()).withUnsafeBytes { bytes in
        var reader = PropertyList.Reader(bytes)
        while let entry = reader.next() { entries.append(entry) }
      }
    }
    return entries.sorted { (ranks[$0.property] ?? -1) < (ranks[$1.property] ?? -1) }
  }

  private mutating func user(_ number: Int) throws -> [UInt8] {
    if let known = users[number] { return known }
    let rows = try Row.fetchCursor(selectUser, arguments: [number])
    guard let row = try rows.next() else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
    let bytes = Array(", \"distinct_id\": \(JSONWriter.quoted(row.text(at: 0)))".utf8)
    remember(bytes.count)
    users[number] = bytes
    return bytes
  }

  private mutating func member(_ entry: PropertyList.Entry) throws -> [UInt8] {
    let key = Value(property: entry.property, value: entry.value, isText: entry.isText)
    if let known = values[key] { return known }
    let name = try database.propertyName(entry.property)
    let text = try database.valueText(entry.value, ofProperty: entry.property)
    let value = entry.isText ? JSONWriter.quoted(text) : try Self.spaced(text)
    let bytes = Array(", \(JSONWriter.quoted(name)): \(value)".utf8)
    remember(bytes.count)
    values[key] = bytes
    return bytes
  }

  /// The JSON `text` with spaces between its parts, as in the rest of a line.
  private static func spaced(_ text: String) throws -> String {
    do {
      return JSONWriter.text(try JSONReader.read(Array(text.utf8)))
    } catch {
      throw DatabaseError(resultCode: .SQLITE_CORRUPT)
    }
  }

  private mutating func remember(_ count: Int) {
    // What a dictionary needs for an entry, about.
    cacheSize += count + 100
    guard cacheSize > Self.cacheLimit else { return }
    values.removeAll(keepingCapacity: true)
    users.removeAll(keepingCapacity: true)
    cacheSize = count + 100
  }
}
