import ArgumentParser
import Logging
import MPQAPI
import MPQConsole
import MPQServer
import MPQStore

/// An operator's options: limits, the log, and the port for monitoring.
struct OperationOptions: ParsableArguments {
  @Option(
    help: .init("Maximum queries running at once (default: processors, 2 to 4).", valueName: "n")
  )
  var queries: Int?

  @Option(
    help: .init(
      "Maximum queries waiting; half as many of one key.", valueName: "n"))
  var queue = 256

  @Option(help: .init("Timeout of a query, waiting included, in seconds.", valueName: "n"))
  var querySeconds = 30

  @Option(
    help: .init(
      "Maximum MiB of answers that clients have not read yet; half of it of one key.",
      valueName: "n"))
  var answerMemory = 256

  @Option(
    help: .init(
      "Maximum connections of one address (default: half of all); trusted proxies are exempt.",
      valueName: "n"))
  var addressConnections: Int?

  @Option(help: .init("How long queries may run after SIGTERM, in seconds.", valueName: "n"))
  var stopSeconds = 20

  @Option(help: .init("Port for /metrics and /healthz; 0 picks a free one.", valueName: "port"))
  var adminPort: UInt16?

  @Option(help: .init("Interface for --admin-port.", valueName: "host"))
  var adminHost = "127.0.0.1"

  @Option(help: .init("Least important level to log.", valueName: "level"))
  var logLevel = LogLevel.info

  @Option(help: .init("Format of the log.", valueName: "format"))
  var logFormat = LogFormat.text

  /// One more reader is for health checks.
  private static let queryLimit =
    Project.readerLimit - APIServer.Configuration.downloadLimit - 1

  /// Sets the limits in `configuration`.
  func limit(_ configuration: inout APIServer.Configuration) throws(ProgramError) {
    let day = 86_400
    for (name, value, range) in [
      ("queries", queries ?? 1, 1...Self.queryLimit), ("queue", queue, 0...10_000),
      ("query-seconds", querySeconds, 1...day), ("stop-seconds", stopSeconds, 0...day),
      ("answer-memory", answerMemory, 1...65_536),
      ("address-connections", addressConnections ?? 1, 1...65_536),
    ] where !range.contains(value) {
      throw ProgramError(
        "--\(name): \(value) is out of range", hint: "\(range.lowerBound) to \(range.upperBound)")
    }
    configuration.queryLimit = queries ?? configuration.queryLimit
    configuration.waitingLimit = queue
    configuration.accountWaitingLimit = (queue + 1) / 2
    configuration.querySeconds = querySeconds
    configuration.answerBytes = answerMemory << 20
    configuration.addressConnectionLimit = addressConnections
    configuration.stopSeconds = stopSeconds
  }

  /// The server with the metrics of `server`; `nil` without --admin-port.
  func admin(
    of server: APIServer, _ allowedHosts: [String], _ logger: Logger
  ) -> Service.Admin? {
    guard let adminPort else { return nil }
    var configuration = APIServer.Configuration(
      host: adminHost, port: Int(adminPort), allowedHosts: allowedHosts)
    configuration.connectionLimit = 16
    configuration.stopSeconds = 0
    var logger = logger
    logger.logLevel = max(.warning, logger.logLevel)
    return Service.Admin(
      host: adminHost,
      server: APIServer(
        configuration: configuration, logger: logger, isHealthy: { await server.isHealthy }
      ) { request in
        guard request.path == "/metrics" else {
          return .answer(
            Response(
              status: 404, mediaType: "application/json",
              body: Array(#"{"error": "Only /metrics and /healthz are served here"}"#.utf8)))
        }
        return .answer(
          Response(status: 200, mediaType: "text/plain", body: Array(server.metricsText.utf8)))
      })
  }

  /// Reports where a server listens: as a plain line, or as a line of the JSON log.
  func announcer(_ logger: Logger) -> @Sendable (_ what: String, _ url: String) -> Void {
    switch logFormat {
    case .text: { what, url in Console.note("mpqd: \(what) \(url)") }
    case .json: { what, url in logger.notice("\(what) \(url)") }
    }
  }

  /// The log on standard error.
  var logger: Logger {
    let format = logFormat
    var logger = Logger(label: "mpqd") { label in
      switch format {
      case .text: StreamLogHandler.standardError(label: label)
      case .json: JSONLogHandler { Console.write(narration: $0) }
      }
    }
    logger.logLevel = logLevel.loggerLevel
    return logger
  }
}

extension OperationOptions {
  /// The format of the log.
  enum LogFormat: String, CaseIterable, ExpressibleByArgument {
    case text, json
  }

  /// The least important level that is logged.
  enum LogLevel: String, CaseIterable, ExpressibleByArgument {
    case debug, info, notice, warning, error

    var loggerLevel: Logger.Level {
      switch self {
      case .debug: .debug
      case .info: .info
      case .notice: .notice
      case .warning: .warning
      case .error: .error
      }
    }
  }
}
