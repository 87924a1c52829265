import Dispatch
import Synchronization

/// Runs asynchronous work to its end on this thread's behalf.
package enum Waiting {
  /// Runs `body` on a task and blocks this thread until it ends.
  ///
  /// An asynchronous `main` starts Dispatch's main queue and the threads behind it, which takes
  /// longer than all else that a short command does.
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
