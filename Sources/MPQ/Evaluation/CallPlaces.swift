/// Places for calls in flight, first come, first served.
actor CallPlaces {
  private var free: Int
  /// Callers that wait for a place; each resumes with whether it got one.
  private var waiting: [(number: Int, continuation: CheckedContinuation<Bool, Never>)] = []
  private var lastNumber = 0

  /// Creates `width` places, at least one.
  init(width: Int) {
    free = max(1, width)
  }

  /// Waits for a place; `false` when the task is cancelled first.
  func take() async -> Bool {
    guard free == 0 else {
      free -= 1
      return true
    }
    lastNumber += 1
    let number = lastNumber
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        // The cancellation handler may already have run; it found no waiter.
        if Task.isCancelled { return continuation.resume(returning: false) }
        waiting.append((number, continuation))
      }
    } onCancel: {
      Task { await self.sendAway(number) }
    }
  }

  /// Returns a place that ``take()`` gave.
  func give() {
    guard waiting.isEmpty else {
      waiting.removeFirst().continuation.resume(returning: true)
      return
    }
    free += 1
  }

  private func sendAway(_ number: Int) {
    guard let index = waiting.firstIndex(where: { $0.number == number }) else { return }
    waiting.remove(at: index).continuation.resume(returning: false)
  }
}
