import GRDB
import MPQAPI
import TestSupport
import Testing

@testable import MPQSQLite
@testable import MPQStore

/// Helper threads change neither rows nor errors.
@Suite(.timeLimit(.minutes(1))) struct FunnelThreadTests {
  private static let days = (1...30).map { $0 < 10 ? "2024-01-0\($0)" : "2024-01-\($0)" }

  /// Six weeks in which one user enters with two values in one second.
  private static func project() async throws -> TestProject {
    try await TestProject(
      days.enumerated().flatMap { index, day in
        (0..<60).map { number in
          line(
            ["a", "b", "c"][number % 3], "u\(number % 7)", "\(day) 10:00:\(10 + number / 6)",
            "\"p\": \"\(number % 5)\"")
        } + (0..<2).map { line("a", "u8", "\(day) 09:00:00", "\"p\": \"\(9 - index % 4 * $0)\"") }
      })
  }

  /// The rows of a funnel, sorted.
  private static func rows(
    _ project: TestProject, _ helpers: HelperThreads, by property: String?, _ stop: StopFlag
  ) async throws -> [String] {
    let store = try #require(project.project.store as? SQLiteStore)
    let weeks = store.calendar.buckets(of: Window(unit: .week, interval: 6), now: 1_706_702_000)
    let parts = store.calendar.parts(of: weeks)
    return try store.readNow { database in
      let days = try DayReader(database, store.calendar)
      let reader = try FunnelReader(["a", "b", "c"], by: property, in: days, ValueTexts())
      return try reader.rows(of: parts, helpers: helpers, stop: stop).map { "\($0)" }.sorted()
    }
  }

  @Test(arguments: [1, 2, 5], [nil, "p"])
  func sameRows(_ count: Int, _ property: String?) async throws {
    let project = try await Self.project()
    let alone = try await Self.rows(project, HelperThreads(count: 0), by: property, StopFlag())
    #expect(alone.contains { $0.contains("week: 5") })
    let helpers = HelperThreads(count: count)
    for _ in 0..<20 {
      #expect(try await Self.rows(project, helpers, by: property, StopFlag()) == alone)
    }
    // A thread becomes free shortly after its last week.
    while helpers.freeCount < count { await Task.yield() }
  }

  @Test(arguments: 0...3)
  func damage(_ count: Int) async throws {
    let project = try await Self.project()
    let store = try #require(project.project.store as? SQLiteStore)
    try await store.write { database, _ in
      let last = try #require(try Int.fetchOne(database, sql: "SELECT max(id) FROM day_users"))
      try database.execute(
        sql: "UPDATE day_users SET bytes = x'ff' WHERE id > ?", arguments: [last - 3])
    }
    for _ in 0..<20 {
      let error = await #expect(throws: DatabaseError.self) {
        try await Self.rows(project, HelperThreads(count: count), by: "p", StopFlag())
      }
      #expect(error?.resultCode == .SQLITE_CORRUPT)
    }
  }

  @Test(arguments: 0...3)
  func stop(_ count: Int) async throws {
    let project = try await Self.project()
    let (helpers, stop) = (HelperThreads(count: count), StopFlag())
    stop.set()
    await #expect(throws: CancellationError.self) {
      try await Self.rows(project, helpers, by: "p", stop)
    }
    while helpers.freeCount < count { await Task.yield() }
  }

  @Test func foldStops() throws {
    let stop = StopFlag()
    stop.set()
    var fold = FunnelFold(
      FunnelShape(steps: [0], highestUser: 1, highestValue: nil), stop: stop)
    let rows = DayRows(users: [1], first: 0, seconds: [0], places: [0])
    let step = FunnelWeek.Step(place: 0, days: [(PackedDay(rows, nil), [0..<1])])
    #expect(throws: CancellationError.self) { try fold.fold(FunnelWeek(week: 0, steps: [step])) }
  }

  @Test func busyHelpers() async {
    let helpers = HelperThreads(count: 1)
    let isSecondStarted = await withCheckedContinuation { continuation in
      let isStarted = helpers.start { continuation.resume(returning: helpers.start {}) }
      #expect(isStarted)
    }
    #expect(!isSecondStarted)
    while helpers.freeCount < 1 { await Task.yield() }
    #expect(!HelperThreads(count: 0).start {})
  }
}
