internal import Foundation
internal import MPQAPI
internal import MPQStore

/// The process that holds the lock of writers, as recorded in the lock's table.
struct LockHolder: CustomStringConvertible {
  /// The token of the process; `nil` if mpq did not create the table.
  let token: UInt64?
  /// The machine and process number; empty if unknown.
  let program: String
  /// When the table was created, in seconds since 1970 by the server's clock.
  let since: Int
  /// The current time of the server.
  private let now: Int

  /// The statement that creates the table; it fails if the table exists.
  static func creation(of token: UInt64, by program: String, in database: String) -> String {
    """
    CREATE TABLE \(database).writer (
      holder UInt64 DEFAULT \(token),
      program String DEFAULT \(program.sqlLiteral),
      at DateTime DEFAULT now()
    ) ENGINE = Memory
    """
  }

  /// The current lock holder; `nil` if the lock is free.
  static func now(
    _ referee: ClickHouseConnection, _ database: String, table: String = "writer"
  ) async throws(StoreError) -> LockHolder? {
    // Versions of ClickHouse spell defaults differently.
    let holder = #"holder\W+UInt64\s+DEFAULT\D+(?:64\D+)?(\d{12,})"#
    let program = #"program\W+String\s+DEFAULT[^']+'([^']*)'"#
    do throws(StoreError) {
      return try await referee.rows(
        """
        SELECT extract(create_table_query, \(holder.sqlLiteral)),
        extract(create_table_query, \(program.sqlLiteral)),
        toUInt64(metadata_modification_time), toUInt64(now())
        FROM system.tables WHERE database = '\(database)' AND name = '\(table)'
        """
      ) { reader throws(RowBinaryReader.Damage) in
        LockHolder(
          token: UInt64(try reader.text()), program: try reader.text(), since: try reader.count(),
          now: try reader.count())
      }.first
    } catch .notFound {
      // The table was dropped in the meantime.
      return nil
    }
  }

  /// The seconds since the process last renewed the lock.
  func secondsSinceRenewal(
    _ referee: ClickHouseConnection, _ database: String
  ) async throws(StoreError) -> Int {
    guard let token, !program.isEmpty else { return now - since }
    do throws(StoreError) {
      let last = try await referee.rows(
        "SELECT toUInt64(max(at)) FROM \(database).writer WHERE holder = \(token)"
      ) { reader throws(RowBinaryReader.Damage) in try reader.count() }
      return now - max(since, last.first ?? 0)
    } catch .notFound {
      return 0
    }
  }

  /// The process, and since when it holds the lock.
  var description: String {
    let date = Date(timeIntervalSince1970: Double(since)).formatted(.iso8601)
    return "\(program.isEmpty ? "unknown process" : program), since \(date)"
  }

  /// This process and machine, without characters that would need escapes.
  static var thisProgram: String {
    var text = [CChar](repeating: 0, count: 256)
    let isNamed = gethostname(&text, text.count - 1) == 0
    let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
      .filter { $0.isLetterOrDigit || "-.".utf8.contains($0) }
    let name = isNamed && !bytes.isEmpty ? String(decoding: bytes, as: UTF8.self) : "?"
    return "process \(getpid()) on \(name)"
  }
}
