import Logging
import MPQFiles
import MPQSQLite
import MPQStore
import Synchronization

/// The project that mpqd serves, whose file may be deleted or replaced while it runs.
///
/// An open file can be read after it was deleted or replaced, so mpqd would answer from it forever.
/// Therefore it checks the path before each request, opens a new file, and refuses requests while
/// the file is missing.
final class ServedProject: Sendable {
  private struct State {
    var handler: RequestHandler
    /// The file that `handler` reads.
    var file: FileID?
    /// Why requests are refused; `nil` while they are answered.
    var problem: String?
    /// When to try again to open a file that could not be opened.
    var nextTry: ContinuousClock.Instant?
  }

  /// The time between attempts: a file that cannot be opened may still be being copied.
  private static let pause = Duration.seconds(1)

  private let path: String?
  private let clock: @Sendable (Project) -> ProjectClock?
  private let logger: Logger
  private let state: Mutex<State>

  /// Serves the project of `handler`.
  ///
  /// - Parameters:
  ///   - handler: The project's handler.
  ///   - path: The project's file; `nil` for a project on ClickHouse.
  ///   - file: The file at `path` before it was opened.
  ///   - clock: The clock for a project, in its time zone.
  ///   - logger: Logs each change.
  init(
    _ handler: RequestHandler, path: String?, file: FileID?,
    clock: @escaping @Sendable (Project) -> ProjectClock?, logger: Logger
  ) {
    self.path = path
    self.clock = clock
    self.logger = logger
    state = Mutex(State(handler: handler, file: file))
  }

  /// The handler of the project, and whether its file is there.
  func current() -> (handler: RequestHandler, isAvailable: Bool) {
    state.withLock { state in
      if let path { look(at: path, &state) }
      return (state.handler, state.problem == nil)
    }
  }

  /// Replaces the handler with one for the same project.
  func replace(_ change: (RequestHandler) -> RequestHandler?) {
    state.withLock { $0.handler = change($0.handler) ?? $0.handler }
  }

  private func look(at path: String, _ state: inout State) {
    guard let file = FileID(path: path) else {
      return note("the project's file is missing: requests are refused", &state)
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
        throw .failed(path: path, cause: "--now does not exist in its time zone")
      }
      state.handler = state.handler.replacing(project: project, clock: clock)
      state.file = file
      state.problem = nil
      state.nextTry = nil
      logger.notice("the project's file was replaced: serving the new one")
    } catch {
      state.nextTry = .now + Self.pause
      note(
        "the project's file was replaced, but the new one cannot be read: \(error.message)", &state)
    }
  }

  /// Logs a problem once.
  private func note(_ problem: String, _ state: inout State) {
    guard state.problem != problem else { return }
    state.problem = problem
    logger.error("\(problem)")
  }
}
