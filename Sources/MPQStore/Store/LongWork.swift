/// Checks for cancellation in CPU-bound loops.
package struct LongWork {
  /// The number of steps between two checks; a check costs as much as a few steps.
  @usableFromInline
  static let interval = 1 << 14

  @usableFromInline
  var left = 1 << 14

  package init() {}

  /// Counts `steps`.
  ///
  /// - Throws: `CancellationError` at a check after the task was cancelled.
  @inlinable
  package mutating func go(on steps: Int) throws(CancellationError) {
    left -= max(1, steps)
    guard left <= 0 else { return }
    left = Self.interval
    guard !Task.isCancelled else { throw CancellationError() }
  }
}
