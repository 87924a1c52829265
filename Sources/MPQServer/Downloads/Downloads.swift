internal import Synchronization

/// The downloads that are being sent, at most a few at once.
final class Downloads: Sendable {
  private struct State {
    var open: [ObjectIdentifier: DownloadPipe] = [:]
    var isStopped = false
  }

  private let limit: Int
  private let state = Mutex(State())

  /// Allows `limit` downloads at once.
  init(limit: Int) {
    self.limit = limit
  }

  /// How many are being sent.
  var count: Int { state.withLock { $0.open.count } }

  /// Adds a download; `nil` if there are too many, or if the server stops.
  func begin() -> DownloadPipe? {
    state.withLock { state in
      guard !state.isStopped, state.open.count < limit else { return nil }
      let pipe = DownloadPipe()
      state.open[ObjectIdentifier(pipe)] = pipe
      return pipe
    }
  }

  /// Removes a download that no longer reads the store.
  func remove(_ pipe: DownloadPipe) {
    state.withLock { _ = $0.open.removeValue(forKey: ObjectIdentifier(pipe)) }
  }

  /// Ends all downloads early, and refuses later ones.
  ///
  /// - Parameter failure: The reply to those that have sent nothing yet.
  /// - Returns: The number of downloads.
  func stop(_ failure: Reply) -> Int {
    let pipes = state.withLock { state in
      state.isStopped = true
      return Array(state.open.values)
    }
    for pipe in pipes { pipe.close(.failed(failure)) }
    return pipes.count
  }
}
