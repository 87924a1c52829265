internal import Foundation
internal import GRDB

/// What a project's file took before and after it was compacted, in bytes.
public struct VacuumReport: Equatable, Sendable {
  /// The bytes of the file and of the log beside it, before.
  public var before: Int
  /// The same, afterwards.
  public var after: Int
}

extension Project {
  /// Writes the project's file anew without gaps; the project must be open for writing.
  ///
  /// It needs room for a second copy in the folder for temporary files (`SQLITE_TMPDIR`, or else
  /// `TMPDIR`) and for a third beside the project, and is done whole or not at all.
  ///
  /// What an import that was stopped left to be done for fast answers is done before.
  ///
  /// - Returns: The sizes before and after.
  /// - Throws: ``StoreError``; the project then holds and answers what it did before.
  public func vacuum() async throws(StoreError) -> VacuumReport {
    let store = try sqlite()
    let log = "\(store.path)-wal"
    let before = Self.fileSize(store.path) + Self.fileSize(log)
    try await store.settle()
    try await store.rewrite()
    return VacuumReport(before: before, after: Self.fileSize(store.path) + Self.fileSize(log))
  }
}

extension SQLiteStore {
  /// Rewrites the file, and takes the log into it.
  fileprivate func rewrite() async throws(StoreError) {
    try await writeWithoutTransaction { database in
      // Memory is no place for a copy of everything.
      try database.execute(sql: "PRAGMA temp_store = FILE; VACUUM; PRAGMA temp_store = MEMORY")
      do {
        _ = try database.checkpoint(.truncate)
      } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
        // Somebody reads: the log is taken in later.
      }
    }
  }
}
