internal import Foundation

/// A file that is read once from its beginning, or standard input.
struct InputFile: ~Copyable {
  private let source: String
  private let descriptor: Int32

  /// Opens the file called `source`; `-` is standard input.
  init(_ source: String) throws(ImportError) {
    self.source = source
    guard source != "-" else {
      descriptor = STDIN_FILENO
      return
    }
    descriptor = Foundation.open(source, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.unreadable(source) }
  }

  deinit {
    if descriptor != STDIN_FILENO { Foundation.close(descriptor) }
  }

  /// The file's size; `nil` where `source` is no plain file.
  static func size(of source: String) -> Int? {
    guard source != "-" else { return nil }
    var status = stat()
    guard stat(source, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }

  /// What is the same for all names of a plain file.
  struct Key: Hashable {
    var device: UInt64
    var number: UInt64
  }

  /// The key of the file; `nil` where `source` is not a plain file.
  static func key(of source: String) -> Key? {
    var status = stat()
    guard source != "-", stat(source, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return nil
    }
    return Key(device: UInt64(status.st_dev), number: UInt64(status.st_ino))
  }

  /// Reads at most as many bytes as `buffer` holds; 0 at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(ImportError) -> Int {
    while true {
      let count = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      guard errno == EINTR else { throw Self.unreadable(source) }
    }
  }

  /// Goes to a place in the file; `false` where it has none.
  func seek(to offset: Int) -> Bool {
    lseek(descriptor, off_t(offset), SEEK_SET) == off_t(offset)
  }

  private static func unreadable(_ source: String) -> ImportError {
    .unreadable(source: source, cause: String(cString: strerror(errno)).lowercased())
  }
}
