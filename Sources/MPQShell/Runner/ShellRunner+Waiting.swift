import MPQAPI
import Synchronization

// Waiting for tasks on the main thread while handling Ctrl-C.

extension ShellRunner {
  /// Waits for `work` on this thread; `nil` after Ctrl-C, which cancels `work`.
  ///
  /// An interrupt counts if `interrupts.count` differs from `count`. Cancelled work is not awaited,
  /// so that the prompt returns at once.
  func wait<Value: Sendable>(
    for work: @escaping @Sendable () async -> Value, _ wake: WakePipe, after count: UInt32,
    meanwhile: (Double) -> Void
  ) -> Value? {
    let box = Box<Value>()
    let begin = SystemTime.seconds
    let task = Task.detached {
      let value = await work()
      box.value.withLock { $0 = value }
      wake.wake()
    }
    while true {
      switch interrupts.wait(for: wake, after: count, atMost: Spinner.interval) {
      case .woken: return box.value.withLock(\.self)
      case .interrupted:
        task.cancel()
        return nil
      case .elapsed: meanwhile(SystemTime.seconds - begin)
      }
    }
  }

  /// Waits for another program that owns the terminal and gets Ctrl-C.
  func waitOut(
    _ work: @escaping @Sendable () async throws(ShellFailure) -> Void
  ) -> ShellFailure? {
    guard let wake = wakePipe() else { return nil }
    let box = Box<ShellFailure>()
    Task.detached {
      let outcome = await Result(catching: work)
      if case .failure(let failure) = outcome { box.value.withLock { $0 = failure } }
      wake.wake()
    }
    while interrupts.wait(for: wake, after: interrupts.count) != .woken {}
    return box.value.withLock(\.self)
  }

  /// A pipe; `nil` if the process has too many files open, which was reported.
  func wakePipe() -> WakePipe? {
    let pipe = WakePipe()
    if pipe == nil { screen.complain("the process has too many files open", hint: nil) }
    return pipe
  }
}

/// Passes a value from a task to the waiting thread.
private final class Box<Value: Sendable>: Sendable {
  let value = Mutex<Value?>(nil)
}
