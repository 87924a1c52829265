/// Checks for cancellation in CPU-bound loops.
package struct LongWork {
  /// The steps between two checks, each of which costs as much as a few steps.
  @usableFromInline
  static let interval = 1 << 14

  @usableFromInline
  var left = 1 << 14

  package init() {}

  /// Goes `steps` further.
  ///
  /// - Throws: `CancellationError`, now and then, once the task was cancelled.
  @inlinable
  package mutating func go(on steps: Int) throws(CancellationError) {
    left -= max(1, steps)
    guard left <= 0 else { return }
    left = Self.interval
    guard !Task.isCancelled else { throw CancellationError() }
  }
}
