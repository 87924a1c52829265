import MPQAPI
import TestSupport
import Testing

@testable import MPQSQLite
@testable import MPQStore

@Suite struct RetentionTests {
  @Test func fractionsOfCohorts() async throws {
    let project = try await TestProject([
      line("a", "u1", "2024-01-29 10:00:00"), line("a", "u1", "2024-01-29 11:00:00"),
      line("a", "u1", "2024-01-31 10:00:00"), line("a", "u2", "2024-01-29 10:00:00"),
      line("a", "u2", "2024-01-30 10:00:00"), line("a", "u2", "2024-01-31 10:00:00"),
      line("a", "u3", "2024-01-31 10:00:00"), line("a", "u3", "2024-01-28 10:00:00"),
      line("a", "u4", "2024-01-31 12:00:01"),
    ])
    let answer = try await project.ask(
      .eventsRetention, [.event: "[\"a\", \"unknown\"]", .unit: "day", .interval: "3"])
    let expected = """
      {"data": {"a": {"descriptions": {"2024-01-29": {"1 days later": "2024-01-29", \
      "2 days later": "2024-01-29"}, "2024-01-31": {}}, \
      "series": ["1 days later", "2 days later"], \
      "values": {"2024-01-29": {"1 days later": 0.5, "2 days later": 1.0}, "2024-01-31": {}}}}, \
      "meta": {"unit": "day"}}
      """
    #expect(answer == expected)
  }

  @Test func oneBucketHasNoOffsets() async throws {
    let project = try await TestProject([line("a", "u1", "2024-01-31 10:00:00")])
    let answer = try await project.ask(
      .eventsRetention, [.event: "[\"a\"]", .type: "unique", .unit: "week", .interval: "1"])
    #expect(
      answer == """
        {"data": {"a": {"descriptions": {"2024-01-29": {}}, "series": [], \
        "values": {"2024-01-29": {}}}}, "meta": {"unit": "week"}}
        """)
  }

  /// More buckets than a machine word has bits.
  @Test func manyBuckets() async throws {
    let project = try await TestProject([
      line("a", "u1", "2023-10-01 10:00:00"), line("a", "u1", "2024-01-31 10:00:00"),
      line("a", "u2", "2023-10-01 10:00:00"),
    ])
    let rows = try await project.project.store.cohorts(
      of: "a",
      in: project.project.calendar.buckets(
        of: Window(unit: .day, interval: 200), now: 1_706_702_400))
    let expected = [
      CohortRow(cohort: 77, bucket: 77, users: 2), CohortRow(cohort: 77, bucket: 199, users: 1),
    ]
    #expect(rows == expected)
  }
}
