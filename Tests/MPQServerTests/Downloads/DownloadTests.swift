import MPQAPI
import Testing

@testable import MPQServer

/// Long answers, over real sockets.
struct DownloadTests {
  private static let part = [UInt8](repeating: 0x61, count: 100_000)
  private static let failure = Response(status: 500, mediaType: nil, body: Array("failed".utf8))

  private static func download(
    _ produce:
      @escaping @Sendable (_ send: @escaping @Sendable ([UInt8]) throws -> Void) async -> Response?
  ) -> APIServer.Handler {
    { _ in
      .download(
        APIServer.Download(
          account: "wholekey", mediaType: "text/plain", failureLine: Array("early\n".utf8),
          produce: produce))
    }
  }

  private static func sending(_ count: Int, then end: Response? = nil) -> APIServer.Handler {
    download { send in
      do {
        for _ in 0..<count { try send(part) }
        return end
      } catch {
        return failure
      }
    }
  }

  /// Parts, the end, and what the client gets.
  @Test(arguments: [
    (0, nil, 200, ""), (1, nil, 200, "a"), (20, nil, 200, "a"),
    (0, failure, 500, "failed"), (1, failure, 200, "a early"), (20, failure, 200, "a early"),
  ])
  func partsAreOneAnswer(
    _ count: Int, _ end: Response?, _ status: Int, _ kind: String
  ) async throws {
    try await withServer(decide: Self.sending(count, then: end)) { port, log, _ in
      let answer = try await get("/api/2.0/export?project_id=7", port: port)
      #expect(answer.status == status)
      let text = String(repeating: "a", count: count * Self.part.count)
      let expected = [
        "": "", "failed": "failed", "a": text, "a early": text + "early\n",
      ]
      let isExpected = answer.body == expected[kind]
      #expect(isExpected, "\(answer.body.utf8.count) bytes")
      if kind != "failed" {
        #expect(answer.headers["content-type"] == "text/plain; charset=utf-8")
      }
      let line = "bytes=\(answer.body.utf8.count) client=127.0.0.1 endpoint=export key=whol..."
      #expect(await eventually { log.lines.contains { $0.contains(line) } }, "\(log.lines)")
    }
  }

  @Test func aDownloadIsCompressed() async throws {
    try await withServer(decide: Self.sending(20)) { port, _, _ in
      let answer = try await send(
        "GET / HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n", port: port)
      #expect(answer.headers["content-encoding"] == "gzip")
      #expect(answer.body.utf8.count < 100_000)
    }
  }

  @Test func aClientThatLeavesEndsTheDownload() async throws {
    let ended = Gate(of: 2)
    let handler = Self.download { send in
      do {
        while true { try send(Self.part) }
      } catch {
        await ended.pass()
        return Self.failure
      }
    }
    try await withServer(decide: handler) { port, log, server in
      try await blocking {
        let connection = try Connection(port: port)
        try connection.get("/api/2.0/export")
        try connection.waitForAnswer()
      }
      await ended.pass()
      #expect(await eventually { log.lines.contains { $0.contains("status=499") } })
      #expect(await eventually { server.metricsText.contains("mpqd_downloads_running 0") })
    }
  }

  @Test func memoryDoesNotGrowWithASlowClient() async throws {
    let sent = Counter()
    let handler = Self.download { send in
      do {
        // Far more than the system buffers for a connection.
        for _ in 0..<400 {
          try send(Self.part)
          sent.begin()
        }
        return nil
      } catch {
        return Self.failure
      }
    }
    try await withServer(decide: handler) { port, _, server in
      let connection = try await blocking {
        let connection = try Connection(port: port)
        try connection.get("/api/2.0/export")
        try connection.waitForAnswer()
        return connection
      }
      #expect(sent.all < 300)
      #expect(try await blocking { try connection.answer() }.body.utf8.count == 40_000_000)
      #expect(sent.all == 400)
    }
  }

  @Test func tooManyAreRefusedAndStoppingEndsTheOthers() async throws {
    var configuration = APIServer.Configuration()
    configuration.stopSeconds = 0
    let limit = APIServer.Configuration.downloadLimit
    let begun = Gate(of: limit + 1)
    let handler = Self.download { send in
      await begun.pass()
      do {
        try send(Self.part)
        while true { try send([]) }
      } catch {
        return Self.failure
      }
    }
    try await withServer(configuration, decide: handler) { port, _, server in
      let clients = (0..<limit).map { _ in Task { try await get("/export", port: port) } }
      await begun.pass()
      let refused = try await get("/export", port: port)
      #expect(refused.status == 429)
      #expect(refused.headers["retry-after"] == "5")
      #expect(refused.body.contains("Too many exports at once"))
      await server.stop()
      for client in clients {
        let answer = try await client.value
        #expect(answer.status == 200)
        let isCutOff = answer.body.hasSuffix("early\n")
        #expect(isCutOff)
      }
    }
  }
}
