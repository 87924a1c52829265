internal import Foundation
public import MPQStore

/// Projects in a file.
extension Project {
  /// Creates an empty project and opens it for writing.
  ///
  /// - Parameters:
  ///   - path: The path of the file, which must not exist.
  ///   - timeZone: The name of the time zone, such as `Europe/Berlin`; it cannot be changed later.
  /// - Returns: The project.
  /// - Throws: ``StoreError``; no file is left then.
  public static func create(at path: String, timeZone: String) throws(StoreError) -> Project {
    guard let calendar = ProjectCalendar(timeZone: timeZone) else {
      throw .unknownTimeZone(timeZone)
    }
    try SQLiteStore.create(at: path, calendar)
    return Project(calendar: calendar, store: try SQLiteStore(path: path, isWriting: true))
  }

  /// Opens the project at `path`.
  ///
  /// - Parameters:
  ///   - path: The path of the file.
  ///   - access: The kind of access.
  /// - Returns: The project.
  /// - Throws: ``StoreError``; a file that is not a project is not changed.
  public static func open(
    at path: String, for access: Access = .reading
  ) throws(StoreError) -> Project {
    let store = try SQLiteStore(path: path, isWriting: access == .writing)
    return Project(calendar: store.calendar, store: store)
  }

  /// Removes the project at `path` and its log, which must never be applied to another file.
  ///
  /// The project must not be in use.
  public static func remove(at path: String) {
    for end in ["", "-lock", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: path + end)
    }
  }

  /// Removes the unfinished copy of this process's backup to `target`.
  public static func removeBackupDraft(of target: String) {
    SQLiteStore.removeBackupDraft(of: target)
  }
}
