import ArgumentParser
import Logging
import MPQAPI
import MPQConsole
import MPQFiles
import MPQProjects
import MPQServer
import MPQStore

/// `mpqd`: answers the Data API from a project's own events.
struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mpqd",
    abstract: "Answer the Data API from a project's own events.",
    usage: """
      mpqd <project.mpqdb> [<options>]
      mpqd --store <address> [<options>]
      mpqd key add|list|revoke ...
      """,
    discussion: """
      EXAMPLES:
        mpqd key add shop.keys web
        mpqd shop.mpqdb --keys shop.keys
        mpqd shop.mpqdb --keys shop.keys --port 9000 --admin-port 9001 --log-format json
        MPQ_API_KEY=key MPQ_API_SECRET=secret mpqd shop.mpqdb --now 2024-06-30
        mpqd shop.mpqdb --keys shop.keys --host 0.0.0.0 --allow-host stats.example.com
        mpqd --store 'clickhouse://127.0.0.1:8123/shop' --keys shop.keys

      The requests that are answered are those signed with a key of --keys, a file that 'mpqd key' \
      makes and that only its owner can read, or without one with MPQ_API_KEY and MPQ_API_SECRET. \
      On SIGHUP the file is read again; when it is invalid, the previous keys stay active.

      A few queries work at once; the others wait, and keys take turns, as do the clients of a \
      key. A key with too many gets 429, a busy server answers 503, and a query that takes too \
      long ends with 504. Whoever hangs up ends his query.

      GET /healthz says whether the project can be read. When the project's file is replaced, \
      mpqd opens the new one; while it is missing, requests get 503. --admin-port adds a second \
      port, on the loopback unless --admin-host says otherwise, with /healthz and /metrics for \
      Prometheus.

      mpqd speaks plain HTTP. Where other machines ask it, put a server that speaks TLS before it, \
      and name the host that they ask for with --allow-host, and the server's address with \
      --trusted-proxy: else all its clients count as one.

      The log goes to standard error, one line a request at level info. SIGTERM and Ctrl-C let \
      running requests end, for as long as --stop-seconds says; a second one does not wait.

      EXIT CODES:
        0    stopped
        2    usage, configuration or local files
        3    a port is taken, or the store cannot be reached
      """,
    version: "mpqd \(Version.current)")

  @Argument(help: .init("The project's file, made by 'mpq import'.", valueName: "project.mpqdb"))
  var project: String?

  @Option(
    help: .init(
      "A project on ClickHouse instead, such as clickhouse://host:8123/shop?cluster=stats.",
      valueName: "address"))
  var store: String?

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

  @Option(
    name: .customLong("trusted-proxy"), parsing: .singleValue,
    help: .init(
      "A proxy, such as 10.0.0.7 or 10.0.0.0/24, whose X-Forwarded-For says who asks; may be "
        + "given again.",
      valueName: "address"))
  var trustedProxies: [String] = []

  @Flag(help: "Wrap answers in a call of the function that 'callback' names.")
  var allowJsonp = false

  @Option(
    name: .customLong("jsonp-callback"), parsing: .singleValue,
    help: .init(
      "A function that 'callback' may name, or the beginning of names and '*'; may be given again "
        + "(default: \(CallbackNames.standardPatterns.joined(separator: ", "))).",
      valueName: "name"))
  var jsonpCallbacks: [String] = []

  @OptionGroup(title: "Operation")
  var operation: OperationOptions

  func validate() throws {
    guard (project == nil) != (store == nil) else {
      throw ValidationError("Give a project's file, or --store and an address.")
    }
  }

  /// Serves until somebody stops it.
  func serve() async throws(ProgramError) -> ExitStatus {
    let logger = operation.logger
    let configuration = try serverConfiguration()
    let accounts = try Accounts.find(keyFile: keys)
    let location = try location()
    let path: String? = if case .file(let path) = location { path } else { nil }
    // Before it is opened: a file that replaces it now is seen later.
    let file = path.flatMap(FileID.init(path:))
    let project = try await openProject(at: location)
    guard
      let handler = RequestHandler(
        project: project, accounts: accounts, clock: try clock(of: project),
        callbacks: try callbacks())
    else { throw ProgramError("no key") }
    let answers = Answers(
      ServedProject(
        handler, path: path, file: file, clock: { [now] in Self.clock(of: $0, now) },
        logger: logger),
      keyFile: keys, logger: logger)
    let server = APIServer(
      configuration: configuration, logger: logger, isHealthy: answers.canRead,
      handler: answers.verdict)
    return try await Service(
      host: host, server: server, admin: operation.admin(of: server, allowedHosts, logger),
      answers: answers,
      patience: .seconds(operation.stopSeconds + 5), announce: operation.announcer(logger),
      logger: logger
    ).run()
  }

  private func location() throws(ProgramError) -> ProjectLocation {
    do throws(StoreError) {
      return try ProjectLocation(store ?? project ?? "", variable: { Environment.process[$0] })
    } catch {
      throw ProgramError(error.message)
    }
  }

  private func openProject(
    at location: ProjectLocation
  ) async throws(ProgramError) -> Project {
    do throws(StoreError) {
      return try await Project.open(at: location)
    } catch {
      if case .unavailable = error { throw ProgramError(error.message, status: .network) }
      throw ProgramError(error.message)
    }
  }

  private func clock(of project: Project) throws(ProgramError) -> ProjectClock {
    guard let clock = Self.clock(of: project, now) else {
      throw ProgramError(
        "--now: '\(now ?? "")' is not a time", hint: "like 2024-06-30, or '2024-06-30 12:00:00'")
    }
    return clock
  }

  /// The clock that `now` sets in the time zone of `project`; `nil` when it is not a time.
  private static func clock(of project: Project, _ now: String?) -> ProjectClock? {
    guard let now else { return .real }
    return ProjectClock(parsing: now, in: project.calendar)
  }

  private func callbacks() throws(ProgramError) -> CallbackNames? {
    guard allowJsonp else {
      guard jsonpCallbacks.isEmpty else {
        throw ProgramError("--jsonp-callback has no effect without --allow-jsonp")
      }
      return nil
    }
    guard !jsonpCallbacks.isEmpty else { return .standard }
    guard let names = CallbackNames(jsonpCallbacks) else {
      throw ProgramError(
        "--jsonp-callback: not the name of a function",
        hint: "letters, digits, '_' and '$', such as show, or with '*' at the end, such as show*")
    }
    return names
  }

  private func serverConfiguration() throws(ProgramError) -> APIServer.Configuration {
    var configuration = APIServer.Configuration(
      host: host, port: Int(port), allowedHosts: allowedHosts)
    for text in allowedHosts where !APIServer.Configuration.isHost(text) {
      throw ProgramError(
        "--allow-host: '\(text)' is not the name of a host",
        hint: "a name such as stats.example.com, or an IP address")
    }
    for text in trustedProxies {
      guard let range = AddressRange(text) else {
        throw ProgramError(
          "--trusted-proxy: '\(text)' is not an address",
          hint: "an IP address such as 10.0.0.7, or a network such as 10.0.0.0/24")
      }
      configuration.trustedProxies.append(range)
    }
    try operation.limit(&configuration)
    configuration.connectionLimit = try DescriptorLimit.connections(
      atMost: configuration.connectionLimit, queries: configuration.queryLimit)
    return configuration
  }
}
