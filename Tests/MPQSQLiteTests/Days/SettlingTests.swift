import GRDB
import MPQAPI
import TestSupport
import Testing

@testable import MPQSQLite
@testable import MPQStore

/// Settled days never change an answer.
@Suite struct SettlingTests {
  private static let zone = "America/St_Johns"
  /// Right after a clock went back over midnight.
  private static let now = 1_162_130_000

  private static func events(_ count: Int, _ random: inout SeededGenerator) -> [RawEvent] {
    (0..<count).map { _ in
      let back = Int.random(in: 0...Int.random(in: 1...2_000_000, using: &random), using: &random)
      let properties = ["p", "q", "r"].filter { _ in Bool.random(using: &random) }.map { name in
        RawEvent.Property(
          name: name, text: "\(Int.random(in: 0...9, using: &random))", isText: true)
      }
      return RawEvent(
        event: ["a", "b", "c"].randomElement(using: &random) ?? "a", time: now + 5000 - back,
        user: Int.random(in: 0...9, using: &random) == 0
          ? "" : "u\(Int.random(in: 0...40, using: &random))",
        insertID: Bool.random(using: &random) ? "\(back % 50)" : nil, properties: properties)
    }
  }

  /// One answer of each operation in several units, sorted.
  private static func answers(_ store: any EventStore) async throws -> [[String]] {
    let calendar = try #require(ProjectCalendar(timeZone: zone))
    var answers: [[String]] = []
    for unit in Window.Unit.allCases {
      let buckets = calendar.buckets(of: Window(unit: unit, interval: 5), now: now)
      for measure in Measure.allCases {
        answers.append(
          try await store.counts(of: nil, in: buckets, for: measure).map { "\($0)" })
        answers.append(
          try await store.breakdown(
            of: "a", by: "p", values: nil, in: buckets, for: measure
          ).map { "\($0)" })
        answers.append(
          try await store.breakdown(
            of: "b", by: "q", values: ["1", "2"], in: buckets.merged, for: measure
          ).map { "\($0)" })
        for needsUser in [false, true] {
          answers.append(
            try await store.propertyCounts(
              of: ["a", "b"], in: buckets, for: measure, needsUser: needsUser
            ).map { "\($0)" })
        }
      }
      answers.append(try await store.cohorts(of: "a", in: buckets).map { "\($0)" })
      for property in [nil, "r"] {
        answers.append(
          try await store.funnel(["a", "b", "a"], in: buckets, by: property).map { "\($0)" })
        answers.append(
          try await store.funnel(["a", "b", "c"], in: buckets, by: property).map { "\($0)" })
      }
    }
    return answers.map { $0.sorted() }
  }

  /// With late events and duplicates, and with some days settled and others not.
  @Test(arguments: 1...4)
  func lateEvents(_ seed: UInt64) async throws {
    let folder = try TemporaryFolder()
    let settled = try Project.create(at: folder.path("s.mpqdb"), timeZone: Self.zone)
    let plain = try Project.create(at: folder.path("p.mpqdb"), timeZone: Self.zone)
    let store = try #require(settled.store as? SQLiteStore)
    var random = SeededGenerator(seed)
    for round in 0..<4 {
      let events = Self.events(300, &random)
      let summary = try await settled.store.append(events)
      #expect(try await plain.store.append(events) == summary)
      if round % 2 == 0 {
        try await settled.settle()
      } else {
        // As if the process ended in between.
        let calendar = store.calendar
        _ = try await store.write { database, dictionaries in
          dictionaries.unsettled = []
          let settler = try DaySettler(database, calendar)
          return try settler.settle(limit: 3)
        }
      }
      #expect(try await Self.answers(settled.store) == Self.answers(plain.store))
      #expect(try await settled.check() == [])
      #expect(try await plain.check() == [])
    }
    try await settled.settle()
    let left = try await store.read { database in
      try Int.fetchOne(database, sql: "SELECT count(*) FROM unsettled")
    }
    #expect(left == 0)
  }

  /// A check finds stored days that differ from the events.
  @Test(arguments: [
    ("UPDATE day SET events = events + 1 WHERE event = 1", "the counts differ from its events"),
    ("UPDATE day SET last = last + 1 WHERE event = 1", "the counts differ from its events"),
    ("UPDATE day_users SET bytes = x'010101'", "the users differ from its events"),
    ("DELETE FROM day_column WHERE id & 268435455 = 0", "the rows differ from its events"),
    (
      "DELETE FROM day_column WHERE id & 268435455 = 1",
      "the values of property 1 differ from its events"
    ),
    (
      "UPDATE day_column SET bytes = x'00' WHERE id & 268435455 = 1",
      "the values of property 1 differ from its events"
    ),
    (
      "INSERT INTO day_column SELECT id + 1, bytes FROM day_column WHERE id & 268435455 = 1",
      "has values of property 2, but its events do not"
    ),
    ("DELETE FROM day WHERE event = 1", "has events, but is not stored"),
    ("INSERT INTO unsettled SELECT event, day FROM day", "is stored, but marked as missing"),
    ("INSERT INTO day VALUES (1, 5, 1, 1, 1, 1, x'')", "is stored, but has no events"),
  ])
  func differences(_ sql: String, _ problem: String) async throws {
    let project = try await TestProject([
      line("a", "u", "2024-01-31", "\"p\": 1"), line("a", "v", "2024-01-31", "\"p\": 2"),
    ])
    let store = try #require(project.project.store as? SQLiteStore)
    #expect(try await project.project.check() == [])
    try await store.write { database, _ in try database.execute(sql: sql) }
    let differences = try await project.project.check()
    #expect(differences.count == 1)
    #expect(differences.first?.hasSuffix(problem) == true, "\(differences)")
  }

  /// A file of version 1 is upgraded when it is opened for reading or writing.
  @Test(arguments: [Project.Access.reading, .writing])
  func earlierVersion(_ access: Project.Access) async throws {
    let folder = try TemporaryFolder()
    let project = try Project.create(at: folder.path("p.mpqdb"), timeZone: Self.zone)
    var random = SeededGenerator(31)
    _ = try await project.store.append(Self.events(500, &random))
    let expected = try await Self.answers(project.store)
    let store = try #require(project.store as? SQLiteStore)
    try await store.write { database, _ in
      for table in ["day", "day_users", "day_column", "unsettled", "style", "line", "spelling"] {
        try database.execute(sql: "DROP TABLE \(table)")
      }
      try database.execute(sql: "PRAGMA user_version = 1")
    }
    try project.close()
    let again = try Project.open(at: folder.path("p.mpqdb"), for: access)
    #expect(try await Self.answers(again.store) == expected)
    #expect(try await again.check() == [])
    try again.close()
    #expect(try folder.bytes(of: "p.mpqdb")[63] == UInt8(Schema.version))
  }
}
