internal import Foundation
internal import GRDB
internal import MPQFiles
internal import MPQStore

extension StoreError {
  /// Converts an error that was thrown while using the file at `path`.
  init(_ error: any Error, path: String) {
    switch error {
    case let error as StoreError: self = error
    case is CancellationError: self = .cancelled
    case let error as DatabaseError: self.init(error, path: path)
    default: self = .failed(path: path, cause: "the project file cannot be used")
    }
  }

  private init(_ error: DatabaseError, path: String) {
    switch error.resultCode {
    case .SQLITE_CORRUPT: self = .damaged(path: path)
    case .SQLITE_NOTADB: self = .notAProject(path: path)
    case .SQLITE_BUSY, .SQLITE_LOCKED: self = .locked(path: path)
    case .SQLITE_READONLY, .SQLITE_PERM: self = .notWritable(path: path)
    case .SQLITE_CANTOPEN:
      // SQLite creates its log next to the file, even for readers.
      self = .failed(
        path: path,
        cause: DescriptorRoom.isLow
          ? "cannot be opened: \(SystemError(code: EMFILE).text.lowercased())"
          : "cannot be opened; check that its folder is writable")
    case .SQLITE_FULL: self = .diskFull(path: path)
    // The disk is too full even for the index of the log.
    case .SQLITE_IOERR where error.extendedResultCode == .SQLITE_IOERR_SHMSIZE:
      self = .diskFull(path: path)
    case .SQLITE_INTERRUPT, .SQLITE_ABORT: self = .cancelled
    default:
      self = .failed(
        path: path, cause: error.message ?? "SQLite error \(error.resultCode.rawValue)")
    }
  }
}

extension DatabaseError {
  /// Whether SQLite could not create or change files next to the database.
  var isOfFolder: Bool {
    [.SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM].contains(resultCode)
  }
}
