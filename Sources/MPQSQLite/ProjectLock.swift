internal import Foundation
internal import MPQAPI
internal import MPQFiles
internal import MPQStore

/// The exclusive right to write to a project.
///
/// It is a lock on a file next to the project, which is never removed. The file contains the
/// process number of the lock holder. SQLite's locks last only for one transaction, and releasing a
/// lock on the project file itself would release SQLite's locks too.
final class ProjectLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock of the project at `path`.
  ///
  /// - Throws: ``StoreError/locked(path:)`` if another process holds it.
  init(path: String) throws(StoreError) {
    // Resolve links, so that there is one lock per project.
    let lock = "\((try? FileSystem.destination(of: path)) ?? path)-lock"
    do throws(SystemError) {
      descriptor = try FileLock.acquire(lock, patience: .zero)
    } catch {
      switch error.code {
      case EWOULDBLOCK: throw .locked(path: path, holder: Self.holder(lock))
      case EACCES, EPERM, EROFS: throw .notWritable(path: path)
      case ENOENT, ENOTDIR: throw .failed(path: path, cause: "its folder does not exist")
      default:
        throw .failed(
          path: path, cause: "the lock file cannot be opened: \(error.text.lowercased())")
      }
    }
    // Best effort: the lock is valid without the number.
    let number = Array("\(getpid())\n".utf8)
    if ftruncate(descriptor, 0) == 0 { _ = pwrite(descriptor, number, number.count, 0) }
  }

  /// The process that wrote its number into the file.
  private static func holder(_ lock: String) -> Int32? {
    let bytes = (try? FileSystem.readStart(path: lock, count: 16)) ?? []
    let digits = bytes.prefix(while: \.isDigit)
    return Int32(String(decoding: digits, as: UTF8.self)).flatMap { $0 > 0 ? $0 : nil }
  }

  deinit {
    _ = ftruncate(descriptor, 0)
    FileLock.release(descriptor)
  }
}
