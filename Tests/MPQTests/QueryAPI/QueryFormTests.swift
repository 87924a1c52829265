import MPQAPI
import MPQCompiler
import MPQSyntax
import Testing

@testable import MPQ

/// Each form of query: the requests of the Query API, and the table and notes of its answers.
struct QueryFormTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let query: String
    /// Texts of requests, and the bodies that answer them.
    let bodies: KeyValuePairs<String, String>
    /// The requests, decoded and without the project.
    let requests: [String]
    /// The answer as CSV.
    let table: String
    var notes: [String] = []

    var testDescription: String { query }
  }

  private static let list =
    #"[{"funnel_id": 7001, "name": "Sign up"}, {"funnel_id": 7002, "name": "Buy"},"#
    + #" {"funnel_id": 7003, "name": "Buy"}]"#
  private static let series =
    #"{"data": {"series": ["2026-01-06", "2026-01-05"], "values": "#
    + #"{"signup": {"2026-01-05": 14, "2026-01-06": 9}}}, "legend_size": 1}"#
  private static let week =
    #"{"steps": [{"count": 200, "avg_time": null, "step_conv_ratio": 1, "goal": "visit", "#
    + #""overall_conv_ratio": 1, "event": "visit"}, {"count": 50, "step_conv_ratio": 0.25, "#
    + #""goal": "$custom_event:31", "step_label": "Done", "custom_event": true, "#
    + #""overall_conv_ratio": 0.25, "event": "$custom_event:31"}], "#
    + #""analysis": {"completion": 50, "starting_amount": 200, "steps": 2, "worst": 1}}"#
  private static let empty =
    #"{"steps": [{"count": 0, "step_conv_ratio": null, "goal": "visit", "#
    + #""overall_conv_ratio": null}]}"#
  private static let funnel =
    #"{"meta": {"dates": ["2026-01-05"]}, "data": {"2026-01-12": \#(week), "#
    + #""2026-01-05": \#(empty)}}"#
  private static let byCountry =
    #"{"meta": {}, "data": {"2026-01-12": {"$overall": [{"count": 9}, {"count": 4}], "#
    + #""NL": [{"count": 6}, {"count": 2}], "DE": [{"count": 3}, {"count": 5}]}}}"#

  private static let window =
    "Mixpanel counts conversions within the window that is saved with "
    + "the funnel"

  static let rows = [
    Row(
      query: "events signup days 2 unique", bodies: ["events": series],
      requests: [#"events event=["signup"] type=unique unit=day interval=2"#],
      table: "date,signup\n2026-01-05,14\n2026-01-06,9\n"),
    Row(
      query: "top events",
      bodies: ["": #"{"events": [{"amount": 3, "event": "a", "percent_change": null}]}"#],
      requests: ["events/top type=general limit=255"], table: "event,amount,change\na,3,\n"),
    Row(
      query: "show events days 30 limit 3", bodies: ["": #"["login", "signup"]"#],
      requests: ["events/names type=general limit=3 from_date=2025-12-17 to_date=2026-01-15"],
      table: "event\nlogin\nsignup\n"),
    Row(
      query: "show events hours 25 limit 6000", bodies: ["": "[]"],
      requests: ["events/names type=general limit=6000 from_date=2026-01-13 to_date=2026-01-15"],
      table: "event\n",
      notes: [
        "no data in the last 25 hours", "the hours of the window are counted in whole days",
        "Mixpanel lists at most 5000 events",
      ]),
    Row(
      query: #"events signup by plan in ("signup") days 2"#, bodies: ["": series],
      requests: [
        "events/properties event=signup name=plan values=[\"signup\"] type=general unit=day "
          + "interval=2 limit=255"
      ],
      table: "date,signup\n2026-01-05,14\n2026-01-06,9\n"),
    Row(
      query: "show properties of event signup",
      bodies: ["": #"{"plan": {"count": 120}, "$duration_s": {}, "error": {"count": 1}}"#],
      requests: ["events/properties/top event=signup limit=10"],
      table: "property,count\nplan,120\n$duration_s,\nerror,1\n",
      notes: ["Mixpanel chooses the dates; window and measure have no effect"]),
    Row(
      query: "show values of plan of event signup limit 5",
      bodies: ["": #"["NL", 7, 1.50, true, null]"#],
      requests: ["events/properties/values event=signup name=plan limit=5"],
      table: "value\nNL\n7\n1.50\ntrue\nnull\n",
      notes: [
        "Mixpanel chooses the dates; window and measure have no effect"
      ]),
    Row(
      query: "retention signup, login weeks 3",
      bodies: [
        "born_event=signup":
          #"{"2026-01-05": {"counts": [40, 22], "first": 50}, "2025-12-29": "#
          + #"{"counts": [30, 10, 5, 99], "first": 40}, "2026-01-12": {"counts": [], "first": 0}}"#,
        "born_event=login": "{}",
      ],
      requests: [
        "retention unit=week from_date=2025-12-29 to_date=2026-01-15 retention_type=birth "
          + "born_event=signup event=signup interval_count=2",
        "retention unit=week from_date=2025-12-29 to_date=2026-01-15 retention_type=birth "
          + "born_event=login event=login interval_count=2",
      ],
      table: "event,cohort,1 weeks later,2 weeks later\n"
        + "signup,2025-12-29,0.25,0.125\nsignup,2026-01-05,0.44,\n",
      notes: [
        #"no data about event "login" in the last 3 weeks"#,
        "Mixpanel counts each window from the user's first event, not by the calendar, and users "
          + "instead of the measure",
      ]),
    Row(
      query: #"funnel "Sign up", Gone weeks 2"#, bodies: ["list": list, "7001": funnel],
      requests: [
        "funnels/list",
        "funnels unit=week from_date=2026-01-05 to_date=2026-01-15 funnel_id=7001",
      ],
      table: "funnel,date,step,goal,count,step_ratio,overall_ratio\n"
        + "Sign up,2026-01-05,1,visit,0,,\nSign up,2026-01-12,1,visit,200,1,1\n"
        + "Sign up,2026-01-12,2,Done,50,0.25,0.25\n",
      notes: [#"the project has no funnel "Gone"; see 'show funnels'"#, window]),
    Row(
      query: #"funnel "Buy (7003)" by "a\"b" weeks 1 limit 3"#,
      bodies: ["list": list, "7003": byCountry],
      requests: [
        "funnels/list",
        "funnels unit=week limit=3 from_date=2026-01-12 to_date=2026-01-15 funnel_id=7003 "
          + #"on=properties["a\"b"]"#,
      ],
      table: "date,value,1,2,start,end,total\n"
        + "2026-01-12,NL,4,2,1,2,6\n2026-01-12,DE,0,3,2,2,3\n",
      notes: [window, "last steps are differences of the numbers of users who reached a step"]),
    Row(
      query: "show funnels", bodies: ["": list], requests: ["funnels/list"],
      table: "funnel\nSign up\nBuy (7002)\nBuy (7003)\n",
      notes: ["funnels without data are listed as well"]),
    Row(
      query: #"show dates of funnel "Sign up""#, bodies: ["list": list, "7001": funnel],
      requests: [
        "funnels/list",
        "funnels unit=week from_date=2025-01-20 to_date=2026-01-15 funnel_id=7001",
      ],
      table: "funnel,date\nSign up,2026-01-12\n",
      notes: ["the last weeks are searched, as many as the limit and at most 52"]),
  ]

  @Test(arguments: rows)
  func forms(_ row: Row) async throws {
    let transport = ScriptedQueryTransport(row.bodies)
    let evaluator = Evaluator(source: try QueryAPISource.example(transport))
    let answer = try await evaluator.answer(row.query)
    #expect(transport.targets == row.requests)
    #expect(transport.requests.allSatisfy { $0.query.contains("project_id=12345") })
    #expect(String(decoding: Renderer.render([answer], as: .csv), as: UTF8.self) == row.table)
    #expect(answer.notes.map(\.text) == row.notes)
    let program = try Evaluator.program([SourceText(row.query, name: "query")])
    let calls = Set(program.calls(ofOutput: 0))
    // A funnel that does not exist needs none.
    let spared = row.query.contains("Gone") ? 1 : 0
    #expect(QueryAPISource.requestCount(of: calls) == row.requests.count + spared)
  }

  /// What the Query API cannot answer; nothing is sent.
  @Test(arguments: [
    (#"show properties of funnel "Sign up""#, ServiceProblem.noFunnelProperties(funnel: "Sign up")),
    ("retention signup hours 5", .noHours),
  ])
  func refusals(_ query: String, _ problem: ServiceProblem) async throws {
    let transport = ScriptedQueryTransport([:])
    let evaluator = Evaluator(source: try QueryAPISource.example(transport))
    let error = await #expect(throws: QueryError.self) { try await evaluator.answer(query) }
    guard case .failed(.service(problem), _, _) = error else {
      Issue.record("\(error as Any)")
      return
    }
    #expect(error?.category == .query)
    #expect(transport.targets.isEmpty)
  }

  @Test func aNameThatOccursTwiceIsNotGuessed() async throws {
    let transport = ScriptedQueryTransport(["": Self.list])
    let evaluator = Evaluator(source: try QueryAPISource.example(transport))
    let error = await #expect(throws: QueryError.self) { try await evaluator.answer("funnel Buy") }
    #expect(
      error
        == .failed(
          .service(.sameName("Buy", spellings: ["Buy (7002)", "Buy (7003)"])), endpoint: .funnels,
          subject: nil))
    #expect(transport.targets == ["funnels/list"])
  }

  /// The bytes of an adapted answer are those of the API document, and others stay as they are.
  @Test(arguments: [
    ("show funnels", #"["Sign up", "Buy (7002)", "Buy (7003)"]"#),
    ("show events", list),
  ])
  func rawAnswers(_ query: String, _ body: String) async throws {
    let source = try QueryAPISource.example(ScriptedQueryTransport(["": Self.list]))
    let program = try Evaluator.program([try SourceText(query, name: "query")])
    let plan = try #require(program.query(ofOutput: 0))
    let response = try await source.response(to: try #require(plan.steps.first).call)
    #expect(String(decoding: response.body, as: UTF8.self) == body)
  }
}
