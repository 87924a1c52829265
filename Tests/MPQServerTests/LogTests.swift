import MPQAPI
import MPQServer
import Testing

/// What the log has of requests, and what it must not have.
struct LogTests {
  @Test func oneLineForEachRequest() async throws {
    try await withServer { port, log, _ in
      let query = "event=%5B%22pages%22%5D&unit=day&api_key=ed0b4e21&expire=9&sig=0123456789abcdef"
      _ = try await get("/api/2.0/events?\(query)", port: port)
      _ = try await get("/favicon.ico", port: port)
      _ = try await get("/api/2.0/events", host: "evil.example", port: port)
      let requests = log.lines.filter { $0.hasPrefix("info request ") }
      #expect(requests.count == 3)
      let first = try #require(requests.first)
      #expect(first.contains("client=127.0.0.1 endpoint=events key=whol... method=GET"))
      #expect(first.contains("parameters=event,unit,api_key,expire,sig queue_ms="))
      #expect(first.hasSuffix(" status=200"))
      #expect(requests[1].contains("endpoint=none key=whol... method=GET"))
      #expect(requests[1].contains("path=/favicon.ico"))
      #expect(requests[2].hasSuffix(" status=421"))
      #expect(!requests[2].contains("queue_ms="))
    }
  }

  @Test func noValueOfAQueryStringIsLogged() async throws {
    let marks = ["m4rk3d-value", "0123456789abcdef0123456789abcdef", "wholekey1234"]
    let targets = [
      "/api/2.0/events?event=\(marks[0])&sig=\(marks[1])&api_key=\(marks[2])",
      "/api/2.0/events?\(marks[1])", "/api/2.0/events?sig=\(marks[1])&bad=%zz",
      "/nowhere?sig=\(marks[1])", "/api/2.0/events?\(marks[1])=\(marks[0])",
    ]
    try await withServer { port, log, _ in
      for target in targets {
        _ = try await get(target, port: port)
        _ = try await get(target, host: "evil.example", port: port)
        _ = try await send("POST \(target) HTTP/1.1\r\nHost: localhost\r\n\r\n", port: port)
      }
      #expect(log.lines.count { $0.contains("request") } == 3 * targets.count)
      for mark in marks {
        #expect(!log.lines.contains { $0.contains(mark) })
      }
    }
  }

  @Test func strangersCannotWriteLinesOfTheirOwn() async throws {
    try await withServer { port, log, _ in
      _ = try await get("/api/2.0/\u{1b}[2Jx%0Ay\u{202e}", port: port)
      #expect(log.lines.joined().utf8.allSatisfy { (0x20...0x7e).contains($0) })
    }
  }
}
