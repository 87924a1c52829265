import MPQAPI
import MPQStore
import TestSupport
import Testing

/// A project that is asked in the dialect of the Query API.
struct QueryProject {
  static let serviceAccount = "Basic \(TestProject.key):test_secret"
  static let projectSecret = "Basic test_secret:"

  let project: TestProject

  /// A few events of the last week of January 2024, and the funnels `ab` and `b`.
  init(zone: String = "UTC") async throws {
    project = try await TestProject(
      [
        line("a", "u1", "2024-01-22 01:00:00", #""plan": "pro""#),
        line("b", "u1", "2024-01-22 02:00:00"),
        line("a", "u2", "2024-01-22 03:00:00", #""plan": "free""#),
        line("a", "u1", "2024-01-23 03:00:00", #""plan": "pro""#),
        line("a", "u3", "2024-01-29 03:00:00"), line("a", "u1", "2024-01-29 04:00:00"),
        line("b", "u3", "2024-01-31 05:00:00", #""plan": "$overall""#),
        line("a", "u3", "2024-01-31 05:00:00", #""plan": "$overall""#),
        line("a", "u2", "2024-01-31 06:00:00", #""plan": "pro""#),
      ], zone: zone, funnels: [("ab", ["a", "b"]), ("b", ["b"])])
  }

  /// The response to a request; `query` is encoded here.
  func respond(
    _ name: String, _ query: KeyValuePairs<String, String> = [:], root: String = "/api/query/",
    as authorization: String? = serviceAccount
  ) async throws -> Response {
    var items = query.map { QueryItem($0, $1) }
    if authorization == Self.serviceAccount, !items.contains(where: { $0.name == "project_id" }) {
      items.append(QueryItem("project_id", "7"))
    }
    return try await project.handler.respond(
      path: root + name, query: QueryCodec.encode(items), authorization: authorization,
      time: ProjectClock.realNow)
  }

  /// The body of an answer.
  func body(_ name: String, _ query: KeyValuePairs<String, String> = [:]) async throws -> String {
    let response = try await respond(name, query)
    #expect(response.status == 200)
    return String(decoding: response.body, as: UTF8.self)
  }
}
