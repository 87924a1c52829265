import GRDB
import MPQAPI
import TestSupport
import Testing

@testable import MPQSQLite
@testable import MPQStore

/// Events whose `distinct_id` is missing, null or empty count in totals, but not as users.
@Suite struct NoUserTests {
  private static func event(_ name: String, _ second: Int, _ member: String) -> String {
    "{\"event\": \"\(name)\", \"properties\": {\"time\": \(1_706_662_800 + second)\(member), "
      + "\"p\": \"x\"}}"
  }

  private static let nobody = ["", ", \"distinct_id\": null", ", \"distinct_id\": \"\""]
  private static let ann = ", \"distinct_id\": \"ann\""

  /// Two days; on the second one, no event has a user.
  private static let lines =
    nobody.flatMap { [event("a", 0, $0), event("b", 60, $0)] }
    + [event("a", 120, ann), event("b", 180, ann)]
    + nobody.map { event("a", 86_400, $0) }

  private static func project() async throws -> TestProject {
    try await TestProject(
      lines, now: "2024-02-01 12:00:00", funnels: [("f", ["a", "b"]), ("g", ["only nobody"])])
  }

  @Test(arguments: [
    ("general", "{\"2024-01-31\": 4, \"2024-02-01\": 3}"),
    ("unique", "{\"2024-01-31\": 1, \"2024-02-01\": 0}"),
    ("average", "{\"2024-01-31\": 4.0, \"2024-02-01\": 0.0}"),
  ])
  func measures(_ type: String, _ numbers: String) async throws {
    let project = try await Self.project()
    #expect(project.report.added == Self.lines.count)
    #expect(project.report.withoutUser == 9)
    let series = try await project.ask(
      .events, [.event: "[\"a\"]", .type: type, .unit: "day", .interval: "2"])
    #expect(series.contains("{\"a\": \(numbers)}"))
    let values = try await project.ask(
      .eventsProperties, [.event: "a", .name: "p", .type: type, .unit: "day", .interval: "2"])
    #expect(values.contains("{\"x\": \(numbers)}"))
    // The users of two days are a union.
    let week = try await project.ask(
      .events, [.event: "[\"a\"]", .type: type, .unit: "week", .interval: "1"])
    let expected = ["general": "7", "unique": "1", "average": "7.0"]
    #expect(week.contains("{\"a\": {\"2024-01-29\": \(expected[type] ?? "")}}"))
    let properties = try await project.ask(
      .eventsPropertiesTop, [.event: "a", .type: type, .unit: "day", .interval: "2"])
    #expect(properties == "{\"p\": {\"count\": \(expected[type] ?? "")}}")
  }

  @Test func retention() async throws {
    let answer = try await Self.project().ask(
      .eventsRetention, [.event: "[\"a\"]", .unit: "day", .interval: "2"])
    #expect(answer.contains("\"values\": {\"2024-01-31\": {\"1 days later\": 0.0}}"))
  }

  @Test func funnels() async throws {
    let project = try await TestProject(
      Self.lines + Self.nobody.map { Self.event("c", 0, $0) }, now: "2024-02-01 12:00:00",
      funnels: [("f", ["a", "b"]), ("g", ["c", "a"])])
    let week: KeyValuePairs<Parameter.Name, String> = [.unit: "week", .interval: "1"]
    #expect(try await project.ask(.funnelsNames, week) == "[\"f\"]")
    let dates = try await project.ask(.funnelsDates, [.funnel: "[\"f\", \"g\"]", .unit: "week"])
    #expect(dates == "{\"f\": [\"2024-01-29\"], \"g\": []}")
    let steps = try await project.ask(
      .funnels, [.funnel: "[\"f\"]", .unit: "week", .interval: "1"])
    #expect(steps.contains("{\"count\": 1, \"goal\": \"a\","))
    #expect(steps.contains("{\"count\": 1, \"goal\": \"b\","))
    let values = try await project.ask(
      .funnelsProperties, [.funnel: "f", .name: "p", .unit: "week", .interval: "1"])
    #expect(values.contains("\"total_visitors\": 1}"))
    let names = try await project.ask(
      .funnelsPropertiesNames, [.funnel: "f", .unit: "week", .interval: "1"])
    #expect(names.contains("[{\"count\": 2, \"name\": \"p\""))
  }

  @Test func linesComeBack() async throws {
    let project = try await Self.project()
    let exported = try await ExportTests.export(project.project)
    #expect(
      exported.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
        .sorted() == Self.lines.sorted())
    #expect(try await project.project.check() == [])
    #expect(try await project.project.info().users == 1)
  }

  /// A file of version 3 has the empty text as a user.
  @Test(arguments: [Project.Access.reading, .writing])
  func earlierVersion(_ access: Project.Access) async throws {
    let project = try await Self.project()
    let store = try #require(project.project.store as? SQLiteStore)
    let calendar = store.calendar
    try await store.write { database, _ in
      try database.execute(sql: "INSERT INTO user VALUES (2, '')")
      for event in [1, 2] {
        try database.execute(sql: "UPDATE events_\(event) SET user = 2 WHERE user = 0")
      }
      try database.execute(
        sql: "DELETE FROM day; INSERT OR IGNORE INTO unsettled SELECT DISTINCT event, day FROM ("
          + "SELECT 1 AS event, (id >> 20) / 86400 AS day FROM events_1 "
          + "UNION SELECT 2, (id >> 20) / 86400 FROM events_2)")
      while try DaySettler(database, calendar).settle(limit: 10) > 0 {}
      try database.execute(sql: "DROP TABLE spelling; PRAGMA user_version = 3")
    }
    try project.project.close()
    let path = project.folder.path("p.mpqdb")
    try Project.open(at: path, for: access).close()
    let writer = try Project.open(at: path, for: .writing)
    #expect(try await writer.check() == [])
    #expect(try await writer.info().users == 1)
    let buckets = calendar.buckets(of: Window(unit: .day, interval: 2), now: 1_706_788_800)
    let rows = try await writer.store.counts(of: ["a"], in: buckets, for: .unique)
    #expect(rows.map(\.tally) == [Tally(events: 4, users: 1), Tally(events: 3, users: 0)])
    // New events also have no user.
    let more = [Self.event("a", 86_401, ", \"distinct_id\": \"\"")]
    let source = try project.folder.write(Array(more[0].utf8), to: "more.ndjson")
    _ = try await writer.importEvents(from: [source])
    let again = try await writer.store.counts(of: ["a"], in: buckets, for: .unique)
    #expect(again.map(\.tally) == [Tally(events: 4, users: 1), Tally(events: 4, users: 0)])
    #expect(try await writer.check() == [])
  }
}
