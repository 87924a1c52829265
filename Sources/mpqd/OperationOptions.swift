import ArgumentParser
import Logging
import MPQAPI
import MPQConsole
import MPQServer
import MPQStore

/// What an operator sets: limits, the log, and the port for those who watch.
struct OperationOptions: ParsableArguments {
  @Option(
    help: .init("The most queries that work at once (default: processors, 2 to 4).", valueName: "n")
  )
  var queries: Int?

  @Option(
    help: .init(
      "The most queries that wait for their turn; half as many of one key.", valueName: "n"))
  var queue = 256

  @Option(help: .init("How long a query may wait and work.", valueName: "n"))
  var querySeconds = 30

  @Option(
    help: .init(
      "The most MiB of answers that wait for their clients to read them; half of them of one key.",
      valueName: "n"))
  var answerMemory = 256

  @Option(
    help: .init(
      "The most connections of one address (default: half of all); proxies have no limit.",
      valueName: "n"))
  var addressConnections: Int?

  @Option(help: .init("How long running queries may go on after SIGTERM.", valueName: "n"))
  var stopSeconds = 20

  @Option(help: .init("A port for /metrics and /healthz; 0 picks a free one.", valueName: "port"))
  var adminPort: UInt16?

  @Option(help: .init("The interface of --admin-port.", valueName: "host"))
  var adminHost = "127.0.0.1"

  @Option(help: .init("How much is logged.", valueName: "level"))
  var logLevel = LogLevel.info

  @Option(help: .init("What a line of the log looks like.", valueName: "format"))
  var logFormat = LogFormat.text

  /// Sets the limits of a server.
  func limit(_ configuration: inout APIServer.Configuration) throws(ProgramError) {
    let day = 86_400
    for (name, value, range) in [
      ("queries", queries ?? 1, 1...(Project.readerLimit - 1)), ("queue", queue, 0...10_000),
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

  /// The server for those who watch `server`; `nil` when nobody asked for one.
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
      ) { path, _ in
        guard path == "/metrics" else {
          return .answer(
            Response(
              status: 404, mediaType: "application/json",
              body: Array(#"{"error": "Only /metrics and /healthz are here"}"#.utf8)))
        }
        return .answer(
          Response(status: 200, mediaType: "text/plain", body: Array(server.metricsText.utf8)))
      })
  }

  /// Tells where a server listens: a line for people, or one of the log.
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
  /// What a line of the log looks like.
  enum LogFormat: String, CaseIterable, ExpressibleByArgument {
    case text, json
  }

  /// The least important lines that are logged.
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
