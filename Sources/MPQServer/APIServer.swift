internal import HummingbirdCore
package import Logging
internal import MPQAPI
internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// Answers the Data API over HTTP/1.1.
///
/// It knows sockets, limits and headers. What is asked, and by whom, is the handler's concern.
package final class APIServer: Sendable {
  /// Decides what one request is worth.
  ///
  /// Takes the path and the query string as they stood in the request line, escapes and all; the
  /// query string is empty where there was none.
  package typealias Handler = @Sendable (_ path: String, _ query: String) async -> Verdict

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
  private let state = Mutex(State.initial)

  /// A server that does not listen yet.
  ///
  /// - Parameters:
  ///   - configuration: Where to listen, and the limits.
  ///   - logger: Gets one line a request at level `info`, without query strings.
  ///   - isHealthy: Whether answers can be given, for `/healthz`; asked at most once a second.
  ///   - handler: Decides about the requests that keep the limits, whatever their path.
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

  /// Whether answers can be given, as known for at most a second.
  package var isHealthy: Bool {
    get async { await health.isHealthy() }
  }

  /// What the server has done and does, as Prometheus reads it (text format 0.0.4).
  package var metricsText: String { metrics.text(queue, budget) }

  /// Listens and answers until ``stop()``.
  ///
  /// Runs once; a server that was stopped before returns at once.
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
      // Stopped before it began.
    } catch {
      throw ServerError(error, host: configuration.host, port: configuration.port)
    }
  }

  /// Takes no more connections, lets running requests end, and then lets ``run(onListening:)``
  /// return.
  ///
  /// After ``Configuration/stopSeconds``, what still runs is cancelled.
  package func stop() async {
    let running: (core: Core, task: Task<Void, any Error>)? = state.withLock { state in
      defer { state = .stopped }
      guard case .running(let core, let task) = state else { return nil }
      return (core, task)
    }
    guard let running else { return }
    let deadline = Task { [queue, configuration, logger] in
      try await Task.sleep(for: .seconds(configuration.stopSeconds))
      let count = queue.stop()
      if count > 0 {
        logger.warning(
          "what still runs is cancelled", metadata: ["queries": .stringConvertible(count)])
      }
      // Answers, of whatever kind, have a moment to get away.
      try await Task.sleep(for: .seconds(1))
      running.task.cancel()
    }
    do {
      try await running.core.shutdownGracefully()
    } catch {
      logger.warning("not all connections ended well", metadata: ["cause": "\(error)"])
    }
    deadline.cancel()
  }

  private func makeCore(onListening: @escaping @Sendable (Int) async -> Void) -> Core {
    // The framework's own lines say what ours say, and more than anybody asked for.
    var coreLogger = logger
    coreLogger.logLevel = max(.warning, logger.logLevel)
    let responder = Responder(
      configuration: configuration, gate: RequestGate(configuration), logger: logger, queue: queue,
      budget: budget, metrics: metrics, health: health, handler: handler)
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
        // One more, so that the table sees that somebody waits, and closes an idle one.
        availableConnectionsDelegate: .maximum(limit + 1, logger: coreLogger)),
      onServerRunning: { channel in await onListening(channel.localAddress?.port ?? port) },
      eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
      logger: coreLogger)
  }
}
