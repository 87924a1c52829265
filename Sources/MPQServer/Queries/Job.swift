internal import MPQAPI
internal import Synchronization

/// A query that mpqd runs: it waits in the queue, runs, and ends once.
final class Job: Sendable {
  /// How the job ended.
  enum End: Equatable {
    case answered(Reply)
    /// The queue of the account is full.
    case accountIsFull
    /// The queue is full.
    case isFull
    /// Its deadline passed.
    case tooLate
    /// The client closed the connection.
    case abandoned
    /// The server shuts down.
    case stopped
  }

  /// The end of a job, with its figures.
  struct Outcome {
    var end: End
    /// How long it waited in the queue.
    var waited: Duration
    /// Whether it ran.
    var hasRun: Bool
  }

  /// The account that the job belongs to.
  let account: ByteText
  /// The client of the account that asked.
  let client: ByteText
  /// The time when it is cancelled.
  let deadline: ContinuousClock.Instant

  private let begin: ContinuousClock.Instant
  private let work: @Sendable () async -> Reply
  private let state = Mutex(State())

  private struct State {
    var continuation: CheckedContinuation<Outcome, Never>?
    var task: Task<Void, Never>?
    var started: ContinuousClock.Instant?
    var end: End?
  }

  init(
    account: String, client: String, limit: Duration, work: @escaping @Sendable () async -> Reply
  ) {
    self.account = ByteText(account)
    self.client = ByteText(client)
    self.work = work
    begin = .now
    deadline = begin + limit
  }

  /// Waits for the end.
  func outcome() async -> Outcome {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let outcome = state.withLock { state -> Outcome? in
          guard let end = state.end else {
            state.continuation = continuation
            return nil
          }
          return self.outcome(end, state)
        }
        if let outcome { continuation.resume(returning: outcome) }
      }
    } onCancel: {
      finish(.stopped)
    }
  }

  /// Runs the work in a task, unless the job has ended.
  ///
  /// - Parameter onEnd: Called when the work has returned; a cancelled job ends before that.
  func start(onEnd: @escaping @Sendable () -> Void) {
    let isStarted = state.withLock { state in
      guard state.end == nil else { return false }
      state.started = .now
      state.task = Task {
        let reply = await self.work()
        self.finish(.answered(reply))
        onEnd()
      }
      return true
    }
    if !isStarted { onEnd() }
  }

  /// Ends the job, unless it has ended: resumes the caller of ``outcome()`` and cancels the work.
  func finish(_ end: End) {
    let (continuation, task, outcome) = state.withLock {
      state -> (CheckedContinuation<Outcome, Never>?, Task<Void, Never>?, Outcome?) in
      guard state.end == nil else { return (nil, nil, nil) }
      state.end = end
      defer {
        state.continuation = nil
        state.task = nil
      }
      return (state.continuation, state.task, self.outcome(end, state))
    }
    if case .answered = end {} else { task?.cancel() }
    if let outcome { continuation?.resume(returning: outcome) }
  }

  private func outcome(_ end: End, _ state: State) -> Outcome {
    Outcome(
      end: end, waited: (state.started ?? .now) - begin, hasRun: state.started != nil)
  }
}
