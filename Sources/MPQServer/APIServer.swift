internal import HummingbirdCore
package import Logging
internal import MPQAPI
internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// Answers the Data API over HTTP/1.1.
///
/// It handles sockets, limits and headers. The handler authenticates requests and runs queries.
package final class APIServer: Sendable {
  /// Decides about one request.
  package typealias Handler = @Sendable (Request) async -> Verdict

  private typealias Core = HummingbirdCore.Server<ConnectionSetup>

  private enum State {
    case initial
    case running(Core, Task<Void, any Error>)
    case stopped
  }

  private let configuration: Configuration
  private let logger: Logger
  private let handler: Handler
  private let health: Health
  private let metrics = Metrics()
  private let queue: JobQueue
  private let budget: AnswerBudget
  private let downloads = Downloads(limit: Configuration.downloadLimit)
  private let state = Mutex(State.initial)

  /// Creates a server that does not listen yet.
  ///
  /// - Parameters:
  ///   - configuration: Where to listen, and the limits.
  ///   - logger: Logs one line per request at level `info`, without query strings.
  ///   - isHealthy: Whether queries can be answered, for `/healthz`; called at most once a second.
  ///   - handler: Decides about requests of any path that keep the limits.
  package init(
    configuration: Configuration, logger: Logger,
    isHealthy: @escaping @Sendable () async -> Bool = { true }, handler: @escaping Handler
  ) {
    self.configuration = configuration
    self.logger = logger
    self.handler = handler
    health = Health(isHealthy)
    queue = JobQueue(configuration)
    budget = AnswerBudget(limit: configuration.answerBytes)
  }

  /// Whether queries can be answered; at most one second old.
  package var isHealthy: Bool {
    get async { await health.isHealthy() }
  }

  /// The metrics, in the text format of Prometheus (0.0.4).
  package var metricsText: String { metrics.text(queue, budget, downloads) }

  /// Listens and answers until ``stop()``.
  ///
  /// Runs once. A server that was stopped before returns immediately.
  ///
  /// - Parameter onListening: Called with the port, once, when clients can connect.
  /// - Throws: ``ServerError`` when it cannot listen.
  package func run(
    onListening: @escaping @Sendable (_ port: Int) async -> Void
  ) async throws(ServerError) {
    let core = makeCore(onListening: onListening)
    let running: Task<Void, any Error>? = state.withLock { state in
      guard case .initial = state else { return nil }
      let running = Task { try await core.run() }
      state = .running(core, running)
      return running
    }
    guard let running else { return }
    do {
      try await running.value
    } catch Core.Error.serverShutdown {
      // Stopped before it started.
    } catch {
      throw ServerError(error, host: configuration.host, port: configuration.port)
    }
  }

  /// Accepts no more connections, and makes ``run(onListening:)`` return when the running requests
  /// have ended.
  ///
  /// Queries that still run after ``Configuration/stopSeconds`` are cancelled.
  package func stop() async {
    let running: (core: Core, task: Task<Void, any Error>)? = state.withLock { state in
      defer { state = .stopped }
      guard case .running(let core, let task) = state else { return nil }
      return (core, task)
    }
    guard let running else { return }
    let deadline = Task { [queue, downloads, configuration, logger] in
      try await Task.sleep(for: .seconds(configuration.stopSeconds))
      let stopping = Reply.refusal(503, "The server is stopping: retry later", path: "")
      let count = queue.stop() + downloads.stop(stopping)
      if count > 0 {
        logger.warning(
          "cancelled the remaining queries", metadata: ["queries": .stringConvertible(count)])
      }
      // Gives the last responses a second to be sent.
      try await Task.sleep(for: .seconds(1))
      running.task.cancel()
    }
    do {
      try await running.core.shutdownGracefully()
    } catch {
      logger.warning("cannot close all connections", metadata: ["cause": "\(error)"])
    }
    deadline.cancel()
  }

  private func makeCore(onListening: @escaping @Sendable (Int) async -> Void) -> Core {
    // Below warnings, the framework logs what we log already.
    var coreLogger = logger
    coreLogger.logLevel = max(.warning, logger.logLevel)
    let responder = Responder(
      configuration: configuration, gate: RequestGate(configuration), logger: logger, queue: queue,
      budget: budget, downloads: downloads, metrics: metrics, health: health, handler: handler)
    let port = configuration.port
    let limit = configuration.connectionLimit
    let table = ConnectionTable(
      limit: limit, addressLimit: configuration.addressConnectionLimit ?? max(1, limit / 2),
      exempt: configuration.trustedProxies)
    return Core(
      childChannelSetup: ConnectionSetup(
        configuration: configuration, responder: responder, metrics: metrics, table: table),
      configuration: ServerConfiguration(
        address: .hostname(configuration.host, port: port),
        // One more, so that the table notices a waiting connection, and closes an idle one.
        availableConnectionsDelegate: .maximum(limit + 1, logger: coreLogger)),
      onServerRunning: { channel in await onListening(channel.localAddress?.port ?? port) },
      eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
      logger: coreLogger)
  }
}
