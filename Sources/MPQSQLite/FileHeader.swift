internal import Foundation
internal import MPQFiles
internal import MPQStore

/// Reads the first bytes of a file, so that a file of another program is never opened as a
/// database, which could change it.
struct FileHeader {
  private static let size = 100

  private let bytes: [UInt8]

  /// Reads the first bytes of the file at `path`.
  init(path: String) throws(StoreError) {
    do throws(SystemError) {
      bytes = try FileSystem.readStart(path: path, count: Self.size)
    } catch {
      switch error.code {
      case ENOENT, ENOTDIR: throw .notFound(path: path)
      default: throw .failed(path: path, cause: error.text.lowercased())
      }
    }
    guard bytes.count == Self.size else { throw .notAProject(path: path) }
  }

  /// Checks that the file is a project which this version can use.
  func check(path: String) throws(StoreError) {
    guard bytes.starts(with: ProjectFile.magic), number(at: 68) == Schema.applicationID else {
      throw .notAProject(path: path)
    }
    let version = number(at: 60)
    guard version <= Schema.version else { throw .newerVersion(path: path, version: version) }
  }

  private func number(at offset: Int) -> Int {
    bytes[offset..<(offset + 4)].reduce(0) { $0 << 8 | Int($1) }
  }
}
