internal import Foundation
internal import MPQFiles

/// A file that is read once from its start, or standard input.
struct InputFile: ~Copyable {
  private let source: String
  private let descriptor: Int32

  /// Opens the file `source`; `-` is standard input.
  init(_ source: String) throws(ImportError) {
    self.source = source
    guard source != "-" else {
      descriptor = STDIN_FILENO
      return
    }
    do throws(SystemError) {
      descriptor = try FileSystem.openForReading(source)
    } catch {
      throw Self.unreadable(source, error)
    }
  }

  deinit {
    if descriptor != STDIN_FILENO { Foundation.close(descriptor) }
  }

  /// The file's size; `nil` if `source` is not a regular file.
  static func size(of source: String) -> Int? {
    source == "-" ? nil : FileSystem.size(ofRegularFile: source)
  }

  /// Reads at least one byte into `buffer`; 0 at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(ImportError) -> Int {
    while true {
      let count = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      guard errno == EINTR else { throw Self.unreadable(source, .last) }
    }
  }

  /// Seeks to `offset`; `false` if the source cannot seek.
  func seek(to offset: Int) -> Bool {
    lseek(descriptor, off_t(offset), SEEK_SET) == off_t(offset)
  }

  private static func unreadable(_ source: String, _ error: SystemError) -> ImportError {
    .unreadable(source: source, cause: error.text.lowercased())
  }
}
