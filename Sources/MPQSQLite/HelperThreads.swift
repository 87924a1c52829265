internal import Dispatch
internal import Foundation
internal import Synchronization

/// Additional threads for queries.
///
/// All queries of the process share them; there is one fewer than there are cores. A query never
/// waits for one: if none is free, the query does all work on its own thread.
final class HelperThreads: Sendable {
  static let shared = HelperThreads(count: ProcessInfo.processInfo.activeProcessorCount - 1)

  private let free: Mutex<Int>

  init(count: Int) {
    free = Mutex(max(0, count))
  }

  /// The number of free threads.
  var freeCount: Int { free.withLock { $0 } }

  /// Runs `work` on a helper thread.
  ///
  /// - Returns: `false` if none is free; `work` is not called then.
  func start(_ work: @escaping @Sendable () -> Void) -> Bool {
    let isFree = free.withLock { free in
      guard free > 0 else { return false }
      free -= 1
      return true
    }
    guard isFree else { return false }
    DispatchQueue.global().async {
      work()
      self.free.withLock { $0 += 1 }
    }
    return true
  }
}

/// Stops the threads of one query; helper threads are not part of its task.
final class StopFlag: Sendable {
  private let isSet = Atomic(false)

  func set() { isSet.store(true, ordering: .relaxed) }

  /// - Throws: `CancellationError` once the flag is set.
  func check() throws(CancellationError) {
    guard !isSet.load(ordering: .relaxed) else { throw CancellationError() }
  }
}
