import MPQAPI
import TestSupport
import Testing

@testable import MPQSQLite
@testable import MPQStore

@Suite struct FunnelTests {
  /// The events of one user in one week, and the last step that they reach.
  struct Way: CustomTestStringConvertible {
    var steps: String
    /// Events and their times in seconds.
    var events: [(String, Int)]
    var level: Int

    var testDescription: String { "\(steps) of \(events)" }
  }

  static let ways = [
    Way(steps: "AB", events: [("A", 0), ("B", 1)], level: 2),
    Way(steps: "AB", events: [("B", 0), ("A", 1)], level: 1),
    Way(steps: "AB", events: [("B", 0)], level: 0),
    // Events of one second are unordered.
    Way(steps: "AB", events: [("B", 0), ("A", 0)], level: 2),
    Way(steps: "ABC", events: [("C", 5), ("B", 5), ("A", 5)], level: 3),
    Way(steps: "ABC", events: [("A", 0), ("C", 1), ("B", 2)], level: 2),
    // One event is one step.
    Way(steps: "AA", events: [("A", 0)], level: 1),
    Way(steps: "AA", events: [("A", 0), ("A", 0)], level: 2),
    Way(steps: "AA", events: [("A", 0), ("A", 9)], level: 2),
    Way(steps: "ABA", events: [("A", 0), ("B", 0)], level: 2),
    Way(steps: "ABA", events: [("A", 0), ("B", 0), ("A", 0)], level: 3),
    Way(steps: "ABA", events: [("A", 0), ("A", 1), ("B", 2)], level: 2),
    Way(steps: "AAABA", events: [("A", 0), ("A", 0), ("A", 0), ("B", 0), ("A", 0)], level: 5),
    // Other events between the steps are ignored.
    Way(steps: "AC", events: [("A", 0), ("B", 1), ("A", 2), ("C", 3)], level: 2),
    Way(
      steps: "ABCDEFGH",
      events: Array(zip("ABCDEFGH".map { String($0) }, 0...)), level: 8),
    Way(steps: "AXB", events: [("A", 0), ("B", 1)], level: 1),
    Way(steps: "XA", events: [("A", 0)], level: 0),
  ]

  @Test(arguments: ways)
  func lastStep(_ way: Way) async throws {
    let monday = 1_706_486_400
    let lines = way.events.map { event, second in
      "{\"event\": \"\(event)\", \"properties\": "
        + "{\"time\": \(monday + second), \"distinct_id\": \"u\"}}"
    }
    let project = try await TestProject(lines + [line("Z", "other", "2024-01-01")])
    let rows = try await project.project.store.funnel(
      way.steps.map { String($0) },
      in: project.project.calendar.buckets(
        of: Window(unit: .week, interval: 2), now: monday + 86_400), by: nil)
    let expected = FunnelRow(week: 1, value: "", level: way.level, users: 1)
    #expect(rows == (way.level == 0 ? [] : [expected]))
  }

  private static let lines = [
    // The previous week: the user enters the funnel, but the second step is in the next week.
    line("home", "u1", "2024-01-28 23:59:59", "\"ref\": \"old\""),
    line("signup", "u1", "2024-01-29 00:00:00"),
    // This week.
    line("home", "u2", "2024-01-29 10:00:00", "\"ref\": \"google\""),
    line("signup", "u2", "2024-01-29 10:00:00"),
    line("home", "u3", "2024-01-30 10:00:00", "\"ref\": \"google\""),
    line("home", "u3", "2024-01-30 11:00:00", "\"ref\": \"bing\""),
    line("home", "u4", "2024-01-30 10:00:00", "\"ref\": \"bing\", \"plan\": 1"),
    line("home", "u4", "2024-01-30 10:00:00", "\"ref\": \"Bing\""),
    line("signup", "u4", "2024-01-31 10:00:00"),
    line("home", "u5", "2024-01-31 10:00:00"),
    // After `now`.
    line("signup", "u5", "2024-01-31 12:00:01"),
  ]

  private static func project() async throws -> TestProject {
    try await TestProject(
      lines,
      funnels: [
        ("Signup flow", ["home", "signup"]), ("Empty", ["nothing", "home"]), ("One", ["signup"]),
        ("Sinks", ["signup", "home"]),
      ])
  }

  @Test func weeks() async throws {
    let answer = try await Self.project().ask(
      .funnels, [.funnel: "[\"Signup flow\", \"Unknown\"]", .unit: "week", .interval: "2"])
    let expected = """
      {"Signup flow": {"data": {"2024-01-22": {"analysis": {"completion": 0.0, \
      "starting_amount": 1, "steps": 2, "worst": 2}, "steps": \
      [{"count": 1, "goal": "home", "overall_conv_ratio": 1.0, "step_conv_ratio": 1.0}, \
      {"count": 0, "goal": "signup", "overall_conv_ratio": 0.0, "step_conv_ratio": 0.0}]}, \
      "2024-01-29": {"analysis": {"completion": 0.5, "starting_amount": 4, "steps": 2, \
      "worst": 2}, "steps": \
      [{"count": 4, "goal": "home", "overall_conv_ratio": 1.0, "step_conv_ratio": 1.0}, \
      {"count": 2, "goal": "signup", "overall_conv_ratio": 0.5, "step_conv_ratio": 0.5}]}}, \
      "meta": {"dates": ["2024-01-22", "2024-01-29"]}}}
      """
    #expect(answer == expected)
  }

  @Test func emptyWeek() async throws {
    let answer = try await Self.project().ask(
      .funnels, [.funnel: "[\"Empty\"]", .unit: "week", .interval: "1"])
    #expect(
      answer.contains(
        """
        {"analysis": {"completion": 0.0, "starting_amount": 0, "steps": 2, "worst": 2}, "steps": \
        [{"count": 0, "goal": "nothing", "overall_conv_ratio": 0.0, "step_conv_ratio": 0.0}
        """))
  }

  @Test func names() async throws {
    let answer = try await Self.project().ask(.funnelsNames, [.unit: "week", .interval: "2"])
    #expect(answer == "[\"Signup flow\", \"One\", \"Sinks\"]")
  }

  @Test func dates() async throws {
    let project = try await Self.project()
    let all = try await project.ask(
      .funnelsDates, [.funnel: "[\"Empty\", \"Signup flow\"]", .unit: "week"])
    #expect(all == "{\"Empty\": [], \"Signup flow\": [\"2024-01-22\", \"2024-01-29\"]}")
    let latest = try await project.ask(
      .funnelsDates, [.funnel: "[\"Signup flow\"]", .unit: "week", .limit: "1"])
    #expect(latest == "{\"Signup flow\": [\"2024-01-29\"]}")
  }

  @Test func byProperty() async throws {
    let answer = try await Self.project().ask(
      .funnelsProperties,
      [.funnel: "Signup flow", .name: "ref", .unit: "week", .interval: "1", .limit: "2"])
    let expected = """
      {"2024-01-29": {"meta": {"name": "ref", "steps": 2, "values": ["google", ""]}, "values": \
      {"google": {"end": 2, "start": 1, "steps": {"1": {"best": true, "count": 1}, \
      "2": {"best": true, "count": 1}}, "total_visitors": 2}, \
      "": {"end": 1, "start": 1, "steps": {"1": {"count": 1}}, "total_visitors": 1}}}}
      """
    #expect(answer == expected)
  }

  /// Of two first events in one second, the one with the smaller text counts.
  @Test func leastText() async throws {
    let answer = try await Self.project().ask(
      .funnelsProperties, [.funnel: "Signup flow", .name: "ref", .unit: "week", .interval: "1"])
    #expect(answer.contains("\"values\": [\"google\", \"\", \"Bing\"]"))
  }

  @Test(arguments: ["Empty", "Unknown"])
  func byPropertyOfNothing(_ funnel: String) async throws {
    let answer = try await Self.project().ask(
      .funnelsProperties, [.funnel: funnel, .name: "ref", .unit: "week", .interval: "1"])
    let empty = """
      {"2024-01-29": {"meta": {"name": "ref", "steps": 2, "values": []}, "values": {}}}
      """
    #expect(answer == (funnel == "Empty" ? empty : "{}"))
  }

  @Test func propertyNames() async throws {
    let answer = try await Self.project().ask(
      .funnelsPropertiesNames, [.funnel: "Signup flow", .unit: "week", .interval: "1"])
    let expected = """
      {"Signup flow": {"meta": {"date": "2024-01-31 12:00:00"}, "names": \
      [{"count": 5, "name": "ref", "property": "ref"}, \
      {"count": 1, "name": "plan", "property": "plan"}]}}
      """
    #expect(answer == expected)
  }

  @Test func definitions() async throws {
    let project = try await Self.project().project
    try await project.define([try FunnelDefinition(name: "Empty", steps: ["x"])])
    #expect(try await project.dropFunnel(named: "One"))
    #expect(try await !project.dropFunnel(named: "One"))
    let funnels = try await project.funnels()
    #expect(funnels.map(\.name) == ["Signup flow", "Empty", "Sinks"])
    #expect(funnels.map(\.steps) == [["home", "signup"], ["x"], ["signup", "home"]])
  }

  @Test(arguments: [
    ("", ["a"], FunnelError.badName("")),
    ("n\0", ["a"], .badName("n\0")),
    ("n", [], .stepCount("n", 0)),
    ("n", [String](repeating: "a", count: 9), .stepCount("n", 9)),
    ("n", ["a", ""], .badStep("n", "")),
  ])
  func badDefinition(_ name: String, _ steps: [String], _ error: FunnelError) {
    #expect(throws: error) { try FunnelDefinition(name: name, steps: steps) }
  }
}
