import Logging
import MPQServer
import MPQStore

/// Admits requests, by keys and a project that may change while the server runs.
final class Admission: Sendable {
  private let project: ServedProject
  private let keyFile: String?
  private let logger: Logger

  /// Admits requests for `project`; `reload` reads the keys in `keyFile` again.
  init(_ project: ServedProject, keyFile: String?, logger: Logger) {
    self.project = project
    self.keyFile = keyFile
    self.logger = logger
  }

  /// The response to a refused request, or the work of an admitted one.
  @Sendable func verdict(_ request: APIServer.Request) -> APIServer.Verdict {
    let (handler, isAvailable) = project.current()
    let admission = handler.admit(
      path: request.path, query: request.query, authorization: request.authorization,
      form: request.form, time: ProjectClock.realNow)
    switch admission {
    case .refused(let response): return .answer(response)
    case .admitted where !isAvailable: return .answer(RequestHandler.unavailable)
    case .admitted(let question):
      return .work(account: question.key) { [logger] in
        do throws(StoreError) {
          return try await question.answer()
        } catch {
          // The cause names files, so it goes to the log and not to the client.
          if error == .cancelled {
            logger.debug("a cancelled query has ended")
          } else {
            logger.error("\(error.message)")
          }
          return RequestHandler.failure
        }
      }
    case .export where !isAvailable: return .answer(RequestHandler.unavailable)
    case .export(let export): return .download(download(export))
    }
  }

  private func download(_ export: RawExport) -> APIServer.Download {
    APIServer.Download(
      account: export.key, mediaType: RawExport.mediaType, failureLine: RawExport.failureLine
    ) { [logger] send in
      do throws(ExportError) {
        try await export.write(to: send)
        return nil
      } catch {
        switch error {
        case .store(.cancelled), .receiver: logger.debug("a cancelled export has ended")
        case .store(let error): logger.error("\(error.message)")
        }
        return RequestHandler.failure
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
      logger.warning("SIGHUP ignored: the key comes from the environment")
      return
    }
    do throws(KeyFile.Problem) {
      let accounts = try KeyFile.read(path: keyFile)
      project.replace { $0.replacing(accounts: accounts) }
      logger.notice("keys reloaded", metadata: ["secrets": .stringConvertible(accounts.count)])
    } catch {
      logger.error("the previous keys stay active: \(error.message(path: keyFile))")
    }
  }
}
