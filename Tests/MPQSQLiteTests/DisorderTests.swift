import GRDB
import MPQAPI
import Synchronization
import TestSupport
import Testing

@testable import MPQSQLite
@testable import MPQStore

/// Imports of unordered events, which are committed several batches at a time.
@Suite struct DisorderTests {
  private static func event(_ number: Int, user: Int? = nil) -> RawEvent {
    RawEvent(
      event: "e\(number % 3)", time: 1_700_000_000 + number * 1000, user: "u\(user ?? number)",
      properties: [RawEvent.Property(name: "p", text: "v\(user ?? number)", isText: true)])
  }

  /// A project, and another connection to it.
  private struct Watched {
    let folder: TemporaryFolder
    let project: Project

    init() throws {
      folder = try TemporaryFolder()
      project = try Project.create(at: folder.path("p.mpqdb"), timeZone: "UTC")
    }

    func append(_ numbers: Range<Int>, commits: Bool) async throws -> Int {
      let events = RawEvents(numbers.map { event($0) })
      return try await project.store.append(events, at: nil, commits: commits).added
    }

    /// What others see of it.
    func kept() async throws -> Int {
      let reader = try Project.open(at: folder.path("p.mpqdb"), for: .reading)
      let count = try await reader.info().events
      try reader.close()
      return count
    }
  }

  /// A batch that does not commit is committed with the next one that does.
  @Test func keepsBatchesTogether() async throws {
    let watched = try Watched()
    #expect(try await watched.append(0..<10, commits: false) == 10)
    #expect(try await watched.append(10..<20, commits: false) == 10)
    #expect(try await watched.kept() == 0)
    #expect(try await watched.append(20..<30, commits: true) == 10)
    #expect(try await watched.kept() == 30)
    #expect(try await watched.append(30..<40, commits: false) == 10)
    // What else is written commits too.
    try await watched.project.define([try FunnelDefinition(name: "f", steps: ["e0", "e1"])])
    #expect(try await watched.kept() == 40)
    #expect(try await watched.project.check() == [])
    #expect(try await watched.append(40..<50, commits: false) == 10)
    try watched.project.close()
    #expect(try await watched.kept() == 40)
  }

  /// A failure rolls back all uncommitted events and their numbers.
  @Test func failsTogether() async throws {
    struct Failure: Error {}
    let watched = try Watched()
    let store = try #require(watched.project.store as? SQLiteStore)
    #expect(try await watched.append(0..<10, commits: true) == 10)
    #expect(try await watched.append(10..<20, commits: false) == 10)
    await #expect(throws: StoreError.self) {
      try await store.write { _, _ in throw Failure() }
    }
    #expect(try await watched.append(20..<30, commits: true) == 10)
    let info = try await watched.project.info()
    #expect(info.events == 20 && info.users == 20)
    #expect(try await watched.project.check() == [])
  }

  /// The order of the lines does not change the stored events.
  @Test(arguments: [1, 2] as [UInt64])
  func anyOrder(_ seed: UInt64) async throws {
    var random = SeededGenerator(seed)
    // Some seconds have several events, and some events come twice.
    let lines = (0..<3000).map { number in
      let day = number * 50 / 3000 + 1
      let time = "2024-0\(day / 29 + 1)-\(day % 29 + 1 < 10 ? "0" : "")\(day % 29 + 1)"
      return line(
        ["a", "b"][number % 2], "u\(number % 700)", time, "\"p\": \(number % 900)",
        id: number % 5 == 0 ? "i\(number % 400)" : nil)
    }
    let ordered = try await TestProject(lines)
    let folder = try TemporaryFolder()
    let project = try Project.create(at: folder.path("p.mpqdb"), timeZone: "UTC")
    let source = try folder.write(
      Array(lines.shuffled(using: &random).joined(separator: "\n").utf8), to: "events")
    var options = ImportOptions()
    options.batchSize = 20
    let told = Mutex<[Int]>([])
    let report = try await project.importEvents(from: [source], options: options) { progress in
      told.withLock { $0.append(progress.lines) }
    }
    #expect(report.added == ordered.report.added)
    #expect(report.repeated == ordered.report.repeated)
    let counts = told.withLock(\.self)
    #expect(counts == counts.sorted() && counts.last == lines.count)
    // Many batches were reported together.
    #expect(counts.count < lines.count / options.batchSize / 5)
    #expect(try await project.check() == [])
    func exported(_ project: Project) async throws -> [Substring] {
      String(decoding: try await ExportTests.export(project, in: .canonical), as: UTF8.self)
        .split(separator: "\n").sorted()
    }
    #expect(try await exported(project) == exported(ordered.project))
  }

  /// Settling finds the users and values of a batch that is not committed yet.
  @Test func settlesOpenBatches() async throws {
    let watched = try Watched()
    #expect(try await watched.append(0..<10, commits: true) == 10)
    #expect(try await watched.append(10..<20, commits: false) == 10)
    try await watched.project.store.settle()
    #expect(try await watched.kept() == 20)
    #expect(try await watched.project.check() == [])
  }

  /// Events that come later to a second get the next ids, whether they have `$insert_id`s and
  /// styles or not.
  @Test(arguments: [false, true])
  func addsToSeconds(_ comeTogether: Bool) async throws {
    let folder = try TemporaryFolder()
    let project = try Project.create(at: folder.path("p.mpqdb"), timeZone: "UTC")
    let groups = [
      [line("a", "u", "2024-02-01"), line("a", "u", "2024-02-09")],
      // Its blank makes it a line without a style.
      [line("a", "v", "2024-02-01") + " ", line("a", "w", "2024-02-01", id: "i")],
      [line("a", "x", "2024-02-01"), line("a", "w", "2024-02-01", id: "i")],
      [line("a", "y", "2024-02-01") + " ", line("a", "z", "2024-02-01")],
    ]
    let files = comeTogether ? [Array(groups.joined())] : groups
    for (number, lines) in files.enumerated() {
      let source = try folder.write(
        Array(lines.joined(separator: "\n").utf8), to: "events-\(number)")
      _ = try await project.importEvents(from: [source])
    }
    // The repeated event is left out.
    var expected = Array(groups.joined())
    expected.remove(at: 5)
    let exported = String(decoding: try await ExportTests.export(project), as: UTF8.self)
    #expect(exported.split(separator: "\n").map(String.init).sorted() == expected.sorted())
    #expect(try await project.check() == [])
    let store = try #require(project.store as? SQLiteStore)
    let ids = try await store.read { try Int.fetchAll($0, sql: "SELECT id FROM events_1") }
    let first = try #require(ids.first)
    #expect(ids.dropLast() == Array(first..<(first + 6)))
  }

  /// A line at which an import stops does not take the batches before it along.
  @Test func stopsAtBadLine() async throws {
    var random = SeededGenerator(5)
    let folder = try TemporaryFolder()
    let project = try Project.create(at: folder.path("p.mpqdb"), timeZone: "UTC")
    let times = (1...28).map { "2024-02-\($0 < 10 ? "0" : "")\($0)" }
    let lines = (0..<1000).map { number in
      line("a", "u\(number)", times.randomElement(using: &random) ?? "")
    }
    let source = try folder.write(
      Array((lines + ["nonsense"] + lines).joined(separator: "\n").utf8), to: "events")
    var options = ImportOptions()
    options.batchSize = 20
    options.stopsAtBadLine = true
    await #expect(throws: ImportError.self) {
      _ = try await project.importEvents(from: [source], options: options)
    }
    let kept = try await project.info().events
    #expect(kept > 900 && kept <= 1000)
    options.stopsAtBadLine = false
    options.resumes = true
    #expect(try await project.importEvents(from: [source], options: options).added == 2000 - kept)
    #expect(try await project.check() == [])
  }

  /// Of a project that has many names and values already, all are read at once, and none is
  /// numbered again.
  @Test func readsDictionaries() async throws {
    let watched = try Watched()
    #expect(try await watched.append(0..<5000, commits: true) == 5000)
    try watched.project.close()
    let project = try Project.open(at: watched.folder.path("p.mpqdb"), for: .writing)
    for round in 1...2 {
      let events = (0..<6000).map { Self.event(10_000 * round + $0, user: $0 * 7919 % 6000) }
      #expect(try await project.store.append(events).added == 6000)
    }
    #expect(try await project.check() == [])
    let info = try await project.info()
    #expect(info.events == 17_000 && info.users == 6000)
  }
}
