import MPQAPI
import MPQServer
import Testing

/// What clients see of limits, over real sockets.
struct QueryTests {
  private static func configuration(
    seconds: Int = 30, waiting: Int = 10, ofAccount: Int = 10
  ) -> APIServer.Configuration {
    var configuration = APIServer.Configuration()
    configuration.queryLimit = 1
    configuration.querySeconds = seconds
    configuration.waitingLimit = waiting
    configuration.accountWaitingLimit = ofAccount
    return configuration
  }

  /// Work at `/slow` ends when it is cancelled; other work ends at once.
  private static func decide(
    _ cancelled: Gate, _ begun: Gate
  ) -> APIServer.Handler {
    { request in
      .work(account: request.query) {
        if request.path == "/slow" {
          await begun.pass()
          await workUntilCancelled()
          await cancelled.pass()
        }
        return await echo(path: request.path, query: request.query)
      }
    }
  }

  @Test func aQueryThatTakesTooLongIsCancelled() async throws {
    let (cancelled, begun) = (Gate(of: 2), Gate(of: 1))
    try await withServer(
      Self.configuration(seconds: 1), decide: Self.decide(cancelled, begun)
    ) { port, log, server in
      async let slow = get("/slow?a", port: port)
      await begun.pass()
      let answer = try await slow
      #expect(answer.status == 504)
      #expect(
        answer.body
          == #"{"error": "The query took longer than 1 s: use a shorter window or fewer names", "#
          + #""request": "/slow"}"#)
      await cancelled.pass()
      let next = try await get("/next?a", port: port)
      #expect(next.status == 200)
      #expect(server.metricsText.contains(#"mpqd_queries_refused_total{reason="deadline"} 1"#))
    }
  }

  @Test func aQueryWhoseTurnDoesNotComeIsRefused() async throws {
    // The first one does not end when it is cancelled, so that the second one's turn never comes.
    let (begun, end) = (Gate(of: 2), Gate(of: 2))
    let decide: APIServer.Handler = { request in
      .work(account: request.query) {
        if request.path == "/slow" {
          await begun.pass()
          await end.pass()
        }
        return await echo(path: request.path, query: request.query)
      }
    }
    try await withServer(Self.configuration(seconds: 1), decide: decide) { port, _, server in
      async let slow = get("/slow?a", port: port)
      await begun.pass()
      let answer = try await get("/next?b", port: port)
      #expect(answer.status == 503)
      #expect(answer.headers["retry-after"] == "5")
      #expect(answer.body.contains("busy"))
      #expect(try await slow.status == 504)
      #expect(server.metricsText.contains(#"{reason="queue_deadline"} 1"#))
      await end.pass()
    }
  }

  @Test(arguments: [("a", 429, "1"), ("b", 503, "5")])
  func tooManyAreRefusedAtOnce(_ account: String, _ status: Int, _ retry: String) async throws {
    let (cancelled, begun) = (Gate(of: 1), Gate(of: 2))
    let configuration = Self.configuration(waiting: status == 429 ? 2 : 1, ofAccount: 1)
    try await withServer(configuration, decide: Self.decide(cancelled, begun)) { port, _, server in
      let first = try await blocking {
        let connection = try Connection(port: port)
        try connection.get("/slow?a")
        return connection
      }
      await begun.pass()
      async let second = get("/second?a", port: port)
      let isWaiting = await eventually { server.metricsText.contains("mpqd_queries_waiting 1\n") }
      #expect(isWaiting)
      let third = try await get("/third?\(account)", port: port)
      #expect(third.status == status)
      #expect(third.headers["retry-after"] == retry)
      #expect(third.body.contains(#""request": "/third""#))
      first.finishSending()
      #expect(try await second.status == 200)
    }
  }

  @Test(arguments: [true, false])
  func theQueryOfAClientThatLeavesIsCancelled(_ isWhole: Bool) async throws {
    let (cancelled, begun) = (Gate(of: 2), Gate(of: 2))
    try await withServer(
      Self.configuration(), decide: Self.decide(cancelled, begun)
    ) { port, log, server in
      var connection: Connection? = try await blocking {
        let connection = try Connection(port: port)
        try connection.get("/slow?a")
        return connection
      }
      await begun.pass()
      if isWhole { connection = nil } else { connection?.finishSending() }
      await cancelled.pass()
      let next = try await get("/next?a", port: port)
      #expect(next.status == 200)
      let isLogged = await eventually { log.lines.contains { $0.hasSuffix(" status=499") } }
      #expect(isLogged)
      #expect(server.metricsText.contains(#"{reason="client_left"} 1"#))
      withExtendedLifetime(connection) {}
    }
  }
}
