import Logging
import MPQServer
import MPQStore

/// Decides about requests, by keys and a project that may change while the server runs.
final class Answers: Sendable {
  private let project: ServedProject
  private let keyFile: String?
  private let logger: Logger

  /// Answers about `project`, with the keys of `keyFile`.
  init(_ project: ServedProject, keyFile: String?, logger: Logger) {
    self.project = project
    self.keyFile = keyFile
    self.logger = logger
  }

  /// What a request is worth.
  @Sendable func verdict(path: String, query: String) -> APIServer.Verdict {
    let (handler, isAvailable) = project.current()
    switch handler.admit(path: path, query: query, time: ProjectClock.realNow) {
    case .refused(let response): return .answer(response)
    case .admitted where !isAvailable: return .answer(RequestHandler.unavailable)
    case .admitted(let question):
      return .work(account: question.key) { [logger] in
        do throws(StoreError) {
          return try await question.answer()
        } catch {
          // The cause names files: the log has it, and the client does not get it.
          if error == .cancelled {
            logger.debug("a query that nobody waits for has ended")
          } else {
            logger.error("\(error.message)")
          }
          return RequestHandler.failure
        }
      }
    }
  }

  /// Whether the project can be read.
  @Sendable func canRead() async -> Bool {
    let (handler, isAvailable) = project.current()
    guard isAvailable else { return false }
    do throws(StoreError) {
      try await handler.probe()
      return true
    } catch {
      logger.error("\(error.message)")
      return false
    }
  }

  /// Reads the keys again; when that fails, the previous keys stay active.
  func reload() {
    guard let keyFile else {
      logger.warning("SIGHUP: the key comes from the environment, and stays as it is")
      return
    }
    do throws(KeyFile.Problem) {
      let accounts = try KeyFile.read(path: keyFile)
      project.replace { $0.replacing(accounts: accounts) }
      logger.notice("keys read again", metadata: ["secrets": .stringConvertible(accounts.count)])
    } catch {
      logger.error("the keys of before go on counting: \(error.message(path: keyFile))")
    }
  }
}
