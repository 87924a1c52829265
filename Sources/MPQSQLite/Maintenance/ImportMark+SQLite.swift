internal import GRDB
internal import MPQStore

extension ImportMark {
  /// Stores the mark, replacing an earlier one.
  ///
  /// The table is created with the first mark, so that files of earlier versions get it too.
  func keep(in database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE IF NOT EXISTS import_mark (
          size INTEGER NOT NULL,
          modified INTEGER NOT NULL,
          head INTEGER NOT NULL,
          offset INTEGER NOT NULL,
          line INTEGER NOT NULL,
          is_finished INTEGER NOT NULL,
          lines INTEGER NOT NULL,
          added INTEGER NOT NULL,
          repeated INTEGER NOT NULL,
          rejected INTEGER NOT NULL,
          checksum INTEGER,
          PRIMARY KEY (size, modified, head)
        ) WITHOUT ROWID
        """)
    if try !database.columns(in: "import_mark").contains(where: { $0.name == "checksum" }) {
      try database.execute(sql: "ALTER TABLE import_mark ADD COLUMN checksum INTEGER")
    }
    try database.cachedStatement(
      sql: "INSERT OR REPLACE INTO import_mark VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    ).execute(arguments: [
      file.size, file.modified, file.head, offset, line, isFinished,
      counts.lines, counts.added, counts.repeated, counts.rejected, checksum,
    ])
  }

  /// The mark of `file`; `nil` if it was not imported.
  init?(of file: FileVersion, in database: Database) throws {
    guard try database.tableExists("import_mark") else { return nil }
    let row = try Row.fetchOne(
      database,
      sql: "SELECT * FROM import_mark WHERE size = ? AND modified = ? AND head = ?",
      arguments: [file.size, file.modified, file.head])
    guard let row else { return nil }
    try self.init(row)
  }

  /// The marks of all files.
  static func all(in database: Database) throws -> [ImportMark] {
    guard try database.tableExists("import_mark") else { return [] }
    return try Row.fetchAll(database, sql: "SELECT * FROM import_mark").map { try ImportMark($0) }
  }

  private init(_ row: Row) throws {
    try self.init(
      file: FileVersion(
        size: row.number("size"), modified: row.number("modified"), head: row.number("head")),
      offset: row.number("offset"), line: row.number("line"),
      // Files of earlier versions have no such column; their rows have no value.
      checksum: row.hasColumn("checksum") ? UInt32.fromDatabaseValue(row["checksum"]) : nil,
      isFinished: row.number("is_finished") != 0,
      counts: Counts(
        lines: row.number("lines"), added: row.number("added"), repeated: row.number("repeated"),
        rejected: row.number("rejected")))
  }
}

extension SQLiteStore {
  func importMark(of file: FileVersion) async throws(StoreError) -> ImportMark? {
    try await read { try ImportMark(of: file, in: $0) }
  }

  func importMarks() async throws(StoreError) -> [ImportMark] {
    try await read { try ImportMark.all(in: $0) }
  }
}
