internal import GRDB
internal import MPQAPI
internal import MPQStore

/// The table of one event name, while a batch is written.
struct AppendTable {
  /// Identifies an event among those of one name and second.
  struct Identity: Hashable {
    var user: Int
    var insertID: ByteText
  }

  let number: Int
  /// Inserts an event, unless its id is in use.
  let insert: DirectStatement
  /// Finds the last id in a range.
  private let last: DirectStatement
  /// Finds the ids in a range, with their users and the ids of their events.
  private let known: DirectStatement
  /// The time of its last event.
  var latest: Int
  /// The last day that was unsettled.
  var day: Int?

  /// Prepares the statements for the event with the number `number`.
  init(_ number: Int, latest: Int?, in database: Database) throws {
    let name = Schema.table(ofEvent: number)
    self.number = number
    insert = try DirectStatement(
      "INSERT OR IGNORE INTO \(name) VALUES (?, ?, ?, CAST(? AS TEXT))", in: database)
    last = try DirectStatement(
      "SELECT max(id) FROM \(name) WHERE id >= ? AND id < ?", in: database)
    known = try DirectStatement(
      "SELECT id, user, insert_id FROM \(name) WHERE id >= ? AND id < ? ORDER BY id",
      in: database)
    self.latest = try latest ?? Self.latestTime(in: name, database)
  }

  private static func latestTime(in table: String, _ database: Database) throws -> Int {
    let last = try Int.fetchOne(database, sql: "SELECT max(id) FROM \(table)")
    return last.map(Schema.time(ofID:)) ?? -1
  }

  /// The id after the last one from `start` to before `end`, where one is in use.
  func freeID(from start: Int, to end: Int) throws -> Int {
    guard let id = try last.firstInteger(.integer(start), .integer(end)) else {
      throw PackedReader.damage
    }
    return id + 1
  }

  /// The next free id of a second, and its stored events, to find duplicates.
  func present(from start: Int, to end: Int) throws -> (next: Int, seen: Set<Identity>) {
    var next = start
    var seen: Set<Identity> = []
    try known.forEach(.integer(start), .integer(end)) { id, user, insertID in
      next = id + 1
      // Ids of events are not empty.
      if !insertID.isEmpty {
        let text = ByteText(String(decoding: insertID, as: UTF8.self))
        seen.insert(Identity(user: user, insertID: text))
      }
      return true
    }
    return (next, seen)
  }
}
