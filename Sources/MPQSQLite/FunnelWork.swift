internal import Dispatch
internal import Synchronization

/// The weeks of one query, folded on the query's thread and on free helper threads.
///
/// The query's thread reads ahead by one week at most, so that memory is bounded by the number of
/// threads.
final class FunnelWork: Sendable {
  private let shape: FunnelShape
  private let helpers: HelperThreads
  private let stop: StopFlag
  private let state = Mutex(State())
  /// Has a member for each fold that a helper thread is processing.
  private let busy = DispatchGroup()

  private struct State {
    /// The weeks that no thread has taken yet.
    var waiting: [FunnelWeek] = []
    /// Idle folds; they are reused because they have an array entry for every user.
    var folds: [FunnelFold] = []
    var results: [FunnelWeekResult] = []
    var failure: (any Error)?
    /// The number of helper threads that process weeks.
    var helperCount = 0
  }

  init(_ shape: FunnelShape, helpers: HelperThreads, stop: StopFlag) {
    self.shape = shape
    self.helpers = helpers
    self.stop = stop
  }

  /// Calls `read` with a function that takes a week, and returns the results by week.
  ///
  /// - Parameter read: Reads the weeks.
  /// - Returns: One result for each week.
  /// - Throws: An error of `read` or a fold, after all threads have stopped.
  func results(
    _ read: ((FunnelWeek) throws -> Void) throws -> Void
  ) throws -> [FunnelWeekResult] {
    do {
      try read(add)
      while foldNext(isHelper: false) {}
    } catch {
      stop.set()
      busy.wait()
      throw state.withLock { $0.failure } ?? error
    }
    busy.wait()
    return try state.withLock { state in
      if let failure = state.failure { throw failure }
      return state.results.sorted { $0.week < $1.week }
    }
  }

  private func add(_ week: FunnelWeek) throws {
    try stop.check()
    state.withLock { state in
      state.waiting.append(week)
      state.helperCount += 1
    }
    let isHelped = helpers.start { while self.foldNext(isHelper: true) {} }
    let isFull = state.withLock { state in
      if !isHelped { state.helperCount -= 1 }
      return state.waiting.count > (state.helperCount > 0 ? 1 : 0)
    }
    if isFull { _ = foldNext(isHelper: false) }
    if let failure = state.withLock({ $0.failure }) { throw failure }
  }

  /// Folds the next waiting week.
  ///
  /// - Parameter isHelper: Whether this is a helper thread, which stops helping without a week.
  /// - Returns: Whether there was one.
  private func foldNext(isHelper: Bool) -> Bool {
    let week = state.withLock { state -> FunnelWeek? in
      guard state.failure == nil, !state.waiting.isEmpty else {
        if isHelper { state.helperCount -= 1 }
        return nil
      }
      if isHelper { busy.enter() }
      return state.waiting.removeFirst()
    }
    guard let week else { return false }
    defer { if isHelper { busy.leave() } }
    do {
      // The only reference to the fold, so that its arrays are not copied.
      var fold = state.withLock { $0.folds.popLast() } ?? FunnelFold(shape, stop: stop)
      let result = try fold.fold(week)
      let free = fold
      state.withLock { state in
        state.results.append(result)
        state.folds.append(free)
      }
    } catch {
      // Before the other threads stop, whose errors must not replace this one.
      state.withLock { $0.failure = $0.failure ?? error }
      stop.set()
    }
    return true
  }
}
