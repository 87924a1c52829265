import ArgumentParser
import Logging
import MPQAPI
import MPQServer
import MPQStore

/// `mpqd`: answers the Data API from a project's own events.
struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mpqd",
    abstract: "Answer the Data API from a project's own events.",
    discussion: """
      EXAMPLES:
        export MPQ_API_KEY=key MPQ_API_SECRET=secret
        mpqd shop.mpqdb
        mpqd shop.mpqdb --port 9000 --keys shop.keys
        mpqd shop.mpqdb --now 2024-06-30 --log-level warning
        mpqd shop.mpqdb --host 0.0.0.0 --allow-host stats.example.com

      The requests that are answered are those signed with MPQ_API_KEY and MPQ_API_SECRET, or with \
      a key of --keys: a file that only its owner can read, with a key, a blank and its secret on \
      each line ('#' begins a comment). Keys of a file count instead of the environment's.

      mpqd speaks plain HTTP. Where other machines ask it, put a server that speaks TLS before it, \
      and name the host that they ask for with --allow-host.

      The log goes to standard error, one line a request at level info. SIGTERM and Ctrl-C let \
      running requests end; a second one does not wait.

      EXIT CODES:
        0 stopped (SIGTERM)    2 usage, configuration, the project's file
        3 the port is taken    130 interrupted (Ctrl-C)
      """,
    version: "mpqd \(Version.current)")

  @Argument(help: .init("The project's file, made by 'mpq import'.", valueName: "project.mpqdb"))
  var project: String

  @Option(help: "The port to listen at; 0 picks a free one.")
  var port: UInt16 = 8080

  @Option(help: "The address or name of the interface to listen at.")
  var host = "127.0.0.1"

  @Option(
    help: .init(
      "The time at which windows end, such as 2024-06-30 or '2024-06-30 12:00', instead of now.",
      valueName: "time"))
  var now: String?

  @Option(help: .init("A file with the keys and secrets that count.", valueName: "file"))
  var keys: String?

  @Option(
    name: .customLong("allow-host"), parsing: .singleValue,
    help: .init(
      "Another name that clients ask for; may be given again. Names of the loopback count anyway.",
      valueName: "name"))
  var allowedHosts: [String] = []

  @Flag(help: "Wrap answers in a call of the function that 'callback' names.")
  var allowJsonp = false

  @Option(help: .init("How much is logged.", valueName: "level"))
  var logLevel = LogLevel.info

  /// Serves until somebody stops it.
  func serve() async throws(StartError) -> ExitStatus {
    var logger = Logger(label: "mpqd") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = logLevel.loggerLevel
    let accounts = try Accounts.find(keyFile: keys)
    let project = try openProject()
    guard
      let handler = RequestHandler(
        project: project, accounts: accounts, clock: try clock(of: project),
        allowsJSONP: allowJsonp)
    else { throw StartError("no key") }
    let server = APIServer(
      configuration: serverConfiguration, logger: logger, handler: Self.answering(handler, logger))
    let signals = StopSignals()
    do {
      try await signals.stopping(server) { [host] () throws(ServerError) in
        try await server.run { port in
          let name = host.contains(":") ? "[\(host)]" : host
          Stream.errors.write("mpqd: listening on http://\(name):\(port)/api/2.0/\n")
        }
      }
    } catch {
      throw StartError(error)
    }
    logger.notice("stopped")
    return signals.status
  }

  private func openProject() throws(StartError) -> Project {
    do {
      return try Project.open(at: project)
    } catch {
      throw StartError(error.message)
    }
  }

  private func clock(of project: Project) throws(StartError) -> ProjectClock {
    guard let now else { return .real }
    guard let clock = ProjectClock(parsing: now, in: project.calendar) else {
      throw StartError(
        "--now: '\(now)' is not a time", hint: "like 2024-06-30, or '2024-06-30 12:00:00'")
    }
    return clock
  }

  private var serverConfiguration: APIServer.Configuration {
    var configuration = APIServer.Configuration(
      host: host, port: Int(port), allowedHosts: allowedHosts)
    configuration.connectionLimit = DescriptorLimit.connections(
      atMost: configuration.connectionLimit)
    return configuration
  }

  /// The cause of a failure names files, so that the log has it and the client has not.
  private static func answering(
    _ handler: RequestHandler, _ logger: Logger
  ) -> APIServer.Handler {
    { path, query in
      do throws(StoreError) {
        return try await handler.respond(path: path, query: query, time: ProjectClock.realNow)
      } catch {
        logger.error("\(error.message)")
        return RequestHandler.failure
      }
    }
  }
}

extension ServeCommand {
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
