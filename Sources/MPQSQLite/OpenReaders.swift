internal import Dispatch
internal import MPQStore
internal import Synchronization

/// The projects that this process reads: their log files are removed when it ends.
final class OpenReaders: Sendable {
  static let shared = OpenReaders()

  private struct State {
    var stores: [Reference] = []
    /// Also of stores that no one has closed before they were gone.
    var paths: Set<String> = []
  }

  private struct Reference {
    weak var store: SQLiteStore?
  }

  private let state = Mutex(State())

  var isEmpty: Bool { state.withLock { $0.paths.isEmpty } }

  func add(_ store: SQLiteStore) {
    state.withLock { state in
      state.stores.removeAll { $0.store == nil }
      state.stores.append(Reference(store: store))
      state.paths.insert(store.path)
    }
  }

  /// Closes all stores, and removes the log files that no other process uses.
  func closeAll() {
    let (stores, paths) = state.withLock { state in
      defer { state = State() }
      return (state.stores.compactMap(\.store), state.paths)
    }
    for store in stores {
      store.interrupt()
      try? store.close()
    }
    for path in paths { ReadOnlyFile.removeLog(of: path) }
  }
}

extension Project {
  /// Closes all projects in files that this process reads, before it ends.
  ///
  /// - Parameter limit: How long that may take: a query that runs may go on for longer. Log files
  ///   that are left then are removed by the next reader.
  package static func closeReaders(within limit: Duration = .seconds(1)) {
    guard !OpenReaders.shared.isEmpty else { return }
    let isDone = DispatchSemaphore(value: 0)
    DispatchQueue.global().async {
      OpenReaders.shared.closeAll()
      isDone.signal()
    }
    let milliseconds = Int(limit / .milliseconds(1))
    _ = isDone.wait(timeout: .now() + .milliseconds(milliseconds))
  }
}
