import GRDB
import MPQAPI
import TestSupport
import Testing

@testable import MPQSQLite
@testable import MPQStore

/// Equal numbers are one value, and an export has their original spelling.
@Suite struct EqualNumbersTests {
  private static let spelled = ["1", "1.0", "1e0", "10e-1", "\"1\"", "\"1.0\"", "[1.0]", "[1]"]

  private static let lines = spelled.enumerated().map { index, value in
    line("a", "u\(index % 3)", "2024-01-31 0\(index):00:00", "\"n\": \(value)")
  }

  private static func project() async throws -> TestProject {
    try await TestProject(
      lines + [line("b", "u0", "2024-01-31 09:00:00")], funnels: [("f", ["a", "b"])])
  }

  private static let day: KeyValuePairs<Parameter.Name, String> = [
    .event: "a", .name: "n", .type: "general", .unit: "day", .interval: "1",
  ]

  @Test func answers() async throws {
    let project = try await Self.project()
    let answer = try await project.ask(.eventsProperties, Self.day)
    #expect(
      answer.contains(
        "{\"1\": {\"2024-01-31\": 5}, \"[1]\": {\"2024-01-31\": 2}, \"1.0\": {\"2024-01-31\": 1}}"))
    let unique = try await project.ask(
      .eventsProperties,
      [
        .event: "a", .name: "n", .type: "unique", .unit: "day", .interval: "1",
        .values: "[\"1\", \"1e0\"]",
      ])
    #expect(unique.contains("{\"1\": {\"2024-01-31\": 3}, \"1e0\": {\"2024-01-31\": 0}}"))
    let values = try await project.ask(.eventsPropertiesValues, Self.day)
    #expect(values == "[\"1\", \"[1]\", \"1.0\"]")
    let funnel = try await project.ask(
      .funnelsProperties, [.funnel: "f", .name: "n", .unit: "week", .interval: "1"])
    #expect(funnel.contains("\"values\": [\"1\"]}"))
    // Also before the days are settled, and for a part of a day.
    let store = try #require(project.project.store as? SQLiteStore)
    let buckets = project.project.calendar.buckets(
      of: Window(unit: .hour, interval: 11), now: 1_706_698_800)
    let settled = try await store.breakdown(
      of: "a", by: "n", values: nil, in: buckets, for: .unique)
    try await store.write { database, _ in
      try database.execute(
        sql: "INSERT INTO unsettled SELECT event, day FROM day; DELETE FROM day")
    }
    let plain = try await store.breakdown(
      of: "a", by: "n", values: nil, in: buckets, for: .unique)
    #expect(settled.map { "\($0)" }.sorted() == plain.map { "\($0)" }.sorted())
    #expect(try await project.ask(.eventsProperties, Self.day) == answer)
  }

  @Test func linesComeBack() async throws {
    let project = try await Self.project()
    let exported = try await ExportTests.export(project.project)
    let text = String(decoding: exported, as: UTF8.self)
    #expect(Array(text.split(separator: "\n").dropLast().map { String($0) }) == Self.lines)
    #expect(try await project.project.check() == [])
  }

  /// A file of version 4 has them as different values.
  @Test(arguments: [Project.Access.reading, .writing])
  func earlierVersion(_ access: Project.Access) async throws {
    let project = try await Self.project()
    let expected = try await project.ask(.eventsProperties, Self.day)
    let store = try #require(project.project.store as? SQLiteStore)
    let calendar = store.calendar
    try await store.write { database, _ in
      try database.execute(
        sql: "DELETE FROM spelling; INSERT INTO unsettled SELECT event, day FROM day;"
          + "DELETE FROM day")
      while try DaySettler(database, calendar).settle(limit: 10) > 0 {}
      try database.execute(sql: "DROP TABLE spelling; PRAGMA user_version = 4")
    }
    try project.project.close()
    let path = project.folder.path("p.mpqdb")
    let opened = try Project.open(at: path, for: access)
    let clock = try #require(ProjectClock(parsing: "2024-01-31 12:00:00", in: calendar))
    let call = try Call(
      .eventsProperties,
      [
        Call.Argument(.event, .text("a")), Call.Argument(.name, .text("n")),
        Call.Argument(.type, .measure(.general)), Call.Argument(.unit, .unit(.day)),
        Call.Argument(.interval, .integer(1)),
      ])
    let response = try await StoreSource(opened, clock: clock).response(to: call)
    #expect(String(decoding: response.body, as: UTF8.self) == expected)
    let unsettled = try await (try #require(opened.store as? SQLiteStore)).read { database in
      try Int.fetchOne(database, sql: "SELECT count(*) FROM unsettled")
    }
    #expect(unsettled == 0)
    #expect(try await opened.check() == [])
  }

  @Test(arguments: [
    "DELETE FROM spelling WHERE id = 2", "UPDATE spelling SET shown = 2 WHERE id = 3",
    "INSERT INTO spelling VALUES (1, 99, 1)", "INSERT INTO spelling VALUES (1, 1, 2)",
  ])
  func damageIsFound(_ sql: String) async throws {
    let project = try await Self.project()
    let store = try #require(project.project.store as? SQLiteStore)
    try await store.write { database, _ in try database.execute(sql: sql) }
    #expect(try await project.project.check() != [])
  }
}
