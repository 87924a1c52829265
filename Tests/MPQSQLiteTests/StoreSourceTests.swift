import MPQAPI
import MPQStore
import TestSupport
import Testing

@testable import MPQSQLite

/// Answers in process equal those of the handler.
struct StoreSourceTests {
  private static func project() async throws -> TestProject {
    try await TestProject(
      [
        line("signup", "a", "2024-01-29 10:00:00", "\"plan\": \"pro\""),
        line("signup", "b", "2024-01-30 10:00:00", "\"plan\": \"free\""),
        line("pay", "a", "2024-01-31 10:00:00", "\"plan\": \"pro\", \"price\": 3"),
        line("signup", "a", "2024-01-31 11:00:00"),
      ], funnels: [("buy", ["signup", "pay"])])
  }

  private static func call(_ endpoint: Endpoint.ID) throws -> Call {
    let texts: [Parameter.Name: String] = [
      .event: endpoint == .events || endpoint == .eventsRetention ? "[\"signup\"]" : "signup",
      .name: "plan", .type: "general",
      .unit: endpoint.rawValue.hasPrefix("funnels") ? "week" : "day", .interval: "4",
      .funnel: endpoint == .funnelsProperties || endpoint == .funnelsPropertiesNames
        ? "buy" : "[\"buy\"]",
    ]
    var arguments: [Call.Argument] = []
    for parameter in Endpoint.of(endpoint).parameters {
      guard let text = texts[parameter.name], let value = try? parameter.value(reading: text)
      else { continue }
      arguments.append(Call.Argument(parameter.name, value))
    }
    return try Call(endpoint, arguments)
  }

  /// A typed result equals what a client reads from the JSON of the same answer.
  @Test(arguments: Endpoint.ID.allCases)
  func resultIsThatOfTheJSON(_ endpoint: Endpoint.ID) async throws {
    let test = try await Self.project()
    let clock = try #require(
      ProjectClock(parsing: "2024-01-31 12:00:00", in: test.project.calendar))
    let source = StoreSource(test.project, clock: clock)
    let call = try Self.call(endpoint)
    let body = try await source.response(to: call).body
    let read = try CallResult(reading: body, of: endpoint)
    #expect(try await source.result(of: call) == read, "\(String(decoding: body, as: UTF8.self))")
  }

  /// Failures of the store keep their category.
  @Test(arguments: [
    (StoreError.unavailable(path: "p", cause: "c"), CallError.Category.network),
    (.damaged(path: "p"), .configuration), (.cancelled, .interrupted),
    (.failed(path: "p", cause: "c"), .configuration),
  ])
  func category(_ error: StoreError, _ category: CallError.Category) {
    #expect(error.category == category)
  }
}
