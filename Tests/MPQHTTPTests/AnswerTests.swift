import MPQAPI
import MPQHTTP
import Testing

/// Servers that answer well, if not always what one would like.
@Suite(.timeLimit(.minutes(1))) struct AnswerTests {
  @Test func aSignedRequestGetsItsAnswer() async throws {
    let server = try await HostileServer("echo")
    let marked = try MarkedRequest()
    let options = HTTPOptions(userAgent: "mpq/1.2.3")
    let seen = try Echo(await answer(from: server.base(), options))
    #expect(seen.head.first == "GET \(marked.request.target) HTTP/1.1")
    #expect(seen.head.contains("User-Agent: mpq/1.2.3"))
    #expect(seen.head.contains("Host: 127.0.0.1:\(server.port)"))
    #expect(seen.body.isEmpty)
    #expect(await server.stop().count == 1)
  }

  @Test func connectionsAreUsedAgain() async throws {
    let server = try await HostileServer("echo")
    for _ in 0..<5 {
      #expect(try Echo(await answer(from: server.base())).connection == 1)
    }
  }

  @Test func aConnectionThatWasClosedMeanwhileIsReplaced() async throws {
    let server = try await HostileServer("forgetful")
    #expect(try Echo(await answer(from: server.base())).connection == 1)
    #expect(await server.wait(for: "closed 1"))
    #expect(try Echo(await answer(from: server.base())).connection == 2)
  }

  @Test(arguments: ["zipped", "deflated"])
  func compressedBodiesAreInflated(_ behaviour: String) async throws {
    let server = try await HostileServer(behaviour)
    let response = try await answer(from: server.base())
    #expect(response.body == Array(String(repeating: "{\"a\": 1}", count: 1000).utf8))
    #expect(response.mediaType == "application/json")
  }

  /// Large bodies are moved in parts.
  @Test(arguments: ["long", "long_chunked", "long_zipped"])
  func longBodiesArriveUnchanged(_ behaviour: String) async throws {
    let server = try await HostileServer(behaviour)
    let body = try await answer(from: server.base(), HTTPOptions(byteLimit: 16 << 20)).body
    #expect(body.count == 8 << 20)
    let isUnchanged = body.withUnsafeBytes { bytes in
      (0..<bytes.count / 4).allSatisfy { index in
        let number = bytes.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self)
        return UInt32(littleEndian: number) == index
      }
    }
    #expect(isUnchanged)
  }

  @Test(arguments: [
    ("zipped_members", 0), ("zipped_tail", 4), ("zipped_odd_tail", 2),
  ])
  func bytesBehindACompressedBodyAreIgnored(_ behaviour: String, _ count: Int) async throws {
    let server = try await HostileServer(behaviour)
    let response = try await answer(from: server.base())
    #expect(response.body == Array(#"{"a": 1}"#.utf8))
    #expect(response.ignoredCount == count)
  }

  @Test func aCompressedBodyMayBeEmpty() async throws {
    let server = try await HostileServer("zipped_nothing")
    #expect(try await answer(from: server.base()).body == [])
  }

  @Test(arguments: [
    ("page", Response(status: 200, mediaType: "text/html", body: Array("<html>hello</html>".utf8))),
    (
      "broken", Response(status: 503, mediaType: "text/html", body: Array("<html>oops</html>".utf8))
    ),
    ("typeless", Response(status: 200, mediaType: nil, body: [])),
  ])
  func answersOfAnyKindAreHandedOn(_ behaviour: String, _ expected: Response) async throws {
    let server = try await HostileServer(behaviour)
    #expect(try await answer(from: server.base()) == expected)
  }

  @Test func redirectsAreNotFollowed() async throws {
    let other = try await HostileServer("echo")
    let server = try await HostileServer(
      "redirect", environment: ["REDIRECT_TO": "http://127.0.0.1:\(other.port)/"])
    let error = try await failure(from: server.base())
    #expect(error == .redirected(host: "127.0.0.1:\(server.port)", status: 302))
    #expect(await other.stop().isEmpty)
  }

  @Test func cookiesAreNotSentBack() async throws {
    let server = try await HostileServer("cookie")
    for _ in 0..<2 {
      let seen = try Echo(await answer(from: server.base()))
      #expect(!seen.head.contains { $0.lowercased().hasPrefix("cookie") })
    }
  }

  @Test func manyRequestsAtOnceGetEachItsOwnAnswer() async throws {
    let server = try await HostileServer("echo")
    let client = HTTPClient(base: try server.base(), options: patient)
    let targets = (0..<50).map { "/target/\($0)" }
    let echoed = try await withThrowingTaskGroup(of: (String, String?).self) { group in
      for target in targets {
        group.addTask {
          let response = try await client.send(.init(target: target))
          return (target, try Echo(response).head.first)
        }
      }
      return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    #expect(echoed == Dictionary(uniqueKeysWithValues: targets.map { ($0, "GET \($0) HTTP/1.1") }))
  }

  @Test(arguments: [0, 1, 3_000_000])
  func bodiesArePosted(_ count: Int) async throws {
    let server = try await HostileServer("echo")
    var options = patient
    options.byteLimit = 10_000_000
    let client = HTTPClient(base: try server.base(), options: options)
    let request = HTTPClient.Request(
      target: "/?query=INSERT", body: Array(repeating: 0x61, count: count),
      headers: ["X-Database: a", "Content-Type: text/plain"])
    let seen = try Echo(try await client.send(request))
    #expect(seen.head.first == "POST /?query=INSERT HTTP/1.1")
    #expect(seen.head.contains("X-Database: a"))
    #expect(seen.head.filter { $0.hasPrefix("Content-Type") } == ["Content-Type: text/plain"])
    #expect(seen.head.contains("Content-Length: \(count)"))
    #expect(!seen.head.contains { $0.hasPrefix("Expect") })
    #expect(seen.body == String(repeating: "a", count: count))
  }
}
