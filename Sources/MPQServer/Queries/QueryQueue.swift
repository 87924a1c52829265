internal import MPQAPI
internal import Synchronization

/// Lets a bounded number of queries work at once; the others wait for their turn, in a bounded
/// line.
///
/// Accounts take turns, and so do the clients of an account, so that one with a thousand queries
/// does not keep others from theirs.
final class QueryQueue: Sendable {
  private let queryLimit: Int
  private let waitingLimit: Int
  private let accountWaitingLimit: Int
  private let state = Mutex(State())

  fileprivate struct State {
    var working = 0
    var waiting = Turns<Turns<[Query]>>()
    var waitingByAccount: [ByteText: Int] = [:]
    var waitingCount = 0
    /// Every query that is on its way.
    var all: [ObjectIdentifier: Query] = [:]
    var isStopped = false
  }

  /// A queue with the limits of `configuration`.
  init(_ configuration: APIServer.Configuration) {
    queryLimit = max(1, configuration.queryLimit)
    waitingLimit = max(0, configuration.waitingLimit)
    accountWaitingLimit = max(0, configuration.accountWaitingLimit)
  }

  /// How many work, and how many wait.
  var counts: (working: Int, waiting: Int) {
    state.withLock { ($0.working, $0.waitingCount) }
  }

  /// Has `query` take its turn, and waits for its end, at the latest its deadline.
  func run(_ query: Query) async -> Query.Outcome {
    enter(query)
    let timer = Task {
      try await Task.sleep(until: query.deadline, clock: .continuous)
      query.finish(.tooLate)
    }
    let outcome = await query.outcome()
    timer.cancel()
    leave(query)
    return outcome
  }

  private enum Place {
    case turn, waits
    case refused(Query.End)
  }

  private func enter(_ query: Query) {
    let place = state.withLock { state in self.place(of: query, &state) }
    switch place {
    case .turn: start(query)
    case .waits: break
    case .refused(let end): query.finish(end)
    }
  }

  private func place(of query: Query, _ state: inout State) -> Place {
    guard !state.isStopped else { return .refused(.stopped) }
    // Whoever ends hands over, so that nobody waits beside a free place.
    if state.working < queryLimit {
      state.working += 1
      state.all[ObjectIdentifier(query)] = query
      return .turn
    }
    guard state.waitingCount < waitingLimit else { return .refused(.isFull) }
    let ofAccount = state.waitingByAccount[query.account, default: 0]
    guard ofAccount < accountWaitingLimit else { return .refused(.accountIsFull) }
    state.waitingByAccount[query.account] = ofAccount + 1
    state.waitingCount += 1
    state.waiting.withLine(of: query.account) { account in
      account.withLine(of: query.client) { $0.append(query) }
    }
    state.all[ObjectIdentifier(query)] = query
    return .waits
  }

  /// Takes `query`, which has ended, out of the line that it may still stand in.
  private func leave(_ query: Query) {
    state.withLock { state in
      guard state.all.removeValue(forKey: ObjectIdentifier(query)) != nil else { return }
      let wasWaiting = state.waiting.withLine(of: query.account) { account in
        account.withLine(of: query.client) { line in
          guard let index = line.firstIndex(where: { $0 === query }) else { return false }
          line.remove(at: index)
          return true
        }
      }
      if wasWaiting { state.forget(query) }
    }
  }

  private func start(_ query: Query) {
    query.start { self.handOver() }
  }

  /// Gives the place of a query whose work is over to the next one.
  private func handOver() {
    let next: Query? = state.withLock { state in
      guard let next = state.waiting.takeFirst() else {
        state.working -= 1
        return nil
      }
      state.forget(next)
      return next
    }
    if let next { start(next) }
  }

  /// Ends everything, now and later.
  ///
  /// - Returns: How many queries were on their way.
  func stop() -> Int {
    let all = state.withLock { state in
      state.isStopped = true
      return Array(state.all.values)
    }
    for query in all { query.finish(.stopped) }
    return all.count
  }
}

extension QueryQueue.State {
  /// Counts `query`, which waits no more, out.
  fileprivate mutating func forget(_ query: Query) {
    waitingCount -= 1
    let others = waitingByAccount[query.account, default: 1] - 1
    waitingByAccount[query.account] = others == 0 ? nil : others
  }
}
