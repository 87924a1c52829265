internal import GRDB
internal import MPQStore

extension SQLiteStore {
  func vacuum() async throws(StoreError) -> VacuumReport {
    let log = "\(path)-wal"
    let before = Self.fileSize(path) + Self.fileSize(log)
    try await settle()
    try await rewrite()
    return VacuumReport(before: before, after: Self.fileSize(path) + Self.fileSize(log))
  }

  /// Rewrites the file and merges the log into it.
  private func rewrite() async throws(StoreError) {
    try await writeWithoutTransaction { database in
      // Do not keep a copy of the file in memory.
      try database.execute(sql: "PRAGMA temp_store = FILE; VACUUM; PRAGMA temp_store = MEMORY")
      do {
        _ = try database.checkpoint(.truncate)
      } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
        // A reader is active: the log is merged later.
      }
    }
  }
}
