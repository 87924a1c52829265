import Foundation
import GRDB
import TestSupport
import Testing

@testable import MPQSQLite
@testable import MPQStore

/// The problems that a check finds.
@Suite struct ConsistencyTests {
  private static func project() async throws -> TestProject {
    let lines = (0..<40).map {
      line($0 % 2 == 0 ? "a" : "b", "u\($0 % 7)", "2024-01-01", "\"p\": \($0 % 5), \"q\": \"x\"")
    }
    // A line without a style.
    let odd = line("a", "u1", "2024-01-02", "\"p\": 1, \"q\": \"x\"") + " "
    return try await TestProject(lines + [odd], funnels: [("f", ["a", "b"])])
  }

  /// Each kind of damage is reported.
  @Test(arguments: [
    ("DELETE FROM user WHERE id = 3", "'user'"),
    ("DELETE FROM event WHERE id = 2", "belongs to no event"),
    ("INSERT INTO event VALUES (3, 'c')", "event 'c' has no table"),
    ("DELETE FROM value WHERE property = 1 AND id = 2", "the values of property 1"),
    ("DELETE FROM property WHERE id = 2", "property 2 has values but no name"),
    ("UPDATE events_1 SET user = 99", "an unknown user"),
    ("UPDATE events_1 SET properties = x'0163'", "unknown properties or values"),
    ("UPDATE events_1 SET properties = x'01'", "unknown properties or values"),
    ("UPDATE events_2 SET properties = x'01630100'", "unknown properties or values"),
    ("UPDATE events_1 SET id = -5 WHERE id = (SELECT min(id) FROM events_1)", "the invalid time"),
    ("UPDATE events_1 SET properties = x'000101'", "unknown properties or values"),
    ("UPDATE events_1 SET properties = x'000102020002'", "unknown properties or values"),
    ("UPDATE events_1 SET properties = x'0009'", "a line style that does not fit"),
    ("UPDATE style SET bytes = x'030000090102'", "a line style that does not fit"),
    ("UPDATE style SET bytes = x'00000009'", "the line styles are invalid"),
    ("UPDATE style SET id = 1", "the line styles are invalid"),
    ("DELETE FROM line", "has neither a line nor a style"),
    ("UPDATE line SET bytes = replace(bytes, 'u1', 'u2')", "the line of another event"),
    ("UPDATE line SET bytes = replace(bytes, '\"x\"', '\"y\"')", "the line of another event"),
    ("UPDATE line SET bytes = x'41'", "the line of another event"),
    ("INSERT INTO line VALUES (1, 99, x'41')", "1 line of no event"),
    ("DELETE FROM funnel_step WHERE position = 1", "funnel 'f'"),
    ("DELETE FROM funnel", "of no funnel"),
  ])
  func found(_ damage: String, _ problem: String) async throws {
    let project = try await Self.project()
    #expect(try await project.project.check() == [])
    let store = try #require(project.project.store as? SQLiteStore)
    _ = try await store.write { database, _ in try database.execute(sql: damage) }
    let problems = try await project.project.check()
    #expect(problems.contains { $0.contains(problem) }, "\(problems)")
    #expect(problems.count <= 100)
  }
}
