import MPQAPI
import MPQServer
import Testing

/// Requests that reach the handler, and requests refused before it, over real sockets.
struct RequestTests {
  @Test(arguments: [
    "/api/2.0/events", "/api/2.0/events/", "/api/2.0/", "/api/2.0/no/such/endpoint",
    "/api/2.0/events?", "/api/2.0/events?a=1+2%2B3%20&b=%00", "/api/2.0/events/?x=%zz&=&&%",
    "/", "/?", "//api/2.0/events", "/API/x?a",
    "/api/2.0/events?event=%5B%22%C3%BC%22%5D&a=?b", "/api/2.0//events", "/api/2.0/%65vents",
  ])
  func targetsReachTheHandlerUntouched(_ target: String) async throws {
    try await withServer { port, _, _ in
      let answer = try await get(target, port: port)
      let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
      #expect(answer.status == 200)
      #expect(answer.body == "\(parts[0]) \(parts.count > 1 ? parts[1] : "")")
    }
  }

  @Test func everyAnswerHasTheSafeHeaders() async throws {
    try await withServer { port, _, _ in
      for target in ["/api/2.0/events", "/"] {
        let headers = try await get(target, port: port).headers
        #expect(headers["content-type"] == "application/json; charset=utf-8")
        #expect(headers["x-content-type-options"] == "nosniff")
        #expect(headers["cache-control"] == "no-store")
      }
    }
  }

  @Test func statusAndMediaTypeAreTheHandlers() async throws {
    let handler: @Sendable (String, String) async -> Response = { _, _ in
      Response(status: 400, mediaType: "text/csv", body: Array("date,a\r\n".utf8))
    }
    try await withServer(handler: handler) { port, _, _ in
      let answer = try await get("/api/2.0/events", port: port)
      #expect(answer.status == 400)
      #expect(answer.headers["content-type"] == "text/csv; charset=utf-8")
      #expect(answer.body == "date,a\r\n")
    }
  }

  @Test(arguments: ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"])
  func onlyGETIsAnswered(_ method: String) async throws {
    try await withServer { port, _, _ in
      let answer = try await send(
        "\(method) /api/2.0/events HTTP/1.1\r\nHost: localhost\r\n\r\n", port: port)
      #expect(answer.status == 405)
      #expect(answer.headers["allow"] == "GET")
    }
  }

  @Test func aHeadRequestIsRefusedWithoutBody() async throws {
    try await withServer { port, _, _ in
      try await blocking {
        let connection = try Connection(port: port)
        try connection.send("HEAD /api/2.0/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        #expect(try connection.answer().status == 405)
        try connection.get("/api/2.0/events")
        #expect(try connection.answer().status == 200)
      }
    }
  }

  @Test(arguments: [(8192, 200), (8193, 414), (12_000, 414), (20_000, 431)])
  func urlsHaveALimit(length: Int, status: Int) async throws {
    try await withServer { port, log, server in
      let path = "/api/2.0/events"
      // The question mark is part of neither path nor query string.
      let query = String(repeating: "a", count: length - path.utf8.count)
      let answer = try await get("\(path)?\(query)", port: port)
      #expect(answer.status == status)
      if status >= 400 {
        #expect(answer.body.hasPrefix(#"{"error": "The URL "#))
        #expect(answer.body.contains(#", "request": ""#))
      }
      #expect(log.lines.contains { $0.contains(" client=127.0.0.1 ") && $0.contains("\(status)") })
      #expect(server.metricsText.contains(#"",status="\#(status)"} 1"#))
    }
  }

  @Test(arguments: ["ü", "\u{1f389}", "\u{7f}", "\u{1}"])
  func rawBytesOutsideVisibleASCIIAreRefused(_ text: String) async throws {
    try await withServer { port, _, _ in
      let answer = try await get("/api/2.0/events?a=\(text)", port: port)
      #expect(answer.status == 400)
    }
  }

  @Test(arguments: [
    ("localhost", 200), ("127.0.0.1:1", 200), ("[::1]", 200), ("stats.example", 200),
    ("evil.example", 421), ("", 421), ("localhost.evil.example:80", 421),
  ])
  func hostsAreChecked(_ host: String, _ status: Int) async throws {
    try await withServer(.init(allowedHosts: ["stats.example"])) { port, _, _ in
      let answer = try await get("/api/2.0/events", host: host, port: port)
      #expect(answer.status == status)
    }
  }

  /// A proxy's request line has the whole URL, whose host counts too.
  @Test(arguments: [
    ("http://localhost/api/2.0/events?a=1", 200, "/api/2.0/events a=1"),
    ("HTTP://127.0.0.1:80/x", 200, "/x "), ("https://stats.example", 200, "/ "),
    ("http://stats.example?a=1", 200, "/ a=1"),
    ("http://evil.example/api/2.0/events", 421, ""), ("http:///api/2.0/events", 421, ""),
    ("http://localhost@evil.example/x", 421, ""), ("http://evil.example?@localhost/x", 421, ""),
  ])
  func theHostOfAWholeURLIsChecked(_ target: String, _ status: Int, _ body: String) async throws {
    try await withServer(.init(allowedHosts: ["stats.example"])) { port, _, _ in
      let answer = try await get(target, port: port)
      #expect(answer.status == status)
      if status == 200 { #expect(answer.body == body) }
    }
  }

  @Test(arguments: ["bogus", "chunked, gzip", "gzip, chunked", "chunked, chunked", ""])
  func aBadTransferEncodingGetsOneAnswer(_ coding: String) async throws {
    try await withServer { port, _, _ in
      try await blocking {
        let connection = try Connection(port: port)
        try connection.send(
          "GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: \(coding)\r\n\r\n")
        connection.finishSending()
        #expect(try connection.answer().status == 400)
        #expect(connection.isEnded())
      }
    }
  }

  @Test func aClientThatEndsItsOwnSideGetsItsAnswer() async throws {
    try await withServer { port, _, _ in
      try await blocking {
        let connection = try Connection(port: port)
        try connection.get("/api/2.0/events")
        connection.finishSending()
        #expect(try connection.answer().status == 200)
        #expect(connection.isEnded())
      }
    }
  }

  @Test(arguments: ["", "Host: localhost\r\nHost: localhost\r\n"])
  func oneHostHeaderIsNeeded(_ headers: String) async throws {
    try await withServer { port, _, _ in
      let answer = try await send("GET /api/2.0/events HTTP/1.1\r\n\(headers)\r\n", port: port)
      #expect(answer.status == 400)
    }
  }

  @Test(arguments: [
    "Content-Length: 5\r\n\r\nhello", "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
  ])
  func bodiesAreRefused(_ rest: String) async throws {
    try await withServer { port, _, _ in
      try await blocking {
        let connection = try Connection(port: port)
        try connection.send("GET /api/2.0/events HTTP/1.1\r\nHost: localhost\r\n\(rest)")
        let answer = try connection.answer()
        #expect(answer.status == 413)
        #expect(answer.headers["connection"] == "close")
        connection.finishSending()
        #expect(connection.isEnded())
      }
    }
  }

  @Test func anEndlessBodyIsCut() async throws {
    try await withServer { port, _, _ in
      try await blocking {
        let connection = try Connection(port: port)
        try connection.send(
          "POST /api/2.0/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000000\r\n\r\n")
        #expect(try connection.answer().status == 405)
        #expect(throws: Connection.Ended.self) {
          let chunk = [UInt8](repeating: 0, count: 65_536)
          for _ in 0..<1000 { try connection.send(chunk) }
        }
      }
    }
  }

  @Test(arguments: [
    "GET\r\n\r\n", "GET /api/2.0/events HTTP/9.9\r\nHost: localhost\r\n\r\n",
    "NONSENSE / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: localhost\r\nBad Header: x\r\n\r\n",
  ])
  func malformedRequestsAreRefused(_ text: String) async throws {
    try await withServer { port, _, _ in
      let status = try? await send(text, port: port).status
      #expect(status == nil || status == 400 || status == 413)
      let answer = try await get("/api/2.0/events", port: port)
      #expect(answer.status == 200)
    }
  }

  @Test func aHundredHeadersAreTooMany() async throws {
    try await withServer { port, _, _ in
      let headers = (0..<200).map { "X-\($0): x\r\n" }.joined()
      let answer = try await send(
        "GET / HTTP/1.1\r\nHost: localhost\r\n\(headers)\r\n", port: port)
      #expect(answer.status == 431)
      #expect(answer.headers["content-type"] == "application/json; charset=utf-8")
    }
  }

  @Test func answersComeBeforeTheRefusalOfWhatFollows() async throws {
    try await withServer { port, _, _ in
      try await blocking {
        let connection = try Connection(port: port)
        try connection.send("GET /first HTTP/1.1\r\nHost: localhost\r\n\r\nNONSENSE\r\n\r\n")
        #expect(try connection.answer().body == "/first ")
        let refusal = try connection.answer()
        #expect(refusal.status == 400)
        #expect(refusal.body == #"{"error": "Malformed HTTP", "request": ""}"#)
        #expect(connection.isEnded())
      }
    }
  }
}
