import Logging
import MPQServer
import MPQStore
import Synchronization

/// Decides about requests, by keys that may change while the server runs.
final class Answers: Sendable {
  private let handler: Mutex<RequestHandler>
  private let keyFile: String?
  private let logger: Logger

  /// Answers by `handler`, whose keys stand in `keyFile`.
  init(_ handler: RequestHandler, keyFile: String?, logger: Logger) {
    self.handler = Mutex(handler)
    self.keyFile = keyFile
    self.logger = logger
  }

  /// What a request is worth.
  @Sendable func verdict(path: String, query: String) -> APIServer.Verdict {
    let handler = handler.withLock { $0 }
    switch handler.admit(path: path, query: query, time: ProjectClock.realNow) {
    case .refused(let response): return .answer(response)
    case .admitted(let question):
      return .work(account: question.key) { [logger] in
        do throws(StoreError) {
          return try await question.answer()
        } catch {
          // The cause names files, so that the log has it and the client has not.
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

  /// Whether `project` can be read.
  func canRead(_ project: Project) async -> Bool {
    do throws(StoreError) {
      _ = try await project.funnels()
      return true
    } catch {
      logger.error("\(error.message)")
      return false
    }
  }

  /// Reads the keys again; those of before go on counting when that fails.
  func reload() {
    guard let keyFile else {
      logger.warning("SIGHUP: the key comes from the environment, and stays as it is")
      return
    }
    do throws(KeyFile.Problem) {
      let accounts = try KeyFile.read(path: keyFile)
      handler.withLock { $0 = $0.replacing(accounts: accounts) ?? $0 }
      logger.notice("keys read again", metadata: ["secrets": .stringConvertible(accounts.count)])
    } catch {
      logger.error("the keys of before go on counting: \(error.message(path: keyFile))")
    }
  }
}
