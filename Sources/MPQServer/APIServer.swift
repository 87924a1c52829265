internal import HummingbirdCore
public import Logging
public import MPQAPI
internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// Answers the Data API over HTTP/1.1.
///
/// It knows sockets, limits and headers. What is asked, and by whom, is the handler's concern.
public final class APIServer: Sendable {
  /// Answers one request.
  ///
  /// Takes the path and the query string as they stood in the request line, escapes and all; the
  /// query string is empty where there was none.
  public typealias Handler =
    @Sendable (_ path: String, _ query: String) async -> MPQAPI.Response

  private typealias Core = HummingbirdCore.Server<HTTP1Channel>

  private enum State {
    case initial
    case running(Core)
    case stopped
  }

  private let configuration: Configuration
  private let logger: Logger
  private let handler: Handler
  private let state = Mutex(State.initial)

  /// A server that does not listen yet.
  ///
  /// - Parameters:
  ///   - configuration: Where to listen, and the limits.
  ///   - logger: Gets one line a request at level `info`, without query strings.
  ///   - handler: Answers the requests that keep the limits, whatever their path.
  public init(
    configuration: Configuration, logger: Logger, handler: @escaping Handler
  ) {
    self.configuration = configuration
    self.logger = logger
    self.handler = handler
  }

  /// Listens and answers until ``stop()``.
  ///
  /// Runs once; a server that was stopped before returns at once.
  ///
  /// - Parameter onListening: Called with the port, once, when clients can connect.
  /// - Throws: ``ServerError`` when it cannot listen.
  public func run(
    onListening: @escaping @Sendable (_ port: Int) async -> Void
  ) async throws(ServerError) {
    let core = makeCore(onListening: onListening)
    let isFirst = state.withLock { state in
      guard case .initial = state else { return false }
      state = .running(core)
      return true
    }
    guard isFirst else { return }
    do {
      try await core.run()
    } catch Core.Error.serverShutdown {
      // Stopped before it began.
    } catch {
      throw ServerError(error, host: configuration.host, port: configuration.port)
    }
  }

  /// Takes no more connections, lets running requests end, and then lets ``run(onListening:)``
  /// return.
  public func stop() async {
    let core: Core? = state.withLock { state in
      defer { state = .stopped }
      guard case .running(let core) = state else { return nil }
      return core
    }
    do {
      try await core?.shutdownGracefully()
    } catch {
      logger.warning("not all connections ended well", metadata: ["cause": "\(error)"])
    }
  }

  private func makeCore(onListening: @escaping @Sendable (Int) async -> Void) -> Core {
    // The framework's own lines say what ours say, and more than anybody asked for.
    var coreLogger = logger
    coreLogger.logLevel = max(.warning, logger.logLevel)
    let responder = Responder(configuration: configuration, logger: logger, handler: handler)
    let port = configuration.port
    return Core(
      childChannelSetup: HTTP1Channel(
        responder: { request, writer, _ in try await responder.respond(to: request, with: writer) },
        configuration: configuration.channel),
      configuration: ServerConfiguration(
        address: .hostname(configuration.host, port: port),
        availableConnectionsDelegate: .maximum(configuration.connectionLimit, logger: coreLogger)),
      onServerRunning: { channel in await onListening(channel.localAddress?.port ?? port) },
      eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
      logger: coreLogger)
  }
}
