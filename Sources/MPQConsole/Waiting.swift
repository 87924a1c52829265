import Dispatch
import Synchronization

/// Waits for asynchronous work on a thread.
package enum Waiting {
  /// Runs `body` on a task and blocks this thread until it ends.
  ///
  /// An asynchronous `main` starts Dispatch's main queue and its threads, which takes
  /// longer than everything else that a short command does.
  package static func value<Value: Sendable>(
    of body: @escaping @Sendable () async -> Value
  ) -> Value {
    let isDone = DispatchSemaphore(value: 0)
    let slot = Slot<Value>()
    Task.detached {
      let value = await body()
      slot.value.withLock { $0 = value }
      isDone.signal()
    }
    while true {
      isDone.wait()
      if let value = slot.value.withLock(\.self) { return value }
    }
  }

  private final class Slot<Value: Sendable>: Sendable {
    let value = Mutex<Value?>(nil)
  }
}
