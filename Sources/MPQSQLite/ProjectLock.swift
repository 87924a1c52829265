internal import Foundation
internal import MPQAPI
internal import MPQFiles
internal import MPQStore

/// The right to write to a project: held by one program at a time.
///
/// It is a lock on a file beside the project, which stays there; the number of the process that has
/// the lock stands in it for those who meet it. SQLite's own locks last for one transaction only,
/// and a lock on the project's file itself could not be given back without losing them.
final class ProjectLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock of the project at `path`.
  ///
  /// - Throws: ``StoreError/locked(path:)`` when somebody else has it.
  init(path: String) throws(StoreError) {
    // One lock for a project, whatever link leads to it.
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
    // Only a help: where it cannot be written, the lock holds nevertheless.
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
