import MPQAPI
import MPQStore
import TestSupport
import Testing

/// Which requests of the Query API are refused, with which status and text.
struct QueryRequestTests {
  private static let dates: [(String, String)] = [
    ("from_date", "2024-01-22"), ("to_date", "2024-01-31"),
  ]

  /// A request, and the beginning of its error.
  struct Refused: CustomTestStringConvertible {
    var name: String
    var items: [(String, String)]
    var status = 400
    var error: String

    var testDescription: String { "\(name) \(items)" }
  }

  static let refusals: [Refused] = [
    Refused(name: "nothing", items: [], status: 404, error: "Unknown endpoint: nothing"),
    Refused(name: "", items: [], status: 404, error: "Unknown endpoint: "),
    Refused(name: "jql", items: [], error: "mpqd does not answer jql: "),
    Refused(name: "segmentation/sum", items: [], error: "mpqd does not answer segmentation/sum: "),
    Refused(name: "events/top", items: [], error: "Missing required parameter: type"),
    Refused(
      name: "events/top", items: [("type", "all")], error: "Invalid parameter: type"),
    Refused(
      name: "events/top", items: [("type", "unique"), ("type", "unique")],
      error: "Invalid parameter: type"),
    Refused(
      name: "events/top", items: [("type", "unique"), ("project_id", "x")],
      error: "Invalid parameter: project_id"),
    Refused(
      name: "events/names", items: [("type", "unique"), ("to_date", "2024-01-31")],
      error: "Missing required parameter: from_date"),
    Refused(
      name: "events/names",
      items: [("type", "unique"), ("from_date", "2024-02-01"), ("to_date", "2024-01-31")],
      error: "from_date cannot be later than to_date"),
    Refused(
      name: "events/names",
      items: [("type", "unique"), ("from_date", "2024-01-01"), ("to_date", "2024-02-01")],
      error: "to_date cannot be later than today"),
    Refused(
      name: "events/names",
      items: [("type", "unique"), ("from_date", "1999-12-31"), ("to_date", "2024-01-31")],
      error: "Invalid parameter: from_date: invalid date, bad year"),
    Refused(
      name: "events/names",
      items: [("type", "unique"), ("from_date", "2024-02-30"), ("to_date", "2024-01-31")],
      error: "Invalid parameter: from_date"),
    Refused(
      name: "events", items: [("event", "a"), ("type", "unique"), ("unit", "day")],
      error: "Invalid JSON Format: event"),
    Refused(
      name: "events", items: [("event", #"["a"]"#), ("type", "unique"), ("unit", "minute")],
      error: "Invalid parameter: unit"),
    Refused(
      name: "events", items: [("event", #"["a"]"#), ("type", "unique"), ("unit", "day")],
      error: "Specify either interval or from_date and to_date"),
    Refused(
      name: "events",
      items: [("event", #"["a"]"#), ("type", "unique"), ("unit", "day"), ("interval", "2")]
        + dates,
      error: "Specify either interval or from_date and to_date, not both"),
    Refused(
      name: "events",
      items: [
        ("event", #"["a"]"#), ("type", "unique"), ("unit", "hour"),
        ("from_date", "2000-01-01"), ("to_date", "2024-01-31"),
      ], error: "The dates have more than 10000 buckets"),
    Refused(
      name: "segmentation", items: [("event", "a"), ("where", "true")] + dates,
      error: "Invalid parameter: where: mpqd cannot filter events"),
    Refused(
      name: "segmentation", items: [("event", "a"), ("on", "properties.plan")] + dates,
      error: #"Invalid parameter: on: mpqd reads only properties["NAME"]"#),
    Refused(
      name: "funnels", items: [("funnel_id", "7")] + dates, status: 404,
      error: "There is no funnel 7"),
    Refused(
      name: "funnels", items: [("funnel_id", "7"), ("length", "14")] + dates,
      error: "Invalid parameter: length: mpqd has no conversion windows"),
    Refused(
      name: "funnels", items: [("funnel_id", "7"), ("unit", "day"), ("interval", "1")] + dates,
      error: "Specify either unit or interval"),
    Refused(
      name: "retention", items: [("born_event", "a")] + dates,
      error: "Invalid parameter: event: mpqd counts users who did the same event again"),
    Refused(
      name: "retention",
      items: [("born_event", "a"), ("event", "a"), ("retention_type", "compounded")] + dates,
      error: "Invalid parameter: retention_type: mpqd counts users from their first event"),
    Refused(
      name: "retention",
      items: [("born_event", "a"), ("event", "a"), ("unbounded_retention", "true")] + dates,
      error: "Invalid parameter: unbounded_retention: "),
  ]

  @Test(arguments: refusals)
  func isRefused(_ refused: Refused) async throws {
    let items =
      refused.items
      + (refused.items.contains { $0.0 == "project_id" }
        ? []
        : [
          ("project_id", "7")
        ])
    let query = QueryCodec.encode(items.map { QueryItem($0.0, $0.1) })
    let path = "/api/query/\(refused.name)"
    let response = try await QueryProject().project.handler.respond(
      path: path, query: query, authorization: QueryProject.serviceAccount, time: 1)
    let body = String(decoding: response.body, as: UTF8.self)
    #expect(response.status == refused.status)
    #expect(response.mediaType == "application/json")
    #expect(body.hasPrefix("{\"error\": \(JSONWriter.quoted(refused.error).dropLast())"), "\(body)")
    #expect(body.hasSuffix("\"request\": \(JSONWriter.quoted("\(path)?\(query)"))}"), "\(body)")
  }

  /// Authorization, the query string, and the status.
  @Test(arguments: [
    (QueryProject.serviceAccount, "type=unique&project_id=7", 200),
    (QueryProject.serviceAccount, "type=unique&project_id=7&workspace_id=8&query_origin=x", 200),
    (QueryProject.serviceAccount, "type=unique", 400),
    (QueryProject.projectSecret, "type=unique", 200),
    (QueryProject.projectSecret, "type=unique&project_id=7", 400),
    ("Basic \(TestProject.key):wrong", "type=unique&project_id=7", 401),
    ("Bearer token", "type=unique&project_id=7", 401),
    (nil, "type=unique&project_id=7", 401),
    // A stranger does not learn what is wrong with a request.
    (nil, "", 401),
  ])
  func accounts(_ authorization: String?, _ query: String, _ status: Int) async throws {
    let project = try await QueryProject()
    let response = try await project.project.handler.respond(
      path: "/api/query/events/top", query: query, authorization: authorization, time: 1)
    #expect(response.status == status)
    guard status == 401 else { return }
    let body = String(decoding: response.body, as: UTF8.self)
    #expect(body.hasPrefix(#"{"error": "Unauthorized: "#))
    #expect(!body.contains("wrong"))
  }

  /// The signed API's root serves both dialects; the header of the authentication decides.
  @Test(arguments: [
    (QueryProject.serviceAccount, 200, "{"), (nil, 400, #"{"error": "Invalid API key""#),
  ])
  func theHeaderDecidesAtTheSharedRoot(
    _ authorization: String?, _ status: Int, _ begin: String
  ) async throws {
    let project = try await QueryProject()
    let response = try await project.respond(
      "events/top/", ["type": "unique"], root: "/api/2.0/", as: authorization)
    #expect(response.status == status)
    #expect(String(decoding: response.body, as: UTF8.self).hasPrefix(begin))
  }

  /// The form's parameters replace those of the query string; the error shows the latter only.
  @Test(arguments: [
    ("type=x&project_id=7", "type=unique", 200), ("", "type=unique&project_id=7", 200),
    ("type=unique", "type=unique&type=unique&project_id=7", 400),
    ("type=unique&project_id=7", "%zz", 400), ("type=unique&project_id=7", "", 200),
  ])
  func forms(_ query: String, _ form: String, _ status: Int) async throws {
    let handler = try await QueryProject().project.handler
    let admission = handler.admit(
      path: "/api/query/events/top", query: query, authorization: QueryProject.serviceAccount,
      form: form, time: 1)
    switch admission {
    case .refused(let response): #expect(response.status == status)
    case .admitted(let question): #expect(try await question.answer().status == status)
    case .export: Issue.record("it is not an export")
    }
  }
}
