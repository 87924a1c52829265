internal import Foundation
internal import MPQStore

/// What the first bytes of a file say about it, so that a foreign file is never opened as a
/// database, which could change it.
struct FileHeader {
  private static let size = 100
  private static let magic = Array("SQLite format 3\0".utf8)

  private let bytes: [UInt8]

  /// Reads the first bytes of the file at `path`.
  init(path: String) throws(StoreError) {
    let descriptor = Foundation.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      switch errno {
      case ENOENT, ENOTDIR: throw .notFound(path: path)
      default: throw .failed(path: path, cause: String(cString: strerror(errno)).lowercased())
      }
    }
    defer { Foundation.close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: Self.size)
    let count = Foundation.read(descriptor, &bytes, Self.size)
    guard count == Self.size else { throw .notAProject(path: path) }
    self.bytes = bytes
  }

  /// Checks that the file is a project which this version can use.
  func check(path: String) throws(StoreError) {
    guard bytes.starts(with: Self.magic), number(at: 68) == Schema.applicationID else {
      throw .notAProject(path: path)
    }
    let version = number(at: 60)
    guard version <= Schema.version else { throw .newerVersion(path: path, version: version) }
  }

  private func number(at offset: Int) -> Int {
    bytes[offset..<(offset + 4)].reduce(0) { $0 << 8 | Int($1) }
  }
}
