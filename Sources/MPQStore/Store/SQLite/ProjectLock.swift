internal import Foundation

/// The right to write to a project: held by one program at a time.
///
/// It is a lock on a file beside the project, which stays there empty. SQLite's own locks last for
/// one transaction only, and a lock on the project's file itself could not be given back without
/// losing them.
final class ProjectLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock of the project at `path`.
  ///
  /// - Throws: ``StoreError/locked(path:)`` when somebody else has it.
  init(path: String) throws(StoreError) {
    let descriptor = Foundation.open("\(path)-lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      switch errno {
      case EACCES, EPERM, EROFS: throw .notWritable(path: path)
      case ENOENT, ENOTDIR: throw .failed(path: path, cause: "its folder does not exist")
      default: throw .failed(path: path, cause: "its lock file cannot be opened")
      }
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      Foundation.close(descriptor)
      throw .locked(path: path)
    }
    self.descriptor = descriptor
  }

  deinit {
    // Closing alone is not enough: a child process that is just being started shares the lock.
    flock(descriptor, LOCK_UN)
    Foundation.close(descriptor)
  }
}
