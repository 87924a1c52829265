import MPQAPI
import TestSupport
import Testing

@testable import MPQSQLite
@testable import MPQStore

/// How the handler checks requests and formats responses.
@Suite struct RequestTests {
  private static let now = 1_700_000_000
  private static let lines = [
    line("a", "u1", "2024-01-31 01:00:00"), line("a,\"b\"", "u1", "2024-01-31 01:00:00"),
    line("a", "u1", "2024-01-30 01:00:00"),
  ]

  /// A query string with a valid signature, unless `items` has an item `sig`.
  private static func query(_ items: [(String, String)], key: String? = TestProject.key) -> String {
    var all = items.map { QueryItem($0.0, $0.1) }
    if let key { all.append(QueryItem("api_key", key)) }
    if !items.contains(where: { $0.0 == "sig" }), let secret = Secret("test_secret") {
      all.append(QueryItem("sig", Signature.text(of: Signature.joinedText(all), secret: secret)))
    }
    return QueryCodec.encode(all)
  }

  private static func respond(
    _ path: String, _ items: [(String, String)], key: String? = TestProject.key,
    callbacks: CallbackNames? = nil
  ) async throws -> Response {
    let project = try await TestProject(lines, callbacks: callbacks)
    return try await project.handler.respond(
      path: path, query: query(items, key: key), time: now)
  }

  private static let names = [("type", "general"), ("unit", "day"), ("interval", "1")]
  private static let valid = names + [("expire", "1700000000")]

  @Test(arguments: ["/api/2.0/events/names", "/api/2.0/events/names/"])
  func slashes(_ path: String) async throws {
    let response = try await Self.respond(path, Self.valid)
    #expect(response.status == 200)
    #expect(response.mediaType == "application/json")
    #expect(String(decoding: response.body, as: UTF8.self) == "[\"a\", \"a,\\\"b\\\"\"]")
  }

  @Test(arguments: [
    ("/api/2.0/events/names//", "events/names/"), ("/api/2.0/Events", "Events"),
    ("/api/2.0/events/general", "events/general"), ("/api/2.0/", ""), ("/", "/"), ("", ""),
    ("/api/2.0events", "/api/2.0events"), ("/api/2.0/events%2Fnames", "events%2Fnames"),
  ])
  func endpoints(_ path: String, _ name: String) async throws {
    let response = try await Self.respond(path, Self.valid)
    let body = String(decoding: response.body, as: UTF8.self)
    #expect(response.status == 400)
    #expect(body.hasPrefix("{\"error\": \"Invalid endpoint: \(name)\", \"request\": \"\(path)?"))
  }

  /// The key is checked first, then the signature, the expiry, names and values.
  @Test(arguments: [
    (names, TestProject.key, "Missing required parameter: expire"),
    (names, "unknown", "Invalid API key"),
    (
      [("unit", "day"), ("expire", "1700000000")], TestProject.key,
      "Missing required parameter: type"
    ),
    ([("unit", "day"), ("expire", "1")], TestProject.key, "Expired request"),
    (valid + [("x", "1")], "unknown", "Invalid API key"),
    (valid + [("x", "1"), ("sig", "0")], TestProject.key, "Invalid request signature"),
    (valid + [("x", "1")], TestProject.key, "Invalid parameter: x"),
    (valid + [("unit", "day")], TestProject.key, "Invalid parameter: unit"),
    (valid, nil, "Invalid API key"),
    (valid + [("sig", "0")], "unknown", "Invalid API key"),
    (names + [("expire", "1"), ("sig", "0")], TestProject.key, "Invalid request signature"),
    (names + [("expire", "1699999999")], TestProject.key, "Expired request"),
    (names + [("limit", "x"), ("expire", "1")], TestProject.key, "Expired request"),
    (valid + [("limit", "x")], TestProject.key, "Invalid parameter: limit"),
    (valid + [("callback", "f")], TestProject.key, "Invalid parameter: callback"),
  ])
  func errors(_ items: [(String, String)], _ key: String?, _ error: String) async throws {
    let response = try await Self.respond("/api/2.0/events/names", items, key: key)
    #expect(response.status == 400)
    #expect(response.mediaType == "application/json")
    let body = try JSONReader.read(response.body)
    #expect(body["error"] == .text(error))
  }

  @Test(arguments: ["[\"a\"", "\"a\"", "[1]", "[]"])
  func lists(_ list: String) async throws {
    let response = try await Self.respond("/api/2.0/events", Self.valid + [("event", list)])
    let error = list == "[\"a\"" ? "Invalid JSON Format: event" : "Invalid parameter: event"
    #expect(try JSONReader.read(response.body)["error"] == .text(error))
  }

  @Test func tooLarge() async throws {
    let project = try await TestProject(
      (0..<250).map { line("e\($0)", "u", "2024-01-31") }, now: "2024-01-31 12:00:00")
    let list = "[" + (0..<250).map { "\"e\($0)\"" }.joined(separator: ",") + "]"
    let items = [
      ("event", list), ("type", "general"), ("unit", "day"), ("interval", "10000"),
      ("expire", "1700000000"),
    ]
    let response = try await project.handler.respond(
      path: "/api/2.0/events", query: Self.query(items), time: Self.now)
    #expect(response.status == 400)
    let error = try #require(try JSONReader.read(response.body)["error"])
    #expect(JSONWriter.text(error).contains("more than 2000000 numbers"))
  }

  private static let series = [
    ("event", "[\"a\", \"a,\\\"b\\\"\"]"), ("type", "general"), ("unit", "day"),
    ("interval", "2"), ("format", "csv"), ("expire", "1700000000"),
  ]

  @Test func csvOfSeries() async throws {
    let response = try await Self.respond("/api/2.0/events", Self.series)
    #expect(response.mediaType == "text/csv")
    let expected = "date,a,\"a,\"\"b\"\"\"\r\n2024-01-30,1,0\r\n2024-01-31,1,1\r\n"
    #expect(Array(response.body) == Array(expected.utf8))
  }

  @Test func csvOfRetention() async throws {
    let response = try await Self.respond("/api/2.0/events/retention", Self.series)
    let expected =
      "event,cohort,offset,fraction\r\na,2024-01-30,1 days later,1.0\r\n"
    #expect(Array(response.body) == Array(expected.utf8))
  }

  @Test(arguments: [
    ("jQuery17_1", true), ("jsonp1275", true), ("cb", true), ("callback", true), ("mp$_9", true),
    ("cb" + String(repeating: "f", count: 62), true),
    ("cb" + String(repeating: "f", count: 63), false), ("setTimeout", false), ("eval", false),
    ("cb.x", false), ("document.write", false), ("JQuery1", false), ("9cb", false),
    ("cb x", false), ("cb(", false), ("cb\u{e9}", false), ("alert(1)//", false), ("", false),
  ])
  func jsonp(_ callback: String, _ isAllowed: Bool) async throws {
    let response = try await Self.respond(
      "/api/2.0/events/names", Self.valid + [("callback", callback)], callbacks: .standard)
    guard isAllowed else {
      #expect(
        try JSONReader.read(response.body)["error"] == .text("Invalid parameter: callback"))
      return
    }
    #expect(response.mediaType == "application/javascript")
    let expected = "/**/\(callback)([\"a\", \"a,\\\"b\\\"\"])"
    #expect(String(decoding: response.body, as: UTF8.self) == expected)
  }

  /// The names of functions that an operator allows.
  @Test(arguments: [
    (["show"], "show", true), (["show"], "shows", false), (["show*"], "shows", true),
    (["show", "x*"], "x1", true), (["$*"], "$1", true), ([], "cb", false),
  ])
  func callbackNames(_ patterns: [String], _ callback: String, _ isAllowed: Bool) throws {
    #expect(try #require(CallbackNames(patterns)).allow(callback) == isAllowed)
  }

  @Test(arguments: ["", "*", "a*b", "a.b", "9", "a b", "**", "a**"])
  func noCallbackNames(_ pattern: String) {
    #expect(CallbackNames(["cb*", pattern]) == nil)
  }

  @Test func noAccounts() async throws {
    let project = try await TestProject(Self.lines).project
    #expect(RequestHandler(project: project, accounts: []) == nil)
  }
}
