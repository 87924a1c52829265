import Logging
import MPQConsole
import MPQServer

/// Runs the servers until a signal ends them.
struct Service: Sendable {
  /// The server for monitoring.
  struct Admin: Sendable {
    var host: String
    var server: APIServer
  }

  var host: String
  var server: APIServer
  var admin: Admin?
  var admission: Admission
  /// How long the shutdown may take.
  var patience: Duration
  /// Reports where a server listens, in the format of the log.
  var announce: @Sendable (_ what: String, _ url: String) -> Void
  var logger: Logger

  /// Serves until a signal stops it.
  func run() async throws(ProgramError) -> ExitStatus {
    let signals = ServiceSignals(patience: patience, stop: server.stop, reload: admission.reload)
    do {
      try await signals.listening { try await serveBoth() }
    } catch let error as ServerError {
      throw ProgramError(error)
    } catch {
      throw ProgramError("\(error)")
    }
    logger.notice("stopped")
    return .success
  }

  private func serveBoth() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await self.serve() }
      if let admin {
        group.addTask { try await self.watch(admin) }
      }
      do {
        for try await _ in group {}
      } catch {
        await server.stop()
        await admin?.server.stop()
        throw error
      }
    }
  }

  private func serve() async throws {
    try await server.run { [announce, host] port in
      announce("listening on", "\(Self.base(host, port))/api/2.0/")
    }
    // The metrics stay available until the main server has stopped.
    await admin?.server.stop()
  }

  private func watch(_ admin: Admin) async throws {
    try await admin.server.run { [announce] port in
      announce("metrics at", "\(Self.base(admin.host, port))/metrics")
    }
  }

  private static func base(_ host: String, _ port: Int) -> String {
    "http://\(host.contains(":") ? "[\(host)]" : host):\(port)"
  }
}
