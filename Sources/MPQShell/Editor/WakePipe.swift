import CEditline
import MPQFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Wakes one thread that waits on descriptors; any thread may call ``wake()``.
package final class WakePipe: Sendable {
  /// Is readable after ``wake()``.
  package let descriptor: Int32
  private let writingEnd: Int32

  /// A pipe that is not woken; `nil` if the process has too many files open.
  package init?() {
    var (reading, writing): (Int32, Int32) = (-1, -1)
    guard mpq_pipe_open(&reading, &writing) else { return nil }
    descriptor = reading
    writingEnd = writing
  }

  deinit {
    close(descriptor)
    close(writingEnd)
  }

  /// Wakes the thread that waits, or waits next.
  package func wake() {
    // A full pipe wakes the reader anyway.
    _ = write(writingEnd, [0], 1)
  }

  /// Clears the wake-up.
  package func reset() {
    mpq_descriptor_drain(descriptor)
  }
}

/// Waits until one of `descriptors` can be read or was hung up.
///
/// - Parameters:
///   - descriptors: The descriptors; negative ones are ignored.
///   - milliseconds: The timeout; none if negative.
/// - Returns: The ready ones; empty after the timeout or a signal.
func poll(_ descriptors: [Int32], milliseconds: Int32) -> Set<Int32> {
  var entries = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
  guard poll(&entries, nfds_t(entries.count), milliseconds) > 0 else { return [] }
  return Set(entries.filter { $0.revents != 0 }.map(\.fd))
}

/// Reads the available bytes, once.
///
/// - Parameters:
///   - descriptor: An open descriptor.
///   - limit: The most bytes at once.
/// - Returns: The bytes, none at the end.
/// - Throws: ``SystemError``.
func readSome(from descriptor: Int32, limit: Int) throws(SystemError) -> ArraySlice<UInt8> {
  var buffer = [UInt8](repeating: 0, count: limit)
  let count = read(descriptor, &buffer, limit)
  guard count >= 0 else { throw .last }
  return buffer[..<count]
}
