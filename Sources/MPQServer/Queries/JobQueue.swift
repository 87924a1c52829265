internal import MPQAPI
internal import Synchronization

/// Runs a bounded number of jobs at once; the others wait in a bounded queue.
///
/// Accounts take turns, and so do the clients of an account, so that a thousand jobs of one do not
/// block the others.
final class JobQueue: Sendable {
  private let queryLimit: Int
  private let waitingLimit: Int
  private let accountWaitingLimit: Int
  private let state = Mutex(State())

  fileprivate struct State {
    var working = 0
    var waiting = Turns<Turns<[Job]>>()
    var waitingByAccount: [ByteText: Int] = [:]
    var waitingCount = 0
    /// All jobs that wait or run.
    var all: [ObjectIdentifier: Job] = [:]
    var isStopped = false
  }

  /// A queue with the limits of `configuration`.
  init(_ configuration: APIServer.Configuration) {
    queryLimit = max(1, configuration.queryLimit)
    waitingLimit = max(0, configuration.waitingLimit)
    accountWaitingLimit = max(0, configuration.accountWaitingLimit)
  }

  /// The numbers of jobs that run and that wait.
  var counts: (working: Int, waiting: Int) {
    state.withLock { ($0.working, $0.waitingCount) }
  }

  /// Runs `job` in its turn, and waits for its end, at the latest until its deadline.
  func run(_ job: Job) async -> Job.Outcome {
    enter(job)
    let timer = Task {
      try await Task.sleep(until: job.deadline, clock: .continuous)
      job.finish(.tooLate)
    }
    let outcome = await job.outcome()
    timer.cancel()
    leave(job)
    return outcome
  }

  private enum Place {
    case turn, waits
    case refused(Job.End)
  }

  private func enter(_ job: Job) {
    let place = state.withLock { state in self.place(of: job, &state) }
    switch place {
    case .turn: start(job)
    case .waits: break
    case .refused(let end): job.finish(end)
    }
  }

  private func place(of job: Job, _ state: inout State) -> Place {
    guard !state.isStopped else { return .refused(.stopped) }
    // A job that ends starts the next one, so nothing waits while there is a free place.
    if state.working < queryLimit {
      state.working += 1
      state.all[ObjectIdentifier(job)] = job
      return .turn
    }
    guard state.waitingCount < waitingLimit else { return .refused(.isFull) }
    let ofAccount = state.waitingByAccount[job.account, default: 0]
    guard ofAccount < accountWaitingLimit else { return .refused(.accountIsFull) }
    state.waitingByAccount[job.account] = ofAccount + 1
    state.waitingCount += 1
    state.waiting.withLine(of: job.account) { account in
      account.withLine(of: job.client) { $0.append(job) }
    }
    state.all[ObjectIdentifier(job)] = job
    return .waits
  }

  /// Removes `job`, which has ended, from the queue if it still waits there.
  private func leave(_ job: Job) {
    state.withLock { state in
      guard state.all.removeValue(forKey: ObjectIdentifier(job)) != nil else { return }
      let wasWaiting = state.waiting.withLine(of: job.account) { account in
        account.withLine(of: job.client) { line in
          guard let index = line.firstIndex(where: { $0 === job }) else { return false }
          line.remove(at: index)
          return true
        }
      }
      if wasWaiting { state.forget(job) }
    }
  }

  private func start(_ job: Job) {
    job.start { self.handOver() }
  }

  /// Starts the next job in the place of one whose work has returned.
  private func handOver() {
    let next: Job? = state.withLock { state in
      guard let next = state.waiting.takeFirst() else {
        state.working -= 1
        return nil
      }
      state.forget(next)
      return next
    }
    if let next { start(next) }
  }

  /// Ends all jobs, and refuses later ones.
  ///
  /// - Returns: The number of jobs that waited or ran.
  func stop() -> Int {
    let all = state.withLock { state in
      state.isStopped = true
      return Array(state.all.values)
    }
    for job in all { job.finish(.stopped) }
    return all.count
  }
}

extension JobQueue.State {
  /// Removes `job`, which no longer waits, from the counts.
  fileprivate mutating func forget(_ job: Job) {
    waitingCount -= 1
    let others = waitingByAccount[job.account, default: 1] - 1
    waitingByAccount[job.account] = others == 0 ? nil : others
  }
}
