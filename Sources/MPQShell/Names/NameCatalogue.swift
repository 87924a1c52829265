import MPQ
package import MPQAPI
import MPQFiles
import Synchronization

/// The names that a project has: kept on disk, given at once, fetched behind the prompt.
///
/// Nothing here waits for the network or the disk, and no failure stands in anybody's way.
package final class NameCatalogue: Sendable {
  /// Makes one call, as queries do: signed, and a few at once.
  package typealias Ask = @Sendable (Call) async throws(CallError) -> CallResult
  /// Makes ready for calls, before one of the hour's is taken.
  package typealias Prepare = @Sendable () async throws(CallError) -> Void

  /// What can be set.
  package struct Settings: Sendable {
    /// Seconds for which a list is fresh.
    package var lifetime = 3_600
    /// The most calls in any hour, of all shells together.
    var callsAnHour = 12

    /// The usual settings: lists are fresh for an hour, and 12 calls an hour fetch them.
    init() {}
  }

  /// What a shell may want to know.
  package enum News: Equatable, Sendable {
    /// What is kept on disk is there.
    case loaded
    /// A list has come.
    case arrived(NameRequest)
    /// Something failed; said once, until something has succeeded since.
    case failed(String)
    /// A fetch has ended, whatever it brought; whether another one goes on.
    case ended(isLast: Bool)
  }

  struct State {
    var cache = NameCache()
    var known = KnownNames()
    /// What counts as old whatever its time.
    var outdated: Set<NameRequest> = []
    var loading: Task<Void, Never>?
    var fetches: [NameRequest: Task<Void, Never>] = [:]
    var pauses = FetchPauses()
    var hasReported = false
    /// Whether it was told that the file cannot be written.
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

  /// The names of `project`; nothing is read or asked yet.
  ///
  /// - Parameters:
  ///   - project: Whose names.
  ///   - folder: Where names are kept, made where it is missing.
  ///   - settings: What can be set.
  ///   - prepare: Makes ready for calls.
  ///   - ask: Makes a call; see `Evaluator.result(of:)`.
  ///   - hint: What to do after a failure, in the words of the program.
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

  // MARK: - What is known

  /// The names that are known at this moment.
  package var snapshot: KnownNames { state.withLock(\.known) }

  /// Whether `request` is being fetched.
  func isFetching(_ request: NameRequest) -> Bool {
    state.withLock { $0.fetches[request] != nil }
  }

  /// Whether `request` is known, and was fetched so lately that what it lacks is not there.
  func isFresh(_ request: NameRequest) -> Bool {
    state.withLock { isFresh(request, in: $0) }
  }

  // MARK: - What to do

  /// Reads what is on disk, and fetches nothing.
  package func open() {
    state.withLock { begin(&$0) }
  }

  /// Reads what is on disk, then fetches the events and funnels that are missing or old.
  package func start() {
    want(.events)
    want(.funnels)
  }

  /// Fetches `request` where it is missing or old, and nobody fetches it already.
  package func want(_ request: NameRequest) {
    state.withLock { state in
      begin(&state)
      guard !state.hasStopped, state.fetches[request] == nil, isDue(request, in: state) else {
        return
      }
      state.fetches[request] = Task { await self.fetch(request) }
    }
  }

  /// Fetches events and funnels now, and everything else when it is next wanted.
  ///
  /// Calls count as ever: ``News/failed(_:)`` tells when the hour's are spent.
  package func refresh() {
    state.withLock { state in
      state.outdated.formUnion(state.cache.lists.keys)
      state.pauses = FetchPauses()
      state.hasReported = false
    }
    start()
  }

  /// Gives up fetching anything, for good.
  package func stop() {
    state.withLock { state in
      state.hasStopped = true
      for task in state.fetches.values { task.cancel() }
    }
  }

  /// Waits until nothing is being read or fetched.
  package func settle() async {
    while let task = state.withLock({ $0.fetches.values.first ?? nil }) { await task.value }
    await state.withLock(\.loading)?.value
  }

  // MARK: - What is due

  func isFresh(_ request: NameRequest, in state: borrowing State) -> Bool {
    guard let list = state.cache.lists[request], !state.outdated.contains(request) else {
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
