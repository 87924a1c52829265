import Dispatch
import Logging
import MPQAPI
import MPQServer

/// A server on a free port of this machine for as long as `body` runs.
///
/// - Parameters:
///   - configuration: Its port is not used.
///   - handler: Answers, as work of one account; by default with path and query string as they
///     came.
///   - body: Gets the port and the log.
/// - Throws: What `body` throws, and ``ServerError``.
func withServer(
  _ configuration: APIServer.Configuration = .init(),
  handler: @escaping @Sendable (_ path: String, _ query: String) async -> Response = echo,
  body: (_ port: Int, _ log: LogRecorder, _ server: APIServer) async throws -> Void
) async throws {
  try await withServer(
    configuration,
    decide: { request in
      .work(account: "wholekey") { await handler(request.path, request.query) }
    },
    body: body)
}

/// The same, with a handler that returns the verdict.
func withServer(
  _ configuration: APIServer.Configuration = .init(),
  isHealthy: @escaping @Sendable () async -> Bool = { true },
  decide: @escaping APIServer.Handler,
  body: (_ port: Int, _ log: LogRecorder, _ server: APIServer) async throws -> Void
) async throws {
  var configuration = configuration
  configuration.port = 0
  let log = LogRecorder()
  let server = APIServer(
    configuration: configuration, logger: log.logger, isHealthy: isHealthy, handler: decide)
  let (ports, port) = AsyncStream.makeStream(of: Int.self)
  async let running: Void = run(server) { port.yield($0) }
  for await port in ports.prefix(1) {
    do {
      try await body(port, log, server)
    } catch {
      await server.stop()
      throw error
    }
  }
  await server.stop()
  try await running
}

private func run(
  _ server: APIServer, onListening: @escaping @Sendable (Int) -> Void
) async throws {
  try await server.run { onListening($0) }
}

/// Waits until `condition` holds, for at most ten seconds.
func eventually(_ condition: () async -> Bool) async -> Bool {
  let end = ContinuousClock.now + .seconds(10)
  while await !condition() {
    guard ContinuousClock.now < end else { return false }
    await Task.yield()
  }
  return true
}

/// Works until it is cancelled.
func workUntilCancelled() async {
  let (stream, continuation) = AsyncStream.makeStream(of: Never.self)
  for await _ in stream {}
  continuation.finish()
}

/// Answers with the path and the query string.
@Sendable func echo(path: String, query: String) async -> Response {
  Response(status: 200, mediaType: "application/json", body: Array("\(path) \(query)".utf8))
}

/// Runs blocking work on a new thread, because the server needs Swift's task threads.
func blocking<Value: Sendable>(
  _ work: @escaping @Sendable () throws -> Value
) async throws -> Value {
  try await withCheckedThrowingContinuation { continuation in
    DispatchQueue(label: "client").async { continuation.resume(with: Result(catching: work)) }
  }
}

/// Requests one target over a new connection.
func get(
  _ target: String, host: String = "127.0.0.1", port: Int
) async throws -> Connection.Answer {
  try await send("GET \(target) HTTP/1.1\r\nHost: \(host)\r\n\r\n", port: port)
}

/// Sends `text` over a connection of its own and reads one answer.
func send(_ text: String, port: Int) async throws -> Connection.Answer {
  try await blocking {
    let connection = try Connection(port: port)
    try connection.send(text)
    return try connection.answer()
  }
}
