#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension FileSystem {
  /// Renames the file `draft` to `path`, replacing a file there, and makes the new name durable.
  package static func put(_ draft: String, to path: String) throws(SystemError) {
    try SystemCall.rename(draft, to: path)
    // Not all file systems can do this.
    try? synchronize(folder(of: path))
  }

  /// Makes the contents of the file or folder at `path` durable.
  package static func synchronize(_ path: String) throws(SystemError) {
    let descriptor = try openForReading(path)
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw .last }
  }

  /// Removes the file at `path`, if there is one.
  package static func remove(_ path: String) { SystemCall.unlink(path) }

  /// Opens the file at `path`; the descriptor is closed in child processes.
  package static func openForReading(_ path: String) throws(SystemError) -> Int32 {
    try SystemCall.open(path, O_RDONLY)
  }

  /// The size of the regular file at `path`, in bytes; `nil` for anything else.
  package static func size(ofRegularFile path: String) -> Int? {
    guard let status = SystemCall.status(path), status.st_mode & S_IFMT == S_IFREG else {
      return nil
    }
    return Int(status.st_size)
  }
}
