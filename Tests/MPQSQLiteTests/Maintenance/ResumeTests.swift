import Foundation
import GRDB
import TestSupport
import Testing

@testable import MPQSQLite
@testable import MPQStore

/// Imports that are interrupted and resumed.
@Suite struct ResumeTests {
  private static let count = 1000

  /// A project with an interrupted import of `lines`, one of which is bad.
  private struct Stopped {
    let folder: TemporaryFolder
    let project: Project
    let source: String
    var options = ImportOptions()

    init(badLine: Int, isGzip: Bool) async throws {
      folder = try TemporaryFolder()
      project = try Project.create(at: folder.path("p.mpqdb"), timeZone: "UTC")
      // Without ids, so that an event that is imported twice counts twice. Long and short lines.
      let lines = (1...ResumeTests.count).map { number in
        let text = String(repeating: "x", count: number % 700)
        return number == badLine
          ? "nonsense" : line("a", "u\(number)", "2024-01-01", "\"p\": \"\(text)\"")
      }
      let text = Array("\u{feff}\(lines.joined(separator: "\n"))\n\n".utf8)
      // A stored block has 16 bits for its length.
      let members = stride(from: 0, to: text.count, by: 60_000).flatMap { start in
        gzipped(text[start..<min(start + 60_000, text.count)])
      }
      source = try folder.write(isGzip ? members : text, to: "events")
      options.batchSize = 90
      options.stopsAtBadLine = true
    }

    func run() async throws(ImportError) -> ImportReport {
      try await project.importEvents(from: [source], options: options)
    }

    func expectStop(_ sources: [String]? = nil) async {
      await #expect(throws: ImportError.self) {
        _ = try await project.importEvents(from: sources ?? [source], options: options)
      }
    }
  }

  /// It continues after the last batch: nothing is lost or counted twice.
  @Test(arguments: [1, 2, 90, 91, 200, 999, 1000], [false, true])
  func goesOn(_ badLine: Int, _ isGzip: Bool) async throws {
    var stopped = try await Stopped(badLine: badLine, isGzip: isGzip)
    await stopped.expectStop()
    let kept = (badLine - 1) / 90 * 90
    #expect(try await stopped.project.info().events == kept)
    let state = try await stopped.project.importState(of: stopped.source)
    #expect(
      state == (kept == 0 ? nil : ImportState(isFinished: false, lines: kept, added: kept)))
    #expect(try await stopped.project.info().stoppedImports == (kept == 0 ? 0 : 1))

    stopped.options.resumes = true
    stopped.options.stopsAtBadLine = false
    let report = try await stopped.run()
    #expect(report.addedEarlier == kept)
    #expect(report.added == Self.count - 1 - kept)
    #expect(report.badLines.map(\.line) == [badLine])
    let info = try await stopped.project.info()
    #expect(info.events == Self.count - 1 && info.users == Self.count - 1)
    #expect(info.stoppedImports == 0)
    #expect(
      try await stopped.project.importState(of: stopped.source)
        == ImportState(isFinished: true, lines: Self.count, added: Self.count - 1))

    let again = try await stopped.run()
    #expect(again.finishedEarlier == [stopped.source])
    #expect(again.lines == 0)
    #expect(try await stopped.project.info().events == Self.count - 1)
  }

  /// An import resumes only if requested.
  @Test func onlyWhenAsked() async throws {
    let stopped = try await Stopped(badLine: 0, isGzip: false)
    #expect(try await stopped.run().added == Self.count)
    #expect(try await stopped.run().added == Self.count)
  }

  /// A modified file counts as a different file.
  @Test func changedFile() async throws {
    var stopped = try await Stopped(badLine: 500, isGzip: false)
    await stopped.expectStop()
    stopped.options.resumes = true
    _ = try stopped.folder.write(Array(line("b", "u", "2024-01-01").utf8), to: "events")
    let report = try await stopped.run()
    #expect(report.added == 1 && report.addedEarlier == 0)
  }

  /// Each file of several has its own mark.
  @Test func severalFiles() async throws {
    var stopped = try await Stopped(badLine: 500, isGzip: false)
    let other = try stopped.folder.write(Array(line("b", "u", "2024-01-01").utf8), to: "other")
    let sources = [other, stopped.source]
    await stopped.expectStop(sources)
    stopped.options.resumes = true
    stopped.options.stopsAtBadLine = false
    let report = try await stopped.project.importEvents(from: sources, options: stopped.options)
    #expect(report.finishedEarlier == [other])
    #expect(report.addedEarlier == 450 && report.added == Self.count - 1 - 450)
  }

  /// A mark of a damaged file is an error, also for the import of another file.
  @Test(arguments: ["lines", "size", "is_finished"])
  func damagedMarks(_ column: String) async throws {
    let folder = try TemporaryFolder()
    let project = try Project.create(at: folder.path("p.mpqdb"), timeZone: "UTC")
    for name in ["a", "b"] {
      let source = try folder.write(Array(line(name, "u", "2024-01-01").utf8), to: name)
      guard name == "b" else {
        _ = try await project.importEvents(from: [source])
        continue
      }
      let store = try #require(project.store as? SQLiteStore)
      _ = try await store.write { database, _ in
        try database.execute(sql: "UPDATE import_mark SET \(column) = 'x'")
      }
      await #expect(throws: ImportError.store(.damaged(path: folder.path("p.mpqdb")))) {
        _ = try await project.importEvents(from: [source])
      }
    }
  }
}
