/// Work that reads nothing for long, and has to notice all the same that nobody waits for it.
struct LongWork {
  /// The steps between two looks, each of which costs as much as a few steps.
  private static let interval = 1 << 14

  private var left = Self.interval

  /// Goes `steps` further.
  ///
  /// - Throws: `CancellationError`, now and then, once the task was cancelled.
  mutating func go(on steps: Int) throws(CancellationError) {
    left -= max(1, steps)
    guard left <= 0 else { return }
    left = Self.interval
    guard !Task.isCancelled else { throw CancellationError() }
  }
}
