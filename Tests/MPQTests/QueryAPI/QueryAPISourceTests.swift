import MPQAPI
import MPQCompiler
import MPQSyntax
import Testing

@testable import MPQ

extension QueryAPISource {
  /// A source of a project with a service account, on 2026-01-15, a Thursday.
  static func example(
    _ transport: any QueryTransport, clock: TestClock = TestClock()
  ) throws -> QueryAPISource {
    QueryAPISource(
      transport: transport, project: try #require(QueryProject.example()),
      clock: clock.callClock, today: { CivilDate(year: 2026, month: 1, day: 15) })
  }
}

/// Failures, retries, the list of funnels, and secrets.
struct QueryAPISourceTests {
  struct Fact: Sendable, CustomTestStringConvertible {
    var status = 400
    var mediaType: String? = "application/json"
    let body: String
    let category: CallError.Category
    let message: String
    /// The requests that are sent.
    var count = 1

    var testDescription: String { "\(status) \(body)" }
  }

  private static func error(_ text: String) -> String {
    #"{"request": "/api/query/events?project_id=1", "error": "\#(text)"}"#
  }

  static let facts = [
    Fact(
      body: error("Invalid parameter: unit"), category: .query,
      message: "the server refused the call: Invalid parameter: unit"),
    Fact(
      body: error("Missing required parameter: project_id"), category: .query,
      message: "the server refused the call: Missing required parameter: project_id"),
    Fact(
      body: error(
        "request failed with error: invalid project id for cluster. "
          + "project_cluster: mixpanel-prod-eu"),
      category: .configuration, message: "the project is not in this region, but in eu"),
    Fact(
      body: error("Invalid project id for cluster, project_cluster: mixpanel-prod-1"),
      category: .configuration, message: "the project is not in this region, but in us"),
    Fact(
      body: error("invalid project id for cluster."), category: .configuration,
      message: "the project is not in this region"),
    Fact(
      body: error("Unable to authenticate request"), category: .authentication,
      message: "the server refused the user name or the secret"),
    Fact(
      mediaType: "text/plain", body: "to_date cannot be later than today", category: .query,
      message: "the query ends after today in the project's time zone"),
    Fact(
      mediaType: "text/plain", body: "Request Line is too large (13422 > 8190)", category: .query,
      message: "the server accepts no request line of this length"),
    Fact(
      body: #"{"error": ["bad", {"x": 1}]}"#, category: .query,
      message: #"the server answered with HTTP status 400: ["bad", {"x": 1}]"#),
    Fact(
      status: 401, body: error("Unauthorized"), category: .authentication,
      message: "the server refused the user name or the secret"),
    Fact(
      status: 402, body: error("Your plan does not allow API calls"), category: .quota,
      message: "the project's plan has no Query API"),
    Fact(
      status: 402, body: "", category: .quota, message: "the project's plan has no Query API"),
    Fact(
      status: 403, body: error("Date range exceeds 90 days into the past"), category: .query,
      message: "the project's plan keeps 90 days"),
    Fact(
      status: 403, body: error("no role"), category: .authentication,
      message: "the login may not read this project: no role"),
    Fact(
      status: 403, body: "", category: .authentication,
      message: "the login may not read this project"),
    Fact(
      status: 404, body: "", category: .query, message: "the server answered with HTTP status 404"),
    Fact(
      status: 412, body: error("not now"), category: .query,
      message: "the server answered with HTTP status 412: not now"),
    Fact(
      status: 422, body: error("no"), category: .query,
      message: "the server answered with HTTP status 422: no"),
    Fact(
      status: 429, body: error("Query rate limit exceeded for project_id: 1."), category: .quota,
      message: "too many calls: Query rate limit exceeded for project_id: 1."),
    Fact(
      status: 500, body: error("unknown error"), category: .network,
      message: "the server answered with HTTP status 500: unknown error"),
    Fact(
      status: 500, body: #"{"message": "down"}"#, category: .network,
      message: "the server answered with HTTP status 500: down"),
    Fact(
      status: 502, mediaType: "text/html", body: "<html>", category: .network,
      message: "the server answered with HTTP status 502: a web page, not an answer", count: 3),
    Fact(
      status: 503, mediaType: "text/plain",
      body: "upstream connect error or disconnect/reset before headers", category: .network,
      message: "the server answered with HTTP status 503: upstream connect error or "
        + "disconnect/reset before headers", count: 3),
    Fact(
      status: 200, body: error("out of memory"), category: .network,
      message: "the server refused the call: out of memory"),
    Fact(
      status: 200, mediaType: "text/html", body: "<html>", category: .network,
      message: "the answer is not JSON (text/html; expected a value at byte 0)"),
    Fact(
      status: 400, body: error("token czNjcjN0 or cmVwb3J0czpzM2NyM3QtbTRyazNk s3cr3t-m4rk3d"),
      category: .query,
      message: "the server answered with HTTP status 400: token czNjcjN0 or *** ***"),
    // JSON has several spellings of a text.
    Fact(
      status: 400, body: error(#"s3cr3t\u002dm4rk3d"#), category: .query,
      message: "the server answered with HTTP status 400: ***"),
    Fact(
      status: 200, body: error("Basic cmVwb3J0czpzM2NyM3QtbTRyazNk"), category: .network,
      message: "the server refused the call: Basic ***"),
  ]

  /// Every kind of failure, for a form that is read as it is, and for one that is adapted.
  @Test(arguments: facts, ["show events", "show values of p of event e", "show funnels"])
  func failures(_ fact: Fact, _ query: String) async throws {
    let transport = ScriptedQueryTransport { _ in
      Response(status: fact.status, mediaType: fact.mediaType, body: Array(fact.body.utf8))
    }
    let evaluator = Evaluator(source: try QueryAPISource.example(transport))
    let error = await #expect(throws: QueryError.self) { try await evaluator.answer(query) }
    #expect(error?.category == fact.category)
    #expect(error?.message == fact.message)
    #expect(transport.requests.count == fact.count)
  }

  /// A short pause is waited for; a long one is reported instead.
  @Test(arguments: [(10, [10.0], 2), (59, [59], 2), (60, [], 1), (3600, [], 1)])
  func pauses(_ retryAfter: Int, _ sleeps: [Double], _ count: Int) async throws {
    let clock = TestClock()
    let transport = ScriptedQueryTransport { _ in
      Response(
        status: clock.sleeps.isEmpty ? 429 : 200, mediaType: nil, body: Array("[]".utf8),
        retryAfter: clock.sleeps.isEmpty ? retryAfter : nil)
    }
    let evaluator = Evaluator(source: try QueryAPISource.example(transport, clock: clock))
    _ = try? await evaluator.answer("show events")
    #expect(clock.sleeps == sleeps)
    #expect(transport.requests.count == count)
  }

  /// Calls at the same time share one list; it is fetched again for a new name, and when it is old.
  @Test func theListOfFunnelsIsKept() async throws {
    let clock = TestClock()
    let transport = ScriptedQueryTransport([
      "funnels/list": #"[{"funnel_id": 1, "name": "a"}, {"funnel_id": 2, "name": "b"}]"#,
      "funnel_id": #"{"data": {}}"#,
    ])
    let evaluator = Evaluator(source: try QueryAPISource.example(transport, clock: clock))
    func lists() -> Int { transport.targets.count { $0 == "funnels/list" } }
    _ = try await evaluator.answer("funnel a, b by p")
    _ = try await evaluator.answer("funnel a")
    #expect(lists() == 1)
    _ = try await evaluator.answer("funnel missing")
    #expect(lists() == 1)
    clock.advance(by: 61)
    _ = try await evaluator.answer("funnel missing, gone")
    #expect(lists() == 2)
    _ = try await evaluator.answer("show funnels")
    #expect(lists() == 3)
    clock.advance(by: 601)
    _ = try await evaluator.answer("funnel a")
    #expect(lists() == 4)
  }

  /// Parts with another form are named, and nothing traps.
  @Test(arguments: [
    ("funnel a", "{}", "the answer should be an object with a member 'data'"),
    ("funnel a", #"{"data": {"2026": []}}"#, "data.2026 should be an object with a member 'steps'"),
    (
      "funnel a", #"{"data": {"2026": {"steps": [{"count": "1", "goal": "x"}]}}}"#,
      "data.2026.steps[0].count should be a number"
    ),
    (
      "funnel a by p", #"{"data": {"2026": {"NL": [{"count": 1e99}]}}}"#,
      "data.2026.NL[0].count should be a whole number"
    ),
    ("retention a", #"{"2026": {"first": 1}}"#, "2026 should be an object with a member 'counts'"),
    ("show values of p of event e", "[[]]", "[0] should be a text"),
    ("show properties of event e", #"{"a": 1}"#, "a should be an object"),
  ])
  func otherForms(_ query: String, _ body: String, _ expected: String) async throws {
    let transport = ScriptedQueryTransport([
      "funnels/list": #"[{"funnel_id": 1, "name": "a"}]"#, "": body,
    ])
    let evaluator = Evaluator(source: try QueryAPISource.example(transport))
    let error = await #expect(throws: QueryError.self) { try await evaluator.answer(query) }
    #expect(error?.message == "the answer has an unexpected form: \(expected)")
  }

  /// The numbers of users at the steps may have any values.
  @Test func absurdNumbersDoNotTrap() async throws {
    let most = Int.max
    let steps = [0, most, -5, most, most].map { #"{"count": \#($0)}"# }.joined(separator: ", ")
    let body = #"{"data": {"w": {"x": [{"count": \#(most)}, {"count": -1}], "y": [\#(steps)]}}}"#
    let transport = ScriptedQueryTransport([
      "funnels/list": #"[{"funnel_id": 1, "name": "a"}]"#, "": body,
    ])
    let evaluator = Evaluator(source: try QueryAPISource.example(transport))
    let answer = try await evaluator.answer("funnel a by p")
    #expect(
      String(decoding: Renderer.render([answer], as: .csv), as: UTF8.self)
        == "date,value,1,2,3,4,5,start,end,total\nw,x,\(most),0,0,0,0,1,1,\(most)\n"
        + "w,y,0,0,0,0,0,,,0\n")
  }

  @Test func aRawFailureDoesNotShowTheSecret() async throws {
    let transport = ScriptedQueryTransport { _ in
      let body = "Authorization: Basic cmVwb3J0czpzM2NyM3QtbTRyazNk"
      return Response(status: 500, mediaType: nil, body: Array(body.utf8))
    }
    let source = try QueryAPISource.example(transport)
    let program = try Evaluator.program([try SourceText("top events", name: "query")])
    let plan = try #require(program.query(ofOutput: 0))
    let response = try await source.response(to: try #require(plan.steps.first).call)
    #expect(String(decoding: response.body, as: UTF8.self) == "Authorization: Basic ***")
  }
}
