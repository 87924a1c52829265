internal import Dispatch
internal import Synchronization

/// Passes the parts of a long answer from the thread that reads them to the task that sends them.
///
/// At most one part waits, so that memory does not grow when a client reads slowly.
final class DownloadPipe: Sendable {
  /// The reader of the parts has closed the pipe.
  struct Closed: Error {}

  /// What comes next.
  enum Next: Sendable {
    case part([UInt8])
    case end(End)
  }

  /// How the parts ended.
  enum End: Sendable {
    case complete
    /// Too early; the reply is for a client that has got nothing yet.
    case failed(Reply)
    /// The pipe was closed, or the task that reads from it was cancelled.
    case closed
  }

  private struct State {
    var part: [UInt8]?
    var end: End?
    var isClosed = false
    var reader: CheckedContinuation<Next, Never>?
  }

  private let state = Mutex(State())
  /// Counts the free places; begins at zero, because it must not end below its first count.
  private let room = DispatchSemaphore(value: 0)

  /// Creates an empty pipe.
  init() {
    room.signal()
  }

  /// Adds a part, and blocks the thread while another one waits.
  ///
  /// - Throws: ``Closed``.
  func send(_ part: [UInt8]) throws(Closed) {
    room.wait()
    let (reader, isClosed) = state.withLock { state in
      guard !state.isClosed, state.end == nil else {
        return (nil as CheckedContinuation<Next, Never>?, true)
      }
      guard let reader = state.reader else {
        state.part = part
        return (nil, false)
      }
      state.reader = nil
      return (reader, false)
    }
    if isClosed {
      // Later calls must not block either.
      room.signal()
      throw Closed()
    }
    if let reader {
      room.signal()
      reader.resume(returning: .part(part))
    }
  }

  /// Ends the parts, unless they have ended; those that wait can still be read.
  func end(_ end: End) {
    let reader = state.withLock { state in
      if state.end == nil { state.end = end }
      defer { state.reader = nil }
      return state.reader
    }
    reader?.resume(returning: .end(end))
  }

  /// Closes the pipe: ``send(_:)`` throws, and what waits is dropped.
  ///
  /// - Parameter end: What the reader gets, unless the parts have ended.
  func close(_ end: End = .closed) {
    state.withLock { state in
      state.isClosed = true
      state.part = nil
    }
    self.end(end)
    room.signal()
  }

  /// The next part or the end; a cancelled task gets the end.
  func next() async -> Next {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let next = state.withLock { state -> Next? in
          if let part = state.part {
            state.part = nil
            return .part(part)
          }
          guard let end = state.end else {
            state.reader = continuation
            return nil
          }
          return .end(end)
        }
        guard let next else { return }
        if case .part = next { room.signal() }
        continuation.resume(returning: next)
      }
    } onCancel: {
      close()
    }
  }
}
