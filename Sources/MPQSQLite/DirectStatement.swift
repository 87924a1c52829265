internal import GRDB
internal import GRDBSQLite
internal import MPQStore

/// A statement that inserts or finds rows of bytes and integers.
///
/// It binds values with SQLite's C functions: for millions of rows, GRDB's conversions would take a
/// large part of the time.
struct DirectStatement {
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
    try insert(values)
  }

  /// Inserts a row with `INSERT OR IGNORE`.
  ///
  /// - Parameter values: As many as there are parameters; their bytes must be valid during the
  ///   call.
  /// - Returns: Whether the row was inserted because its id was free.
  /// - Throws: A `DatabaseError`.
  func insertIfFree(_ values: Value...) throws -> Bool {
    try insert(values)
    return sqlite3_changes(sqlite3_db_handle(statement.sqliteStatement)) > 0
  }

  private func insert(_ values: [Value]) throws {
    let handle = statement.sqliteStatement
    // Bindings must not outlive their bytes.
    defer { sqlite3_clear_bindings(handle) }
    try bind(values)
    guard try step() == SQLITE_DONE else { throw error(SQLITE_MISUSE) }
    try check(sqlite3_reset(handle), SQLITE_OK)
  }

  /// The integer in the first column of the first row.
  ///
  /// - Parameter values: As many as there are parameters; their bytes must be valid during the
  ///   call.
  /// - Returns: The integer; `nil` if there is no row, or if it is NULL.
  /// - Throws: A `DatabaseError`.
  func firstInteger(_ values: Value...) throws -> Int? {
    let handle = statement.sqliteStatement
    defer { sqlite3_clear_bindings(handle) }
    try bind(values)
    let isFound =
      try step() == SQLITE_ROW && sqlite3_column_type(handle, 0) == SQLITE_INTEGER
    let number = isFound ? Int(sqlite3_column_int64(handle, 0)) : nil
    try check(sqlite3_reset(handle), SQLITE_OK)
    return number
  }

  /// Calls `body` with each row of two integers and bytes, until it returns `false`.
  ///
  /// - Parameters:
  ///   - values: As many as there are parameters.
  ///   - body: Called with a row, whose bytes are valid during the call; NULL has no bytes.
  /// - Throws: A `DatabaseError`, or what `body` throws; ``PackedReader/damage`` for a row without
  ///   two integers.
  func forEach(
    _ values: Value..., body: (Int, Int, UnsafeRawBufferPointer) throws -> Bool
  ) throws {
    let handle = statement.sqliteStatement
    defer { sqlite3_clear_bindings(handle) }
    try bind(values)
    do {
      while try step() == SQLITE_ROW {
        guard sqlite3_column_type(handle, 0) == SQLITE_INTEGER,
          sqlite3_column_type(handle, 1) == SQLITE_INTEGER
        else { throw PackedReader.damage }
        let bytes = UnsafeRawBufferPointer(
          start: sqlite3_column_blob(handle, 2), count: Int(sqlite3_column_bytes(handle, 2)))
        let goesOn = try body(
          Int(sqlite3_column_int64(handle, 0)), Int(sqlite3_column_int64(handle, 1)), bytes)
        guard goesOn else { break }
      }
    } catch {
      sqlite3_reset(handle)
      throw error
    }
    try check(sqlite3_reset(handle), SQLITE_OK)
  }

  private func bind(_ values: [Value]) throws {
    for (index, value) in values.enumerated() {
      let code = Self.bind(value, to: statement.sqliteStatement, at: Int32(index + 1))
      try check(code, SQLITE_OK)
    }
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

  /// Returns `SQLITE_ROW` if there is a row, or `SQLITE_DONE`.
  private func step() throws -> Int32 {
    let code = sqlite3_step(statement.sqliteStatement)
    if code == SQLITE_ROW || code == SQLITE_DONE { return code }
    // The message belongs to the last call.
    let error = error(code)
    sqlite3_reset(statement.sqliteStatement)
    throw error
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
