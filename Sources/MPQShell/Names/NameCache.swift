import MPQ
package import MPQAPI
import MPQFiles
import Synchronization

/// The names of a project: cached on disk, returned at once, fetched in the background.
///
/// No method waits for the network or the disk, except ``settle()``. Failures are reported as
/// ``News``.
package final class NameCache: Sendable {
  /// Makes one call, with the limits of queries.
  package typealias Ask = @Sendable (Call) async throws(CallError) -> CallResult
  /// Prepares for calls, before one of this hour's is taken.
  package typealias Prepare = @Sendable () async throws(CallError) -> Void

  /// The settings.
  package struct Settings: Sendable {
    /// Seconds for which a list is fresh.
    package var lifetime = 3_600
    /// The most calls per hour, of all shells together.
    var callsAnHour = 12

    /// The usual settings: lists are fresh for an hour, and 12 calls an hour fetch them.
    init() {}
  }

  /// An event for the shell.
  package enum News: Equatable, Sendable {
    /// The names on disk were read.
    case loaded
    /// A list was fetched.
    case arrived(NameRequest)
    /// A failure; reported once until the next success.
    case failed(String)
    /// A fetch has ended, with any result; `isLast` if no other one is running.
    case ended(isLast: Bool)
  }

  struct State {
    var contents = NameCacheContents()
    var known = KnownNames()
    /// The lists that count as old, regardless of their time.
    var outdated: Set<NameRequest> = []
    var loading: Task<Void, Never>?
    var fetches: [NameRequest: Task<Void, Never>] = [:]
    var pauses = FetchPauses()
    var hasReported = false
    /// Whether it was reported that the file cannot be written.
    var hasReportedFile = false
    var hasStopped = false
  }

  let state = Mutex(State())
  let file: NameCacheFile
  let settings: Settings
  let prepare: Prepare
  let ask: Ask
  let hint: @Sendable (CallError) -> String?
  let now: @Sendable () -> Int
  let onNews: @Sendable (News) -> Void

  /// The names of `project`; does not read or fetch yet.
  ///
  /// - Parameters:
  ///   - project: The project.
  ///   - folder: The folder of the cache, created if missing.
  ///   - settings: The settings.
  ///   - prepare: Prepares for calls.
  ///   - ask: Makes a call; see `Evaluator.result(of:)`.
  ///   - hint: The program's hint for a failure.
  ///   - now: The time, in seconds since 1970.
  ///   - onNews: Called on any thread.
  package init(
    of project: KeptProject, in folder: String, settings: Settings = Settings(),
    prepare: @escaping Prepare = {}, ask: @escaping Ask,
    hint: @escaping @Sendable (CallError) -> String? = { _ in nil },
    now: @escaping @Sendable () -> Int, onNews: @escaping @Sendable (News) -> Void
  ) {
    file = NameCacheFile(path: "\(folder)/\(project.fileName).json", project: project)
    self.settings = settings
    self.prepare = prepare
    self.ask = ask
    self.hint = hint
    self.now = now
    self.onNews = onNews
  }

  // MARK: - Known names

  /// The names that are known now.
  package var snapshot: KnownNames { state.withLock(\.known) }

  /// Whether `request` is being fetched.
  func isFetching(_ request: NameRequest) -> Bool {
    state.withLock { $0.fetches[request] != nil }
  }

  /// Whether `request` is known and fresh, so that a missing name does not exist.
  func isFresh(_ request: NameRequest) -> Bool {
    state.withLock { isFresh(request, in: $0) }
  }

  // MARK: - Commands

  /// Reads the names on disk, without fetching.
  package func open() {
    state.withLock { begin(&$0) }
  }

  /// Reads the names on disk, then fetches events and funnels if they are missing or old.
  package func start() {
    want(.events)
    want(.funnels)
  }

  /// Fetches `request` if it is missing or old, and not being fetched already.
  package func want(_ request: NameRequest) {
    state.withLock { state in
      begin(&state)
      guard !state.hasStopped, state.fetches[request] == nil, isDue(request, in: state) else {
        return
      }
      state.fetches[request] = Task { await self.fetch(request) }
    }
  }

  /// Fetches events and funnels now, and every other list when it is next needed.
  ///
  /// The limit of calls applies: ``News/failed(_:)`` reports that it is reached.
  package func refresh() {
    state.withLock { state in
      state.outdated.formUnion(state.contents.lists.keys)
      state.pauses = FetchPauses()
      state.hasReported = false
    }
    start()
  }

  /// Stops all fetching permanently.
  package func stop() {
    state.withLock { state in
      state.hasStopped = true
      for task in state.fetches.values { task.cancel() }
    }
  }

  /// Waits until all reads and fetches have ended.
  package func settle() async {
    while let task = state.withLock({ $0.fetches.values.first ?? nil }) { await task.value }
    await state.withLock(\.loading)?.value
  }

  // MARK: - Due fetches

  func isFresh(_ request: NameRequest, in state: borrowing State) -> Bool {
    guard let list = state.contents.lists[request], !state.outdated.contains(request) else {
      return false
    }
    return (0..<settings.lifetime).contains(now() - list.time)
  }

  func isDue(_ request: NameRequest, in state: borrowing State) -> Bool {
    !isFresh(request, in: state) && !state.pauses.holds(request, at: now())
  }

  private func begin(_ state: inout State) {
    guard state.loading == nil else { return }
    state.loading = Task { await self.load() }
  }
}
