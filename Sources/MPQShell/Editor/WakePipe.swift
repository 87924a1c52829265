import CEditline
import MPQFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Something that one thread waits for, among other descriptors, and that any thread may say.
package final class WakePipe: Sendable {
  /// Can be read once ``wake()`` has been called.
  package let descriptor: Int32
  private let writingEnd: Int32

  /// A pipe that nobody has woken yet; `nil` where the process has too many files open.
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

  /// Wakes whoever waits, or waits next.
  package func wake() {
    // A full pipe wakes as well.
    _ = write(writingEnd, [0], 1)
  }

  /// Forgets that it was woken.
  package func reset() {
    mpq_descriptor_drain(descriptor)
  }
}

/// Waits until one of `descriptors` can be read or was hung up.
///
/// - Parameters:
///   - descriptors: What to wait for; negative ones are left out.
///   - milliseconds: How long at most; negative for ever.
/// - Returns: Which are ready; empty after that time, or when a signal came.
func poll(_ descriptors: [Int32], milliseconds: Int32) -> Set<Int32> {
  var entries = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
  guard poll(&entries, nfds_t(entries.count), milliseconds) > 0 else { return [] }
  return Set(entries.filter { $0.revents != 0 }.map(\.fd))
}

/// Reads what there is, once.
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
