import MPQFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One of the two output streams.
enum Stream: Int32 {
  case output = 1
  case errors = 2

  /// Writes `text` as a whole.
  ///
  /// - Parameter text: What to write.
  /// - Returns: Whether all of it was written.
  @discardableResult
  func write(_ text: String) -> Bool {
    write(Array(text.utf8))
  }

  /// Writes `bytes` as a whole.
  ///
  /// - Parameter bytes: What to write.
  /// - Returns: Whether all of it was written.
  @discardableResult
  func write(_ bytes: [UInt8]) -> Bool {
    (try? FileSystem.write(bytes, to: rawValue)) != nil
  }
}
