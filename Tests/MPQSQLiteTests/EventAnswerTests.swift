import MPQAPI
import TestSupport
import Testing

@testable import MPQSQLite
@testable import MPQStore

/// Answers about events and their properties, byte for byte.
@Suite struct EventAnswerTests {
  /// Two days, three users; "now" is noon of the second day.
  private static let lines = [
    line("a", "u1", "2024-01-30 10:00:00", "\"p\": \"x\", \"n\": 1.0"),
    line("a", "u1", "2024-01-30 11:00:00", "\"p\": \"x\""),
    line("a", "u2", "2024-01-30 23:59:59", "\"p\": \"y\""),
    line("a", "u1", "2024-01-31 00:00:00", "\"p\": \"y\", \"n\": 1"),
    line("b", "u3", "2024-01-31 12:00:00", "\"p\": [1, {\"k\": \"é\"}]"),
    line("b", "u3", "2024-01-31 12:00:01"),
    line("later", "u3", "2024-02-01 00:00:00"),
  ]

  @Test(arguments: [
    (
      "general",
      """
      {"data": {"series": ["2024-01-30", "2024-01-31"], "values": \
      {"b": {"2024-01-30": 0, "2024-01-31": 1}, "a": {"2024-01-30": 3, "2024-01-31": 1}, \
      "later": {"2024-01-30": 0, "2024-01-31": 0}}}, "legend_size": 3}
      """
    ),
    (
      "unique",
      """
      {"data": {"series": ["2024-01-30", "2024-01-31"], "values": \
      {"b": {"2024-01-30": 0, "2024-01-31": 1}, "a": {"2024-01-30": 2, "2024-01-31": 1}, \
      "later": {"2024-01-30": 0, "2024-01-31": 0}}}, "legend_size": 3}
      """
    ),
    (
      "average",
      """
      {"data": {"series": ["2024-01-30", "2024-01-31"], "values": \
      {"b": {"2024-01-30": 0.0, "2024-01-31": 1.0}, "a": {"2024-01-30": 1.5, "2024-01-31": 1.0}, \
      "later": {"2024-01-30": 0.0, "2024-01-31": 0.0}}}, "legend_size": 3}
      """
    ),
  ])
  func events(_ type: String, _ expected: String) async throws {
    let project = try await TestProject(Self.lines)
    let answer = try await project.ask(
      .events,
      [
        .event: "[\"b\", \"a\", \"unknown\", \"later\", \"a\"]", .type: type, .unit: "day",
        .interval: "2",
      ])
    #expect(answer == expected)
  }

  @Test func top() async throws {
    let project = try await TestProject(
      Self.lines + [
        line("a", "u5", "2024-01-30 12:00:00"), line("a", "u5", "2024-01-30 12:00:01"),
      ])
    let answer = try await project.ask(.eventsTop, [.type: "general"])
    let expected = """
      {"events": [{"amount": 1, "event": "a", "percent_change": -0.6666666666666666}, \
      {"amount": 1, "event": "b", "percent_change": null}], "type": "general"}
      """
    #expect(answer == expected)
  }

  @Test(arguments: [
    (Endpoint.ID.eventsNames, "general", "1", "[\"a\", \"b\"]"),
    (.eventsNames, "average", "2", "[\"a\", \"b\"]"),
    (.eventsPropertiesValues, "general", "2", "[\"x\", \"y\"]"),
    (.eventsPropertiesValues, "unique", "2", "[\"x\", \"y\"]"),
    (.eventsPropertiesValues, "average", "2", "[\"x\", \"y\"]"),
    (.eventsPropertiesTop, "general", "2", "{\"p\": {\"count\": 4}, \"n\": {\"count\": 2}}"),
    (.eventsPropertiesTop, "unique", "2", "{\"p\": {\"count\": 2}, \"n\": {\"count\": 1}}"),
    (.eventsPropertiesTop, "average", "2", "{\"p\": {\"count\": 2.0}, \"n\": {\"count\": 2.0}}"),
  ])
  func lists(
    _ endpoint: Endpoint.ID, _ type: String, _ interval: String, _ expected: String
  ) async throws {
    let project = try await TestProject(Self.lines)
    let answer =
      switch endpoint {
      case .eventsNames:
        try await project.ask(endpoint, [.type: type, .unit: "day", .interval: interval])
      case .eventsPropertiesValues:
        try await project.ask(
          endpoint, [.event: "a", .name: "p", .type: type, .unit: "day", .interval: interval])
      default:
        try await project.ask(
          endpoint, [.event: "a", .type: type, .unit: "day", .interval: interval])
      }
    #expect(answer == expected)
  }

  /// Values differ by their texts; listed values without data are zeros.
  @Test(arguments: [
    ("a", "n", [1, 0, 0]), ("b", "p", [0, 0, 1]), ("b", "time", [0, 0, 0]),
    ("b", "distinct_id", [0, 0, 0]), ("unknown", "p", [0, 0, 0]), ("a", "q", [0, 0, 0]),
  ])
  func valueTexts(_ event: String, _ name: String, _ counts: [Int]) async throws {
    let project = try await TestProject(Self.lines)
    let answer = try await project.ask(
      .eventsProperties,
      [
        .event: event, .name: name, .type: "general", .unit: "day", .interval: "1",
        .values: "[\"1\", \"1.0\", \"[1,{\\\"k\\\":\\\"é\\\"}]\"]",
      ])
    let names = ["1", "1.0", "[1,{\\\"k\\\":\\\"é\\\"}]"]
    let values = zip(names, counts).map { "\"\($0)\": {\"2024-01-31\": \($1)}" }
    #expect(answer.contains("\"values\": {\(values.joined(separator: ", "))}}"))
    #expect(answer.hasSuffix("\"legend_size\": 3}"))
  }

  /// The limit keeps the values with the largest totals, in the order of the list.
  @Test(arguments: ["general", "unique", "average"])
  func listedValuesWithLimit(_ type: String) async throws {
    let project = try await TestProject(
      (0..<3).map { line("a", "u\($0)", "2024-01-31 01:00:00", "\"p\": \"often\"") }
        + (0..<2).map { _ in line("a", "u", "2024-01-31 02:00:00", "\"p\": \"rare\"") }
        + [line("a", "u", "2024-01-31 03:00:00", "\"p\": \"other\"")])
    for (limit, expected) in [
      (1, ["often"]), (2, ["rare", "often"]), (3, ["other", "rare", "often"]),
      (4, ["b", "other", "rare", "often"]), (5, ["b", "other", "rare", "often", "c"]),
    ] {
      let answer = try await project.ask(
        .eventsProperties,
        [
          .event: "a", .name: "p", .type: type, .unit: "day", .interval: "1",
          .values: "[\"b\", \"other\", \"rare\", \"often\", \"c\", \"b\"]", .limit: "\(limit)",
        ])
      let result = try CallResult(reading: Array(answer.utf8), of: .eventsProperties)
      guard case .series(let series) = result else {
        Issue.record("no series")
        continue
      }
      #expect(series.rows.map(\.name) == expected)
    }
  }

  /// All lists have the same order with every measure.
  @Test(arguments: ["general", "unique", "average"])
  func totalsDecide(_ type: String) async throws {
    let project = try await TestProject(
      (0..<3).map {
        line("often", "u\($0)", "2024-01-31 01:00:00", "\"p\": \"often\", \"often\": 1")
      }
        + (0..<2).map { _ in
          line("rare", "u", "2024-01-31 02:00:00")
        }
        + (0..<2).map { _ in
          line("often", "u", "2024-01-31 02:00:00", "\"p\": \"rare\", \"rare\": 1")
        })
    let day: KeyValuePairs<Parameter.Name, String> = [
      .event: "often", .name: "p", .type: type, .unit: "day", .interval: "1", .limit: "1",
    ]
    #expect(try await project.ask(.eventsPropertiesValues, day) == "[\"often\"]")
    #expect(try await project.ask(.eventsProperties, day).contains("\"values\": {\"often\": "))
    let names = try await project.ask(
      .eventsNames, [.type: type, .unit: "day", .interval: "1", .limit: "1"])
    #expect(names == "[\"often\"]")
    let top = try await project.ask(.eventsTop, [.type: type, .limit: "1"])
    #expect(top.contains("\"event\": \"often\""))
    let properties = try await project.ask(
      .eventsPropertiesTop,
      [.event: "often", .type: type, .unit: "day", .interval: "1", .limit: "2"])
    #expect(properties.hasPrefix("{\"p\": "))
    #expect(properties.contains(", \"often\": "))
  }

  /// Texts that look equal, or are equal `String`s, are different names.
  @Test func namesAreBytes() async throws {
    let project = try await TestProject([
      line("caf\u{e9}", "u1", "2024-01-31 01:00:00", "\"v\": \"5\""),
      line("cafe\u{301}", "u1", "2024-01-31 01:00:00", "\"v\": 5"),
      line("cafe\u{301}", "caf\u{e9}", "2024-01-31 01:00:00"),
      line("cafe\u{301}", "cafe\u{301}", "2024-01-31 01:00:00", "\"v\": \"a\\u0000b\""),
    ])
    let names = try await project.ask(
      .eventsNames, [.type: "unique", .unit: "day", .interval: "1"])
    #expect(Array(names.utf8) == Array("[\"cafe\u{301}\", \"caf\u{e9}\"]".utf8))
    let values = try await project.ask(
      .eventsPropertiesValues,
      [.event: "cafe\u{301}", .name: "v", .type: "general", .unit: "day", .interval: "1"])
    #expect(values == "[\"5\", \"a\\u0000b\"]")
  }

  @Test func limitsAndOrder() async throws {
    let project = try await TestProject(
      (0..<6).map { line("a", "u\($0)", "2024-01-31 01:00:00", "\"p\": \"v\($0 % 3)\"") }
        + [line("a", "u1", "2024-01-31 02:00:00", "\"p\": \"v2\"")])
    let answer = try await project.ask(
      .eventsProperties,
      [
        .event: "a", .name: "p", .type: "average", .unit: "month", .interval: "1", .limit: "2",
      ])
    let expected = """
      {"data": {"series": ["2024-01-01"], "values": {"v2": {"2024-01-01": 1.0}, \
      "v0": {"2024-01-01": 1.0}}}, "legend_size": 2}
      """
    #expect(answer == expected)
  }

  /// The two hours that share a label are one bucket.
  @Test func repeatedHour() async throws {
    let project = try await TestProject(
      [
        line("a", "u1", "2024-10-27 00:30:00"), line("a", "u1", "2024-10-27 01:30:00"),
        line("a", "u2", "2024-10-27 01:45:00"),
      ], zone: "Europe/Berlin", now: "2024-10-27 03:00:00")
    let answer = try await project.ask(
      .events, [.event: "[\"a\"]", .type: "unique", .unit: "hour", .interval: "3"])
    #expect(
      answer.contains(
        "{\"2024-10-27 01:00:00\": 0, \"2024-10-27 02:00:00\": 2, \"2024-10-27 03:00:00\": 0}"))
  }
}
