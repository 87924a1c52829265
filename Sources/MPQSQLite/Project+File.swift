internal import Foundation
public import MPQStore

/// Projects in one file.
extension Project {
  /// Makes an empty project and opens it for writing.
  ///
  /// - Parameters:
  ///   - path: Its file, which must not be there yet.
  ///   - timeZone: The name of its time zone, such as `Europe/Berlin`; it cannot be changed later.
  /// - Returns: The project.
  /// - Throws: ``StoreError``; nothing is left behind then.
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
  ///   - path: Its file.
  ///   - access: What for.
  /// - Returns: The project.
  /// - Throws: ``StoreError``; a file that is no project is left as it is.
  public static func open(
    at path: String, for access: Access = .reading
  ) throws(StoreError) -> Project {
    let store = try SQLiteStore(path: path, isWriting: access == .writing)
    return Project(calendar: store.calendar, store: store)
  }

  /// Removes the project at `path`, which nobody uses, with all that stands beside it: a log must
  /// never meet another file.
  public static func remove(at path: String) {
    for end in ["", "-lock", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: path + end)
    }
  }

  /// Takes away what a backup to `target` that this process does not finish has written so far.
  public static func removeBackupDraft(of target: String) {
    SQLiteStore.removeBackupDraft(of: target)
  }
}
