/// Passes the events of a run to its reader; the run waits while the reader is behind.
actor EventQueue {
  typealias Event = ScriptRun.Event

  /// The events that may wait for the reader before the run waits.
  private static let limit = 1

  private var events: [Event] = []
  /// Progress that the reader has not seen yet; only the newest is kept.
  private var progress: ScriptRun.Progress?
  private var isFinished = false
  private var reader: CheckedContinuation<Event?, Never>?
  private var writer: CheckedContinuation<Void, Never>?

  /// The next event; `nil` after the last one.
  func next() async -> Event? {
    if let progress {
      self.progress = nil
      return .progress(progress)
    }
    guard events.isEmpty else {
      let event = events.removeFirst()
      writer?.resume()
      writer = nil
      return event
    }
    // A second reader at the same time would never be resumed.
    guard !isFinished, reader == nil else { return nil }
    return await withCheckedContinuation { reader = $0 }
  }

  /// Adds an event and waits until the reader keeps up; a cancelled run does not wait.
  func send(_ event: Event) async {
    if let reader {
      self.reader = nil
      return reader.resume(returning: event)
    }
    events.append(event)
    guard events.count > Self.limit else { return }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        // The cancellation handler may already have run; it found no writer.
        if Task.isCancelled { return continuation.resume() }
        writer = continuation
      }
    } onCancel: {
      Task { await self.releaseWriter() }
    }
  }

  /// Reports progress.
  func report(_ progress: ScriptRun.Progress) {
    if let reader {
      self.reader = nil
      return reader.resume(returning: .progress(progress))
    }
    self.progress = progress
  }

  /// Ends the events.
  func finish() {
    isFinished = true
    reader?.resume(returning: nil)
    reader = nil
  }

  private func releaseWriter() {
    writer?.resume()
    writer = nil
  }
}
