internal import Synchronization

/// Counts the lines of an export, up to a limit.
final class LineLimit: Sendable {
  private let rest: Mutex<Int?>

  /// Lets `count` lines pass; all if it is `nil`.
  init(_ count: Int?) {
    rest = Mutex(count)
  }

  /// The lines of `part` that pass, and whether they are the last ones.
  func taking(_ part: [UInt8]) -> (lines: [UInt8], isLast: Bool) {
    rest.withLock { rest in
      guard var count = rest else { return (part, false) }
      for (index, byte) in part.enumerated() where byte == UInt8(ascii: "\n") {
        count -= 1
        guard count > 0 else {
          rest = 0
          return (Array(part[...index]), true)
        }
      }
      rest = count
      return (part, false)
    }
  }
}
