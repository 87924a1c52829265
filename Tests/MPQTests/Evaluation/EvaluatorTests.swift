import MPQAPI
import MPQCompiler
import MPQSyntax
import Synchronization
import Testing

@testable import MPQ

struct EvaluatorTests {
  private static func evaluator(
    _ transport: ScriptedTransport, width: Int = 5
  ) throws -> Evaluator {
    let secret = try #require(Secret("0123456789abcdef"))
    return Evaluator(
      transport: transport, credentials: try #require(Credentials(key: "key", secret: secret)),
      options: Evaluator.Options(width: width),
      now: { 1_275_624_368 })
  }

  private static let names = #"["home", "signup"]"#

  @Test func answersAQuery() async throws {
    let transport = ScriptedTransport(body: Self.names)
    let answer = try await Self.evaluator(transport).answer("show events days 30 limit 2")
    #expect(answer.table.headings == [Table.Heading("event", .text, isKey: true)])
    #expect(answer.table.rows == [[.text("home")], [.text("signup")]])
    let items = try QueryCodec.decode(try #require(transport.requests.first).query)
    #expect(
      items.map { "\($0.name)=\($0.value)" }.filter { !$0.hasPrefix("sig=") } == [
        "api_key=key", "expire=1275624968", "interval=30", "limit=2", "type=general", "unit=day",
      ])
  }

  @Test func oneSubjectACall() async throws {
    let transport = ScriptedTransport { request throws(TransportError) in
      let name = request.joinedText.contains("event=b") ? "second" : "first"
      return Response(status: 200, mediaType: nil, body: Array(#"["\#(name)"]"#.utf8))
    }
    let answer = try await Self.evaluator(transport).answer("show values of p of event a, b, a")
    #expect(transport.requests.count == 2)
    #expect(
      answer.table.rows == [[.text("a"), .text("first")], [.text("b"), .text("second")]])
  }

  @Test func atMostFiveCallsAreInFlight() async throws {
    let started = Atomic(0)
    let transport = ScriptedTransport { _ throws(TransportError) in
      started.add(1, ordering: .relaxed)
      // The first five wait for each other; a sixth among them would be counted.
      while started.load(ordering: .relaxed) < 5 { await Task.yield() }
      return Response(status: 200, mediaType: nil, body: Array("[]".utf8))
    }
    let events = (0..<40).map { "e\($0)" }.joined(separator: ", ")
    _ = try await Self.evaluator(transport).answer("show values of p of event \(events)")
    #expect(transport.requests.count == 40)
    #expect(transport.mostRunning == 5)
  }

  @Test func theFirstFailureIsTheCause() async throws {
    let transport = ScriptedTransport { request throws(TransportError) in
      if request.joinedText.contains("event=b") {
        throw .unreachable(host: "here", cause: "cut")
      }
      while !Task.isCancelled { await Task.yield() }
      throw .cancelled
    }
    let evaluator = try Self.evaluator(transport)
    let error = await #expect(throws: QueryError.self) {
      try await evaluator.answer("show values of p of event a, b, c")
    }
    #expect(
      error
        == .failed(
          .transport(.unreachable(host: "here", cause: "cut")),
          endpoint: .eventsPropertiesValues, subject: "b"))
    #expect(error?.message == "events/properties/values of \"b\": cannot reach here: cut")
  }

  @Test func cancellingTheQueryCancelsTheCall() async throws {
    let (started, signal) = AsyncStream<Void>.makeStream()
    let transport = ScriptedTransport { _ throws(TransportError) in
      signal.yield()
      while !Task.isCancelled { await Task.yield() }
      throw .cancelled
    }
    let evaluator = try Self.evaluator(transport)
    let query = Task { try await evaluator.answer("show events") }
    for await _ in started { break }
    query.cancel()
    let result = await query.result
    let error = #expect(throws: QueryError.self) { try result.get() }
    #expect(error?.category == .interrupted)
  }

  @Test func cancellingAQueryThatWaitsForAPlace() async throws {
    let (started, signal) = AsyncStream<Void>.makeStream()
    let (gate, key) = AsyncStream<Void>.makeStream()
    let transport = ScriptedTransport { _ throws(TransportError) in
      signal.yield()
      for await _ in gate { break }
      return Response(status: 200, mediaType: nil, body: Array("[]".utf8))
    }
    let evaluator = try Self.evaluator(transport, width: 1)
    let first = Task { try await evaluator.answer("show events") }
    for await _ in started { break }
    let second = Task { try await evaluator.answer("show funnels") }
    second.cancel()
    let result = await second.result
    let error = #expect(throws: QueryError.self) { try result.get() }
    #expect(error?.category == .interrupted)
    key.yield()
    _ = try await first.value
    #expect(transport.requests.count == 1)
  }

  @Test(arguments: ["", "show events; show funnels", "funel x"])
  func takesOneGoodQuery(_ text: String) async throws {
    let transport = ScriptedTransport(body: "[]")
    let evaluator = try Self.evaluator(transport)
    let error = await #expect(throws: QueryError.self) { try await evaluator.answer(text) }
    #expect(error?.category == .query)
    #expect(transport.requests.isEmpty)
  }

  @Test func allProblemsOfAScriptAreReported() throws {
    let source = try SourceText("funel a\nfunnel b days 7\nshow events", name: "test")
    let error = #expect(throws: QueryError.self) { try Evaluator.program([source]) }
    guard case .invalid(let diagnostics, _) = error else {
      Issue.record("not invalid: \(String(describing: error))")
      return
    }
    #expect(diagnostics.count == 2)
  }
}
