internal import GRDB
internal import GRDBSQLite
internal import MPQStore

/// A statement that inserts rows of bytes and integers.
///
/// It binds values with SQLite's C functions: for millions of rows, GRDB's conversions would take a
/// large part of the time.
struct RowInsert {
  private let statement: Statement

  /// A statement with a parameter for each value of a row; the connection caches it.
  init(_ sql: String, in database: Database) throws {
    statement = try database.cachedStatement(sql: sql)
  }

  /// One value of a row.
  enum Value {
    case integer(Int)
    case bytes(UnsafeRawBufferPointer)
    case null
  }

  /// Inserts a row.
  ///
  /// - Parameter values: As many as there are parameters; their bytes must be valid during the
  ///   call.
  /// - Throws: A `DatabaseError`.
  func insert(_ values: Value...) throws {
    let handle = statement.sqliteStatement
    // Bindings must not outlive their bytes.
    defer { sqlite3_clear_bindings(handle) }
    for (index, value) in values.enumerated() {
      try check(Self.bind(value, to: handle, at: Int32(index + 1)), SQLITE_OK)
    }
    let code = sqlite3_step(handle)
    guard code == SQLITE_DONE else {
      // The message belongs to the last call.
      let error = error(code)
      sqlite3_reset(handle)
      throw error
    }
    try check(sqlite3_reset(handle), SQLITE_OK)
  }

  private static func bind(_ value: Value, to handle: OpaquePointer, at index: Int32) -> Int32 {
    switch value {
    case .integer(let number): return sqlite3_bind_int64(handle, index, Int64(number))
    case .null: return sqlite3_bind_null(handle, index)
    case .bytes(let bytes):
      guard let start = bytes.baseAddress, !bytes.isEmpty else {
        return sqlite3_bind_zeroblob(handle, index, 0)
      }
      return sqlite3_bind_blob64(handle, index, start, UInt64(bytes.count), nil)
    }
  }

  private func check(_ code: Int32, _ expected: Int32) throws {
    guard code == expected else { throw error(code) }
  }

  private func error(_ code: Int32) -> DatabaseError {
    let message = sqlite3_errmsg(sqlite3_db_handle(statement.sqliteStatement))
    return DatabaseError(
      resultCode: ResultCode(rawValue: code), message: message.map { String(cString: $0) })
  }
}
