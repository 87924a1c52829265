import GRDB
import MPQAPI
import TestSupport
import Testing

@testable import MPQSQLite
@testable import MPQStore

/// Work that does not read the file checks for cancellation.
@Suite struct CancellationTests {
  private static let days = (1...9).map { "2024-01-0\($0)" }

  private static func project() async throws -> TestProject {
    try await TestProject(
      days.flatMap { day in
        (0..<20).map { line("ab".map(String.init)[$0 % 2], "u\($0)", day, "\"p\": \($0 % 5)") }
      })
  }

  /// Runs `body` in a cancelled task; the database connection is not interrupted.
  private static func cancelled(
    _ project: TestProject,
    _ body: @escaping @Sendable (Database, DayReader, [DayPart]) throws -> Void
  ) async -> Result<Void, any Error> {
    let path = project.folder.path("p.mpqdb")
    let calendar = project.project.calendar
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      try read(path) { database in
        let week = Window(unit: .week, interval: 8)
        let parts = calendar.parts(of: calendar.buckets(of: week, now: 1_706_702_000))
        try body(database, try DayReader(database, calendar), parts)
      }
    }
    return await task.result
  }

  private static func read(_ path: String, _ body: (Database) throws -> Void) throws {
    try DatabaseQueue(path: path).read(body)
  }

  private static func slices(
    _ database: Database, _ days: DayReader, _ parts: [DayPart],
    _ detail: DayReader.Detail = .users
  ) throws -> [DaySlice] {
    let table = try #require(try database.eventTables(["a"]).first)
    return try days.slices(ofEvent: table.id, parts, detail)
  }

  private static let folds:
    [(name: String, body: @Sendable (Database, DayReader, [DayPart]) throws -> Void)] = [
      (
        "users",
        { database, days, parts in
          var union = UserUnion(highest: days.highestUser)
          _ = try union.count(slices(database, days, parts)[...])
        }
      ),
      (
        "values",
        { database, days, parts in
          var fold = ValueFold(property: 1, highest: 5, wanted: nil, highestUser: nil)
          _ = try fold.tallies(slices(database, days, parts)[...])
        }
      ),
      (
        "properties",
        { database, days, parts in
          var fold = PropertyFold(
            try slices(database, days, parts, .properties), needsUser: true, in: database)
          try fold.countEvents()
          try fold.countUsers(highest: days.highestUser)
        }
      ),
      (
        "funnels",
        { _, days, parts in
          let reader = try FunnelReader(["a", "b"], by: "p", in: days, ValueTexts())
          _ = try reader.rows(of: parts, stop: StopFlag())
        }
      ),
    ]

  @Test(arguments: folds.indices) func foldsEnd(_ index: Int) async throws {
    let project = try await Self.project()
    let result = await Self.cancelled(project, Self.folds[index].body)
    #expect(throws: CancellationError.self) { try result.get() }
  }

  @Test func longWorkEndsSoon() async throws {
    let steps = await Task {
      withUnsafeCurrentTask { $0?.cancel() }
      var work = LongWork()
      var steps = 0
      while steps < 1 << 20, (try? work.go(on: 1)) != nil { steps += 1 }
      return steps
    }.value
    #expect(steps < 1 << 15)
    var work = LongWork()
    for _ in 0..<1 << 15 { try work.go(on: 3) }
  }
}
