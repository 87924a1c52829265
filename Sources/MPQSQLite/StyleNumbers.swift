internal import Foundation
internal import GRDB
internal import MPQStore

/// The numbers of all line styles.
struct StyleNumbers {
  private var numbers: [LineStyle: Int]?

  /// The number of `style`, which is added if it is new; `nil` if there are too many.
  mutating func number(of style: LineStyle, in database: Database) throws -> Int? {
    var known = try numbers ?? Self.load(database)
    defer { numbers = known }
    if let number = known[style] { return number }
    let number = known.count
    guard number < PropertyList.Form.styleLimit else { return nil }
    try database.cachedStatement(sql: "INSERT INTO style VALUES (?, ?)")
      .execute(arguments: [number, Data(style.bytes)])
    known[style] = number
    return number
  }

  private static func load(_ database: Database) throws -> [LineStyle: Int] {
    let styles = try database.lineStyles()
    return Dictionary(styles.enumerated().map { ($1, $0) }) { first, _ in first }
  }
}

extension Database {
  /// The statement for ``GRDB/Statement/keptLine(_:_:)``.
  func keptLines() throws -> Statement {
    try makeStatement(sql: "SELECT bytes FROM line WHERE event = ? AND id = ?")
  }

  /// All styles by number, from 0.
  func lineStyles() throws -> [LineStyle] {
    var styles: [LineStyle] = []
    let rows = try Row.fetchCursor(self, sql: "SELECT id, bytes FROM style ORDER BY id")
    while let row = try rows.next() {
      let bytes = try row.withUnsafeData(atIndex: 1) { Array($0 ?? Data()) }
      guard row[0] == styles.count, let style = LineStyle(bytes: bytes) else {
        throw PackedReader.damage
      }
      styles.append(style)
    }
    return styles
  }
}

extension Statement {
  /// The stored line of an event, by the number of its name and its id.
  func keptLine(_ event: Int, _ id: Int) throws -> [UInt8]? {
    guard let row = try Row.fetchOne(self, arguments: [event, id]) else { return nil }
    return try row.withUnsafeData(atIndex: 0) { Array($0 ?? Data()) }
  }
}
