import Foundation
import GRDB
import TestSupport
import Testing

@testable import MPQSQLite
@testable import MPQStore

/// Backups of projects.
@Suite struct BackupTests {
  private static func lines(_ count: Int, of event: String = "a") -> [String] {
    (0..<count).map { line(event, "u\($0)", "2024-01-01", "\"p\": \($0)") }
  }

  /// A copy during an import is a snapshot: it has complete batches and passes a check.
  @Test func duringAnImport() async throws {
    let project = try await TestProject([line("first", "u", "2024-01-01")])
    let path = project.folder.path("p.mpqdb")
    let source = try project.folder.write(
      Array(Self.lines(4000).joined(separator: "\n").utf8), to: "more.ndjson")
    let reader = try Project.open(at: path)
    var options = ImportOptions()
    options.batchSize = 100
    async let report = project.project.importEvents(from: [source], options: options)
    for round in 0..<8 {
      let target = project.folder.path("copy \(round).mpqdb")
      try await reader.backUp(to: target)
      let copy = try Project.open(at: target, for: .writing)
      #expect(try await copy.check() == [])
      #expect(try await copy.info().events % 100 == 1)
      try copy.close()
    }
    #expect(try await report.added == 4000)
    let target = project.folder.path("last.mpqdb")
    try await reader.backUp(to: target)
    #expect(
      try await ExportTests.export(Project.open(at: target))
        == ExportTests.export(project.project))
    #expect(!(try project.folder.names().contains { $0.contains("part") }))
  }

  @Test func existingFilesAreKept() async throws {
    let project = try await TestProject(Self.lines(3))
    let file = try project.folder.write(Array("mine".utf8), to: "mine")
    for isReplacing in [false, true] {
      let expected: StoreError =
        isReplacing ? .notAProject(path: file) : .alreadyExists(path: file)
      await #expect(throws: expected) {
        try await project.project.backUp(to: file, isReplacing: isReplacing)
      }
    }
    #expect(try project.folder.bytes(of: "mine") == Array("mine".utf8))
    let path = project.folder.path("p.mpqdb")
    await #expect(throws: StoreError.self) {
      try await project.project.backUp(to: path, isReplacing: true)
    }
    await #expect(throws: StoreError.self) {
      try await project.project.backUp(to: project.folder.path("no/copy.mpqdb"))
    }
    #expect(
      try project.folder.names().filter { $0.hasPrefix("mine") } == ["mine"])
  }

  /// An older copy is replaced even while it is read, but not while it is written.
  @Test func replaced() async throws {
    let project = try await TestProject(Self.lines(3))
    let target = project.folder.path("copy.mpqdb")
    try await project.project.backUp(to: target)
    let old = try Project.open(at: target)
    #expect(try await old.info().events == 3)
    let writer = try Project.open(at: target, for: .writing)
    try await writer.define([FunnelDefinition(name: "f", steps: ["a"])])
    await #expect(throws: StoreError.locked(path: target, holder: getpid())) {
      try await project.project.backUp(to: target, isReplacing: true)
    }
    try writer.close()
    let source = try project.folder.write(
      Array(Self.lines(2, of: "b").joined(separator: "\n").utf8), to: "more.ndjson")
    _ = try await project.project.importEvents(from: [source])
    try await project.project.backUp(to: target, isReplacing: true)
    #expect(try await old.funnels().map(\.name) == ["f"])
    let new = try Project.open(at: target)
    #expect(try await new.info().events == 5)
    #expect(try await new.funnels() == [])
  }

  /// A vacuum removes gaps, settles days, changes no answer, and requires write access.
  @Test func vacuum() async throws {
    let project = try await TestProject(Self.lines(20_000))
    let before = try await ExportTests.export(project.project)
    let store = try #require(project.project.store as? SQLiteStore)
    let path = project.folder.path("p.mpqdb")
    await #expect(throws: StoreError.notWritable(path: path)) {
      try await Project.open(at: path).vacuum()
    }
    _ = try await store.write { database, _ in
      try database.execute(
        sql: """
          CREATE TABLE gap (x); INSERT INTO gap VALUES (zeroblob(3000000)); DROP TABLE gap;
          INSERT INTO unsettled SELECT event, day FROM day; DELETE FROM day;
          """)
    }
    let report = try await project.project.vacuum()
    #expect(report.after < report.before - 2_000_000)
    let left = try await store.read { database in
      try Int.fetchOne(database, sql: "SELECT count(*) FROM unsettled")
    }
    #expect(left == 0)
    #expect(try await ExportTests.export(project.project) == before)
    #expect(try await project.project.check() == [])
  }
}
