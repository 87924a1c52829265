import MPQAPI
import MPQServer
import Testing

/// Refuses everything.
@Sendable private func nothing(_ request: APIServer.Request) -> APIServer.Verdict {
  .answer(Response(status: 400, mediaType: nil, body: []))
}

/// How a server begins and ends.
struct LifeTests {
  @Test func runningRequestsEndBeforeTheServerDoes() async throws {
    let begun = Gate(of: 2)
    let stopped = Gate(of: 2)
    let handler: @Sendable (String, String) async -> Response = { path, query in
      await begun.pass()
      await stopped.pass()
      return await echo(path: path, query: query)
    }
    try await withServer(handler: handler) { port, _, server in
      async let answer = get("/api/2.0/events", port: port)
      await begun.pass()
      async let stop: Void = server.stop()
      await stopped.pass()
      let body = try await answer.body
      #expect(body == "/api/2.0/events ")
      await stop
      await #expect(throws: Connection.Ended.self) {
        try await get("/api/2.0/events", port: port)
      }
    }
  }

  @Test func aLongAnswerIsSentWholeWhileTheServerStops() async throws {
    let size = 32_000_000
    let handler: @Sendable (String, String) async -> Response = { _, _ in
      Response(status: 200, mediaType: nil, body: [UInt8](repeating: 0x61, count: size))
    }
    try await withServer(handler: handler) { port, log, server in
      let connection = try await blocking {
        let connection = try Connection(port: port)
        try connection.get("/api/2.0/events")
        try connection.waitForAnswer()
        return connection
      }
      async let stop: Void = server.stop()
      let length = try await blocking { try connection.answer().body.utf8.count }
      #expect(length == size)
      await stop
    }
  }

  @Test func silentConnectionsAreEndedAtOnce() async throws {
    try await withServer { port, _, server in
      let connection = try await blocking {
        let connection = try Connection(port: port)
        try connection.get("/api/2.0/events")
        _ = try connection.answer()
        return connection
      }
      await server.stop()
      let isEnded = try await blocking { connection.isEnded() }
      #expect(isEnded)
    }
  }

  @Test func whatDoesNotEndIsCancelledInTheEnd() async throws {
    let begun = Gate(of: 2)
    let handler: @Sendable (String, String) async -> Response = { path, query in
      await begun.pass()
      await workUntilCancelled()
      return await echo(path: path, query: query)
    }
    var configuration = APIServer.Configuration()
    configuration.stopSeconds = 0
    try await withServer(configuration, handler: handler) { port, _, server in
      async let answer = get("/api/2.0/events", port: port)
      await begun.pass()
      await server.stop()
      let answered = try await answer
      #expect(answered.status == 503)
      #expect(answered.body.contains("is stopping"))
    }
  }

  @Test func aTakenPortIsReported() async throws {
    try await withServer { port, log, _ in
      let second = APIServer(
        configuration: .init(port: port), logger: log.logger, handler: nothing)
      await #expect(throws: ServerError.portTaken(host: "127.0.0.1", port: port)) {
        try await second.run { _ in Issue.record("it listens") }
      }
    }
  }

  @Test func aHostThatIsNotHereIsReported() async throws {
    // An address for documentation, which no machine has.
    let server = APIServer(
      configuration: .init(host: "192.0.2.1", port: 0), logger: LogRecorder().logger,
      handler: nothing)
    await #expect(
      throws: ServerError.cannotListen(
        host: "192.0.2.1", port: 0, cause: "not an address of this machine")
    ) {
      try await server.run { _ in Issue.record("it listens") }
    }
  }

  @Test func aServerThatWasStoppedDoesNotRun() async throws {
    let server = APIServer(
      configuration: .init(port: 0), logger: LogRecorder().logger,
      handler: nothing)
    await server.stop()
    try await server.run { _ in Issue.record("it listens") }
  }

  @Test func stoppingTwiceIsStoppingOnce() async throws {
    try await withServer { _, _, server in
      await server.stop()
      await server.stop()
    }
  }
}
