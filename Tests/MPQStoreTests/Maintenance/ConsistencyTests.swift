import Foundation
import GRDB
import Testing

@testable import MPQStore

/// What a check finds.
@Suite struct ConsistencyTests {
  private static func project() async throws -> TestProject {
    let lines = (0..<40).map {
      line($0 % 2 == 0 ? "a" : "b", "u\($0 % 7)", "2024-01-01", "\"p\": \($0 % 5), \"q\": \"x\"")
    }
    return try await TestProject(lines, funnels: [("f", ["a", "b"])])
  }

  /// Each damage, and how it is told.
  @Test(arguments: [
    ("DELETE FROM user WHERE id = 3", "'user'"),
    ("DELETE FROM event WHERE id = 2", "belongs to no event"),
    ("INSERT INTO event VALUES (3, 'c')", "event 'c' has no table"),
    ("DELETE FROM value WHERE property = 1 AND id = 2", "the values of property 1"),
    ("DELETE FROM property WHERE id = 2", "property 2, which has no name"),
    ("UPDATE events_1 SET user = 99", "a user who has no name"),
    ("UPDATE events_1 SET properties = x'0163'", "properties or values that have no text"),
    ("UPDATE events_1 SET properties = x'01'", "properties or values that have no text"),
    ("UPDATE events_2 SET properties = x'01630100'", "properties or values that have no text"),
    ("UPDATE events_1 SET id = -5 WHERE id = (SELECT min(id) FROM events_1)", "when none can be"),
    ("DELETE FROM funnel_step WHERE position = 1", "funnel 'f'"),
    ("DELETE FROM funnel", "belong to no funnel"),
  ])
  func found(_ damage: String, _ problem: String) async throws {
    let project = try await Self.project()
    #expect(try await project.project.inconsistencies() == [])
    let store = try #require(project.project.store as? SQLiteStore)
    _ = try await store.write { database, _ in try database.execute(sql: damage) }
    let problems = try await project.project.inconsistencies()
    #expect(problems.contains { $0.contains(problem) }, "\(problems)")
    #expect(problems.count <= 100)
  }
}
