import MPQAPI
import MPQServer
import Testing

/// Forms, which only the Query API takes.
struct FormTests {
  private static let form = "Content-Type: application/x-www-form-urlencoded\r\n"
  private static let login = "Authorization: Basic x\r\n"

  /// Answers with the query string and the form.
  private static let decide: APIServer.Handler = { request in
    let text = "\(request.query) \(request.form ?? "none")"
    return .answer(Response(status: 200, mediaType: "text/plain", body: Array(text.utf8)))
  }

  private static func length(_ count: Int) -> String { "Content-Length: \(count)\r\n" }

  /// A path, headers, a body, the status, and the body of the answer or the error.
  @Test(arguments: [
    ("/api/query/events?a=1", form + length(3), "b=2", 200, "a=1 b=2"),
    ("/api/query/events", "", "", 200, " "),
    (
      "/api/query/events", form.replacing("\r\n", with: "; charset=utf-8\r\n") + length(3),
      "b=2", 200, " b=2"
    ),
    (
      "/api/query/events", form + "Transfer-Encoding: chunked\r\n", "3\r\nb=2\r\n0\r\n\r\n",
      200, " b=2"
    ),
    ("/api/2.0/events", login + form + length(3), "b=2", 200, " b=2"),
    ("/api/2.0/export", login + form + length(3), "b=2", 200, " b=2"),
    ("/api/2.0/events", form + length(3), "b=2", 405, "Only GET is allowed"),
    ("/api/query/events", length(3), "b=2", 415, "Only forms are read"),
    (
      "/api/query/events", "Content-Type: application/json\r\n" + length(2), "{}", 415,
      "Only forms are read"
    ),
    ("/api/query/events", form + length(300_000), "", 413, "The form is too long"),
  ])
  func posts(
    _ target: String, _ headers: String, _ body: String, _ status: Int, _ expected: String
  ) async throws {
    try await withServer(decide: Self.decide) { port, _, _ in
      let answer = try await send(
        "POST \(target) HTTP/1.1\r\nHost: localhost\r\n\(headers)\r\n\(body)", port: port)
      #expect(answer.status == status)
      #expect(
        status == 200
          ? answer.body == expected : answer.body.hasPrefix("{\"error\": \"\(expected)"))
    }
  }

  @Test func aChunkedFormHasTheSameLimit() async throws {
    try await withServer(decide: Self.decide) { port, _, _ in
      let chunk = "8000\r\n\(String(repeating: "a", count: 0x8000))\r\n"
      let answer = try await send(
        "POST /api/query/events HTTP/1.1\r\nHost: localhost\r\n\(Self.form)"
          + "Transfer-Encoding: chunked\r\n\r\n\(String(repeating: chunk, count: 9))0\r\n\r\n",
        port: port)
      #expect(answer.status == 413)
    }
  }

  @Test func otherMethodsAreRefusedWithBoth() async throws {
    try await withServer(decide: Self.decide) { port, _, _ in
      let answer = try await send(
        "PUT /api/query/events HTTP/1.1\r\nHost: localhost\r\n\r\n", port: port)
      #expect(answer.status == 405)
      #expect(answer.headers["allow"] == "GET, POST")
    }
  }

  @Test func aConnectionServesMoreAfterAForm() async throws {
    try await withServer(decide: Self.decide) { port, _, _ in
      let bodies = try await blocking {
        let connection = try Connection(port: port)
        return try (0..<3).map { number in
          try connection.send(
            "POST /api/query/a HTTP/1.1\r\nHost: localhost\r\n\(Self.form)\(Self.length(1))"
              + "\r\n\(number)")
          return try connection.answer().body
        }
      }
      #expect(bodies == [" 0", " 1", " 2"])
    }
  }
}
