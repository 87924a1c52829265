internal import MPQAPI
internal import Synchronization

/// A query on its way: it waits, works, and ends once.
final class Query: Sendable {
  /// How a query ended.
  enum End: Equatable {
    case answered(Reply)
    /// The account has too many that wait.
    case accountIsFull
    /// Too many wait.
    case isFull
    /// Time ran out.
    case tooLate
    /// The client left.
    case abandoned
    /// The server stops.
    case stopped
  }

  /// What became of a query.
  struct Outcome {
    var end: End
    /// How long it waited for its turn.
    var waited: Duration
    /// Whether its turn came.
    var hasWorked: Bool
  }

  /// Whose turn it takes.
  let account: ByteText
  /// Which of the account's clients asked.
  let client: ByteText
  /// When it ends at the latest.
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

  /// Works in a task of its own, unless it has ended.
  ///
  /// - Parameter onEnd: Called when the work is really over, which may be later than the end.
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

  /// Ends it, unless it has ended: whoever waits goes on, and the work is cancelled.
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
      end: end, waited: (state.started ?? .now) - begin, hasWorked: state.started != nil)
  }
}
