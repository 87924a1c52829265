internal import Foundation
internal import GRDB
internal import MPQFiles
internal import MPQStore

extension SQLiteStore {
  func backUp(
    to target: String, isReplacing: Bool, progress: @escaping @Sendable (Double) -> Void
  ) async throws(StoreError) {
    if let file = FileID(path: path), file == FileID(path: target) {
      throw .failed(path: target, cause: "the target is the project itself; name another file")
    }
    // No other process can make, write or replace the target meanwhile.
    let lock = try BackupTarget(target, isReplacing: isReplacing)
    defer { withExtendedLifetime(lock) {} }
    let draft = Self.backupDraft(of: target)
    Self.removeBackupDraft(of: target)
    do throws(StoreError) {
      try await copy(to: draft, of: target, progress)
      try lock.replace(with: draft)
    } catch {
      Self.removeBackupDraft(of: target)
      throw error
    }
  }

  /// The path of the unfinished copy of this process, which is renamed to `target`.
  private static func backupDraft(of target: String) -> String {
    "\((try? FileSystem.destination(of: target)) ?? target).\(getpid()).part"
  }

  static func removeBackupDraft(of target: String) {
    for end in ["", "-wal", "-shm", "-journal"] { FileSystem.remove(backupDraft(of: target) + end) }
  }
}

extension SQLiteStore {
  private static let pagesPerStep: CInt = 4096

  /// Writes a copy of the project to `draft` and checks it; errors name `target`.
  fileprivate func copy(
    to draft: String, of target: String, _ progress: @escaping @Sendable (Double) -> Void
  ) async throws(StoreError) {
    let path = path
    let result = try await read { source -> Result<Void, StoreError> in
      do {
        let copy = try DatabaseQueue(path: draft)
        try copy.writeWithoutTransaction { target in
          // The copy is synchronized once, at its end.
          try target.execute(sql: "PRAGMA synchronous = OFF")
          try source.backup(to: target, pagesPerStep: Self.pagesPerStep) { step in
            try Task.checkCancellation()
            guard step.totalPageCount > 0 else { return }
            progress(Double(step.completedPageCount) / Double(step.totalPageCount))
          }
        }
        try copy.close()
        return .success(try Self.check(draft))
      } catch let error as DatabaseError where error.resultCode == .SQLITE_CANTOPEN {
        return .failure(.failed(path: target, cause: "cannot be created; does its folder exist?"))
      } catch {
        return .failure(StoreError(error, path: path))
      }
    }
    switch result {
    case .success: return
    case .failure(.damaged): throw .damaged(path: path)
    case .failure(.diskFull): throw .diskFull(path: target)
    case .failure(.failed(_, let cause)): throw .failed(path: target, cause: cause)
    case .failure(let error): throw error
    }
  }

  /// Checks a closed copy and synchronizes it to disk.
  private static func check(_ draft: String) throws {
    let copy = try DatabaseQueue(path: draft)
    let answer = try copy.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
    try copy.close()
    guard answer == "ok" else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
    do throws(SystemError) {
      try FileSystem.synchronize(draft)
    } catch {
      throw DatabaseError(resultCode: error.code == ENOSPC ? .SQLITE_FULL : .SQLITE_IOERR)
    }
  }
}

/// The target of a backup, locked against other writers.
private struct BackupTarget {
  private let path: String
  private let lock: ProjectLock

  init(_ path: String, isReplacing: Bool) throws(StoreError) {
    // A link is kept, even if its target is missing.
    let path = (try? FileSystem.destination(of: path)) ?? path
    let exists = FileManager.default.fileExists(atPath: path)
    if exists {
      guard isReplacing else { throw .alreadyExists(path: path) }
      // Only a project is replaced.
      try FileHeader(path: path).check(path: path)
    }
    lock = try ProjectLock(path: path)
    self.path = path
    if exists { try Self.mergeLog(path) }
  }

  /// Merges the old project's log into its file.
  ///
  /// A log must never be applied to another file, and must not be lost if the copy fails.
  private static func mergeLog(_ path: String) throws(StoreError) {
    do {
      let queue = try DatabaseQueue(path: path)
      _ = try queue.writeWithoutTransaction { try $0.checkpoint(.truncate) }
      try queue.close()
    } catch {
      throw StoreError(error, path: path)
    }
  }

  func replace(with draft: String) throws(StoreError) {
    // The files are empty now; readers of the old project keep theirs open.
    for end in ["-wal", "-shm"] { FileSystem.remove(path + end) }
    do throws(SystemError) {
      try FileSystem.put(draft, to: path)
    } catch {
      throw .failed(path: path, cause: error.text.lowercased())
    }
  }
}
