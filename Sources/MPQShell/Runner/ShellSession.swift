import MPQ
import MPQAPI
import MPQCompiler
import MPQFiles
import Synchronization

/// The session with a profile: its connection, names and history.
final class ShellSession: Sendable {
  let profile: ShellProfile
  let shared: SharedConnection
  let names: NameCache
  let history: HistoryFile
  private let keeper: HistoryKeeper
  private let ranking = Mutex(UsageRanking())
  private let isOpen = Mutex(false)
  /// Builds the ranking of names from the history.
  private let rankingTask = Mutex<Task<Void, Never>?>(nil)

  /// A session with `profile`; does not read or connect yet.
  init(
    _ profile: ShellProfile, _ host: any ShellHost, _ environment: Environment,
    onNews: @escaping @Sendable (NameCache.News) -> Void,
    warn: @escaping @Sendable (String) -> Void
  ) {
    self.profile = profile
    let secrets = [profile.holdsSecret].compactMap(\.self)
    let history = HistoryFile(
      path: "\(environment.stateFolder)/history/\(profile.project.fileName)", secrets: secrets,
      warn: warn)
    let keeper = HistoryKeeper(history, knowsSecret: !secrets.isEmpty)
    self.history = history
    self.keeper = keeper
    let shared = SharedConnection(to: profile) { keeper.learn($0.holdsSecret) }
    self.shared = shared
    var settings = NameCache.Settings()
    if !profile.isMetered { settings.callsAnHour = 3600 }
    names = NameCache(
      of: profile.project, in: "\(environment.cacheFolder)/names", settings: settings,
      prepare: { () throws(CallError) in try await shared.prepare() },
      ask: { call throws(CallError) in try await shared.result(of: call) },
      hint: { host.hint(for: $0) },
      now: { SystemTime.secondsSince1970 }, onNews: onNews)
  }

  /// Reads the history, and starts to fetch names in the background.
  ///
  /// - Returns: The entries to recall, oldest first.
  func begin() -> [String] {
    let entries = history.entries()
    // The prompt does not wait for the ranking; statements entered meanwhile count, too.
    let task = Task {
      var ranking = UsageRanking(entries)
      guard !Task.isCancelled else { return }
      self.ranking.withLock { current in
        for entry in current.noted { ranking.note(entry) }
        current = ranking
      }
    }
    rankingTask.withLock { $0 = task }
    if canFetch { names.start() } else { names.open() }
    return entries
  }

  /// Whether names can be fetched without prompting the user.
  var canFetch: Bool { profile.connectsQuietly || isOpen.withLock(\.self) }

  /// Stops background work, and compacts the history.
  ///
  /// - Returns: The number of statements that were not stored, since they could not be checked for
  ///   the secret.
  func end() -> Int {
    rankingTask.withLock { $0?.cancel() }
    names.stop()
    history.compact()
    return keeper.waiting.count
  }

  /// The history, the newest last: all of it, or the entries that contain `text`.
  func entries(holding text: String?) -> [String] {
    let waiting = keeper.waiting
    guard let text else { return history.entries() + waiting }
    let wanted = text.lowercased()
    return history.search(text).reversed() + waiting.filter { $0.lowercased().contains(wanted) }
  }

  // MARK: - Queries

  /// Connects, and starts to fetch names.
  func open() async throws(ShellFailure) -> ShellConnection {
    let connection = try await shared.open()
    let wasOpen = isOpen.withLock { isOpen in
      defer { isOpen = true }
      return isOpen
    }
    if !wasOpen, !profile.connectsQuietly { names.start() }
    return connection
  }

  /// Connects, and starts to run `program`.
  func run(_ program: Program) async -> Result<ScriptRun, ShellFailure> {
    await Result { () async throws(ShellFailure) in
      try await open().evaluator.run(program)
    }
  }

  /// The problems of the names of a query, as far as known.
  func unknownNames(_ plan: Plan) -> [String] {
    UnknownNames.check(plan, names.snapshot, isFresh: names.isFresh).map(\.text)
  }

  /// An answer to a statement of `program` whose notes use the known names.
  func explained(_ answer: Answer, _ program: Program, _ statement: Int) -> Answer {
    var answer = answer
    for plan in program.plans(ofOutput: statement) {
      answer.notes = RefinedNotes.of(
        answer.notes, plan, names.snapshot, isFresh: names.isFresh)
    }
    return answer
  }

  // MARK: - History

  /// Stores a statement, unless it contains the secret.
  func remember(_ entry: String) {
    ranking.withLock { $0.note(entry) }
    keeper.remember(entry)
  }

  /// How much names have been used, for completion.
  var usage: Completer.Usage { ranking.withLock(\.self).forCompletion }
}
