import Logging
import MPQFiles
import MPQSQLite
import MPQStore
import Synchronization

/// The project that mpqd answers about, whose file may be deleted or replaced meanwhile.
///
/// An open file can be read after its path is gone, so mpqd would answer from it for ever. So the
/// path is looked at before each request: another file there is opened, and while there is none,
/// requests are refused.
final class ServedProject: Sendable {
  private struct State {
    var handler: RequestHandler
    /// The file that `handler` reads.
    var file: FileID?
    /// Why requests are refused; `nil` when they are not.
    var problem: String?
    /// When a file that could not be opened is tried again.
    var nextTry: ContinuousClock.Instant?
  }

  /// A file that cannot be opened may be one that is still being copied.
  private static let pause = Duration.seconds(1)

  private let path: String?
  private let clock: @Sendable (Project) -> ProjectClock?
  private let logger: Logger
  private let state: Mutex<State>

  /// Serves what `handler` reads.
  ///
  /// - Parameters:
  ///   - handler: Answers about the project.
  ///   - path: The project's file; `nil` for one on ClickHouse.
  ///   - file: The file at `path` before it was opened.
  ///   - clock: When windows end, in the time zone of a project.
  ///   - logger: Gets a line for each change.
  init(
    _ handler: RequestHandler, path: String?, file: FileID?,
    clock: @escaping @Sendable (Project) -> ProjectClock?, logger: Logger
  ) {
    self.path = path
    self.clock = clock
    self.logger = logger
    state = Mutex(State(handler: handler, file: file))
  }

  /// The handler of the project that is at the path now, and whether there is one.
  func current() -> (handler: RequestHandler, isAvailable: Bool) {
    state.withLock { state in
      if let path { look(at: path, &state) }
      return (state.handler, state.problem == nil)
    }
  }

  /// Changes the handler, which answers about the same project.
  func replace(_ change: (RequestHandler) -> RequestHandler?) {
    state.withLock { $0.handler = change($0.handler) ?? $0.handler }
  }

  private func look(at path: String, _ state: inout State) {
    guard let file = FileID(path: path) else {
      return note("the project's file is gone: requests are refused until there is one", &state)
    }
    guard file != state.file else {
      if state.problem != nil { logger.notice("the project's file is back") }
      state.problem = nil
      return
    }
    if let next = state.nextTry, ContinuousClock.now < next { return }
    do throws(StoreError) {
      let project = try Project.open(at: path)
      guard let clock = clock(project) else {
        throw .failed(path: path, cause: "--now is not a time in its time zone")
      }
      state.handler = state.handler.replacing(project: project, clock: clock)
      state.file = file
      state.problem = nil
      state.nextTry = nil
      logger.notice("the project's file was replaced: the new one is served")
    } catch {
      state.nextTry = .now + Self.pause
      note(
        "the project's file was replaced, and the new one cannot be read: \(error.message)", &state)
    }
  }

  /// Logs a problem once.
  private func note(_ problem: String, _ state: inout State) {
    guard state.problem != problem else { return }
    state.problem = problem
    logger.error("\(problem)")
  }
}
