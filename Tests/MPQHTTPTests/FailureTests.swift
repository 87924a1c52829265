import MPQAPI
import MPQHTTP
import Testing

/// Misbehaving servers: each causes one clear error without a secret.
@Suite(.timeLimit(.minutes(1))) struct FailureTests {
  @Test(arguments: [
    ("cut", "the connection closed before its end"),
    ("half_close", "the connection closed before its end"),
    ("cut_chunk", "the connection closed before its end"),
    ("bad_zip", "its compression is damaged"),
    ("zipped_wrong", "its compression is damaged"),
    ("zipped_short", "its compressed data ends too early"),
    ("zipped_half", "its compressed data ends too early"),
    ("empty", "the connection closed before its beginning"),
    ("reset", "Connection reset by peer"),
    ("reset_later", "Connection reset by peer"),
  ])
  func anAnswerThatBreaksOffIsTruncated(_ behaviour: String, _ cause: String) async throws {
    let server = try await HostileServer(behaviour)
    let error = try await failure(from: server.base())
    #expect(error == .truncated(host: "127.0.0.1:\(server.port)", cause: cause))
  }

  @Test(arguments: ["bomb", "large", "endless", "empty_parts"])
  func anAnswerOverTheLimitIsTooLarge(_ behaviour: String) async throws {
    let server = try await HostileServer(behaviour)
    let error = try await failure(from: server.base())
    #expect(error == .tooLarge(host: "127.0.0.1:\(server.port)", limit: patient.byteLimit))
  }

  @Test func anAnswerMayHaveAsManyBytesAsTheLimit() async throws {
    let server = try await HostileServer("page")
    var options = patient
    options.byteLimit = "<html>hello</html>".utf8.count
    #expect(try await answer(from: server.base(), options).status == 200)
    options.byteLimit -= 1
    let error = try await failure(from: server.base(), options)
    #expect(error == .tooLarge(host: "127.0.0.1:\(server.port)", limit: options.byteLimit))
  }

  @Test func anEncodingThatWasNotAskedForIsNoAnswer() async throws {
    let server = try await HostileServer("zipped_twice")
    let error = try await failure(from: server.base())
    let cause = "it has an encoding that was not asked for"
    #expect(error == .failed(host: "127.0.0.1:\(server.port)", cause: cause))
  }

  @Test(arguments: ["headers", "interim", "trailers"])
  func headersHaveALimit(_ behaviour: String) async throws {
    let server = try await HostileServer(behaviour)
    let error = try await failure(from: server.base())
    #expect(error == .failed(host: "127.0.0.1:\(server.port)", cause: "its headers have no end"))
  }

  @Test(arguments: ["silent", "drip"])
  func theDeadlineEndsAnyRequest(_ behaviour: String) async throws {
    let server = try await HostileServer(behaviour)
    let options = HTTPOptions(connectTimeout: 10, deadline: 0.3)
    let error = try await failure(from: server.base(), options)
    #expect(error == .timedOut(host: "127.0.0.1:\(server.port)", seconds: 0.3))
  }

  @Test func theConnectionHasATimeOutOfItsOwn() async throws {
    let server = try await HostileServer("silent")
    let options = HTTPOptions(connectTimeout: 0.3, deadline: 30)
    // A server that waits for a request never begins to speak TLS.
    let error = try await failure(from: server.base(scheme: "https"), options)
    #expect(error == .timedOut(host: "127.0.0.1:\(server.port)", seconds: 0.3))
  }

  @Test func whatIsNoHTTPIsNoAnswer() async throws {
    let server = try await HostileServer("no_http")
    let error = try await failure(from: server.base())
    let cause = "what answers there does not speak HTTP"
    #expect(error == .failed(host: "127.0.0.1:\(server.port)", cause: cause))
  }

  @Test func aPortWhereNobodyListensRefuses() async throws {
    let server = try await HostileServer("deaf")
    let error = try await failure(from: server.base())
    #expect(
      error == .unreachable(host: "127.0.0.1:\(server.port)", cause: "Connection refused"))
  }

  @Test func aRequestThatIsTooLongIsNotSent() async throws {
    let server = try await HostileServer("echo")
    let event = String(repeating: "e", count: Limits.requestBytes)
    let transport = HTTPTransport(base: try server.base(), options: patient)
    await #expect(throws: TransportError.requestTooLong(limit: Limits.requestBytes)) {
      try await transport.send(MarkedRequest(event: event).request)
    }
    #expect(await server.stop().isEmpty)
  }

  @Test(arguments: [
    ("", []), ("path", []), ("/a b", []), ("/a#b", []), ("/ä", []), ("/a\u{0}", []),
    ("/a\r\nX: y", []), ("/a", ["X: y\r\nZ: z"]), ("/a", ["X: y\u{0}"]),
  ])
  func aRequestWithForeignCharactersIsNotSent(_ target: String, _ headers: [String]) async throws {
    let server = try await HostileServer("echo")
    let client = HTTPClient(base: try server.base(), options: patient)
    let error = await #expect(throws: TransportError.self) {
      try await client.send(.init(target: target, headers: headers))
    }
    #expect(error?.cause == "the request has a character that it must not have")
    #expect(await server.stop().isEmpty)
  }
}
