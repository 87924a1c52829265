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

      Requests must be signed with a key in the --keys file, which 'mpqd key' manages and which \
      only its owner may read. Without --keys, MPQ_API_KEY and MPQ_API_SECRET are the only key. \
      SIGHUP reloads the file; if it is invalid, the previous keys stay active.

      Clients of Mixpanel's current API are answered under /api/query/: they send a key and its \
      secret with Basic authentication instead of a signature. /api/2.0/export sends the events.

      A few queries run at once; the others wait. Keys take turns, and so do the clients of a key. \
      429 means that too many queries of the key wait, 503 that the server is busy, and 504 that \
      the query took too long. A query is cancelled when its client disconnects.

      GET /healthz reports whether the project can be read. When the project's file is replaced, \
      mpqd opens the new one; while it is missing, requests get 503. --admin-port adds a second \
      port with /healthz and /metrics for Prometheus, on the loopback interface unless \
      --admin-host names another.

      mpqd speaks plain HTTP. For clients on other machines, put a TLS proxy in front of it. Name \
      the public host with --allow-host, and the proxy's address with --trusted-proxy; without the \
      latter, all clients of the proxy count as one.

      The log goes to standard error, at level info with one line per request. SIGTERM and Ctrl-C \
      let running requests finish within --stop-seconds; a second signal stops mpqd at once.

      EXIT CODES:
        0    stopped
        2    usage, configuration or local files
        3    a port is in use, or the store cannot be reached
      """,
    version: "mpqd \(Version.current)")

  @Argument(help: .init("The project's file; 'mpq import' makes one.", valueName: "project.mpqdb"))
  var project: String?

  @Option(
    help: .init(
      "A project on ClickHouse, such as clickhouse://host:8123/shop?cluster=stats.",
      valueName: "address"))
  var store: String?

  @Option(help: "Port to listen on; 0 picks a free one.")
  var port: UInt16 = 8080

  @Option(help: "Address or name of the interface to listen on.")
  var host = "127.0.0.1"

  @Option(
    help: .init(
      "End of the windows, such as 2024-06-30 or '2024-06-30 12:00' (default: now).",
      valueName: "time"))
  var now: String?

  @Option(help: .init("Key file, as 'mpqd key' manages it.", valueName: "file"))
  var keys: String?

  @Option(
    name: .customLong("allow-host"), parsing: .singleValue,
    help: .init(
      "Another host name of this server; repeatable. Names of the loopback are always allowed.",
      valueName: "name"))
  var allowedHosts: [String] = []

  @Option(
    name: .customLong("trusted-proxy"), parsing: .singleValue,
    help: .init(
      "Proxy, such as 10.0.0.7 or 10.0.0.0/24, whose X-Forwarded-For names the client; "
        + "repeatable.",
      valueName: "address"))
  var trustedProxies: [String] = []

  @Flag(help: "Answer JSONP: wrap the answer in a call of the function that 'callback' names.")
  var allowJsonp = false

  @Option(
    name: .customLong("jsonp-callback"), parsing: .singleValue,
    help: .init(
      "Function that 'callback' may name, or a prefix and '*'; repeatable "
        + "(default: \(CallbackNames.standardPatterns.joined(separator: ", "))).",
      valueName: "name"))
  var jsonpCallbacks: [String] = []

  @OptionGroup(title: "Operation")
  var operation: OperationOptions

  func validate() throws {
    guard (project == nil) != (store == nil) else {
      throw ValidationError("Pass a project's file, or --store and an address.")
    }
  }

  /// Serves until a signal stops it.
  func serve() async throws(ProgramError) -> ExitStatus {
    let logger = operation.logger
    let configuration = try serverConfiguration()
    let accounts = try Accounts.find(keyFile: keys)
    let location = try location()
    let path: String? = if case .file(let path) = location { path } else { nil }
    // Taken before the file is opened, so that a file that replaces it now is noticed later.
    let file = path.flatMap(FileID.init(path:))
    let project = try await openProject(at: location)
    guard
      let handler = RequestHandler(
        project: project, accounts: accounts, clock: try clock(of: project),
        callbacks: try callbacks())
    else { throw ProgramError("no key") }
    let admission = Admission(
      ServedProject(
        handler, path: path, file: file, clock: { [now] in Self.clock(of: $0, now) },
        logger: logger),
      keyFile: keys, logger: logger)
    let server = APIServer(
      configuration: configuration, logger: logger, isHealthy: admission.canRead,
      handler: admission.verdict)
    return try await Service(
      host: host, server: server, admin: operation.admin(of: server, allowedHosts, logger),
      admission: admission,
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
        "--now: invalid time '\(now ?? "")'", hint: "write 2024-06-30 or '2024-06-30 12:00:00'")
    }
    return clock
  }

  /// The clock that `now` sets, in the time zone of `project`; `nil` when `now` is not a time.
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
        "--jsonp-callback: not a function name",
        hint: "letters, digits, '_' and '$', such as show, or with '*' at the end, such as show*")
    }
    return names
  }

  private func serverConfiguration() throws(ProgramError) -> APIServer.Configuration {
    var configuration = APIServer.Configuration(
      host: host, port: Int(port), allowedHosts: allowedHosts)
    for text in allowedHosts where !APIServer.Configuration.isHost(text) {
      throw ProgramError(
        "--allow-host: invalid host '\(text)'",
        hint: "a name such as stats.example.com, or an IP address")
    }
    for text in trustedProxies {
      guard let range = AddressRange(text) else {
        throw ProgramError(
          "--trusted-proxy: invalid address '\(text)'",
          hint: "an IP address such as 10.0.0.7, or a network such as 10.0.0.0/24")
      }
      configuration.trustedProxies.append(range)
    }
    try operation.limit(&configuration)
    configuration.connectionLimit = try DescriptorLimit.connections(
      atMost: configuration.connectionLimit,
      queries: configuration.queryLimit + APIServer.Configuration.downloadLimit)
    return configuration
  }
}
