import Foundation
import MPQAPI
import Synchronization
import TestSupport
import Testing

@testable import MPQSQLite
@testable import MPQStore

@Suite struct ImportTests {
  private static let good = line("a", "u1", "2024-01-31 01:00:00")

  @Test func badLinesAreSkipped() async throws {
    let project = try await TestProject([
      Self.good, "", "{\"event\": 5}", "  \t\r", "\(Self.good)\r", "nonsense", Self.good,
    ])
    let report = project.report
    #expect(report.lines == 5)
    #expect(report.added == 3)
    #expect(report.rejected == 2)
    #expect(report.badLines.map(\.line) == [3, 6])
    #expect(
      report.badLines.map(\.cause) == [
        "'event' is not a non-empty string", "not JSON: unknown word at byte 0",
      ])
  }

  @Test func reportShowsTheFirstBadLines() async throws {
    let folder = try TemporaryFolder()
    let project = try Project.create(at: folder.path("p.mpqdb"), timeZone: "UTC")
    let lines = Array(String(repeating: "?\n", count: 50).utf8)
    var options = ImportOptions()
    options.badLineLimit = 3
    let source = try folder.write(lines, to: "bad.ndjson")
    let report = try await project.importEvents(from: [source], options: options)
    #expect(report.rejected == 50)
    #expect(report.badLines.count == 3)
    options.stopsAtBadLine = true
    let expected = ImportReport.BadLine(
      source: source, line: 1, cause: "not JSON: expected a value at byte 0")
    await #expect(throws: ImportError.badLine(expected)) {
      try await project.importEvents(from: [source], options: options)
    }
  }

  /// Ids as property names fill a project; events with its existing names are still imported.
  @Test func propertyNames() async throws {
    let limit = Schema.propertyNameLimit
    var lines = (0..<limit).map { number in
      line("a", "u\(number % 9)", "2024-01-31", "\"item \(number)\": 1", id: "\(number)")
    }
    lines.insert(line("a", "u", "2024-01-31", "\"item 0\": 1, \"p\": 1, \"q\": 1"), at: limit - 1)
    lines.append(line("b", "new user", "2024-01-31", "\"one more\": 1"))
    lines.append(line("b", "u1", "2024-01-31", "\"item 7\": 2"))
    let project = try await TestProject(lines)
    #expect(project.report.added == limit + 1)
    #expect(project.report.badLines.map(\.line) == [limit, limit + 2])
    #expect(
      project.report.badLines.last?.cause
        == "the project already has 10000 property names, the maximum; "
        + "put ids in values, not in names")
    #expect(try await project.project.check() == [])
    let again = try await project.project.importEvents(
      from: [project.folder.path("events.ndjson")])
    #expect(again.repeated == limit)
    #expect(again.rejected == 2)
    #expect(again.added == 1)
  }

  /// Duplicates have the same id, event, user and second, within a file or in two files.
  @Test(arguments: [
    ([line("a", "u", "2024-01-31", id: "1"), line("a", "u", "2024-01-31", id: "1")], 1),
    ([line("a", "u", "2024-01-31", id: "1"), line("a", "u", "2024-01-31", id: "2")], 2),
    ([line("a", "u", "2024-01-31", id: "1"), line("a", "v", "2024-01-31", id: "1")], 2),
    ([line("a", "u", "2024-01-31", id: "1"), line("b", "u", "2024-01-31", id: "1")], 2),
    ([line("a", "u", "2024-01-31", id: "1"), line("a", "u", "2024-01-30", id: "1")], 2),
    ([line("a", "u", "2024-01-31", id: "1"), line("a", "u", "2024-01-31")], 2),
    ([line("a", "u", "2024-01-31", id: "é"), line("a", "u", "2024-01-31", id: "e\u{301}")], 2),
  ])
  func repeats(_ lines: [String], _ kept: Int) async throws {
    let project = try await TestProject(lines)
    #expect(project.report.added == kept)
    #expect(project.report.repeated == lines.count - kept)
    let path = project.folder.path("events.ndjson")
    let again = try await project.project.importEvents(from: [path])
    let withoutID = lines.count { !$0.contains("$insert_id") }
    #expect(again.added == withoutID)
    #expect(again.repeated == lines.count - withoutID)
  }

  /// A reopened project knows its names and stores late events in order.
  @Test func laterImports() async throws {
    let project = try await TestProject([
      line("a", "u1", "2024-01-31 03:00:00", "\"p\": \"x\"", id: "1"),
      line("a", "u2", "2024-01-31 03:00:00", "\"p\": \"y\""),
    ])
    try project.project.close()
    let again = try Project.open(at: project.folder.path("p.mpqdb"), for: .writing)
    let more = [
      line("a", "u1", "2024-01-31 01:00:00", "\"p\": \"y\""),
      line("a", "u1", "2024-01-31 03:00:00", "\"q\": \"x\", \"p\": \"z\"", id: "1"),
      line("a", "u3", "2024-01-31 03:00:00", "\"q\": \"x\", \"p\": \"z\"", id: "1"),
      line("b", "u1", "2024-01-31 02:00:00"),
    ]
    let source = try project.folder.write(
      Array(more.joined(separator: "\n").utf8), to: "more.ndjson")
    let report = try await again.importEvents(from: [source])
    #expect(report.added == 3)
    #expect(report.repeated == 1)
    let buckets = again.calendar.buckets(
      of: Window(unit: .hour, interval: 4), now: 1_706_670_000)
    let rows = try await again.store.counts(of: nil, in: buckets, for: .average)
    #expect(
      rows == [
        EventRow(event: "a", bucket: 1, tally: Tally(events: 1, users: 1)),
        EventRow(event: "a", bucket: 3, tally: Tally(events: 3, users: 3)),
        EventRow(event: "b", bucket: 2, tally: Tally(events: 1, users: 1)),
      ])
    let values = try await again.store.breakdown(
      of: "a", by: "p", values: nil, in: buckets.merged, for: .unique)
    #expect(
      values.sorted { $0.value < $1.value } == [
        ValueRow(value: "x", bucket: 0, tally: Tally(events: 1, users: 1)),
        ValueRow(value: "y", bucket: 0, tally: Tally(events: 2, users: 2)),
        ValueRow(value: "z", bucket: 0, tally: Tally(events: 1, users: 1)),
      ])
  }

  /// Several members with padding between and after them, with any file name.
  @Test func gzip() async throws {
    let folder = try TemporaryFolder()
    let project = try Project.create(at: folder.path("p.mpqdb"), timeZone: "UTC")
    let text = Array("\(Self.good)\n\(Self.good)\n".utf8)
    let half = text.count / 2 + 7
    let bytes = gzipped(text[..<half]) + [0, 0, 0] + gzipped(text[half...]) + [0, 0]
    let source = try folder.write(bytes, to: "events.json")
    #expect(try await project.importEvents(from: [source]).added == 2)
  }

  enum Damage: CaseIterable {
    case cut, changed
  }

  @Test(arguments: Damage.allCases)
  func damagedGzip(_ damage: Damage) async throws {
    let folder = try TemporaryFolder()
    let project = try Project.create(at: folder.path("p.mpqdb"), timeZone: "UTC")
    var bytes = gzipped(Array("\(Self.good)\n".utf8)[...])
    switch damage {
    case .cut: bytes.removeLast(5)
    case .changed: bytes[40] ^= 1
    }
    let source = try folder.write(bytes, to: "events.gz")
    await #expect(throws: ImportError.damagedGzip(source: source)) {
      try await project.importEvents(from: [source])
    }
  }

  @Test func missingFile() async throws {
    let folder = try TemporaryFolder()
    let project = try Project.create(at: folder.path("p.mpqdb"), timeZone: "UTC")
    let source = folder.path("missing")
    await #expect(
      throws: ImportError.unreadable(source: source, cause: "no such file or directory")
    ) {
      try await project.importEvents(from: [source])
    }
  }

  /// A line may have 1 MiB; a longer one is skipped, and the next one is read.
  @Test(arguments: [(0, 3), (1, 2), (3_000_000, 2)])
  func longLines(_ excess: Int, _ added: Int) async throws {
    let folder = try TemporaryFolder()
    let project = try Project.create(at: folder.path("p.mpqdb"), timeZone: "UTC")
    let start = String(Self.good.dropLast(2)) + ", \"p\": \""
    let length = LineReader.byteLimit + excess - start.utf8.count - 3
    let long = start + String(repeating: "x", count: length) + "\"}}"
    let source = try folder.write(
      Array("\(Self.good)\n\(long)\n\(Self.good)".utf8), to: "long.ndjson")
    let report = try await project.importEvents(from: [source])
    #expect(report.added == added)
    #expect(report.lines == 3)
    let cause = "an event is longer than 1 MiB: write one event per line"
    #expect(report.badLines.map(\.cause) == (added == 3 ? [] : [cause]))
  }

  @Test func byteOrderMark() async throws {
    let project = try await TestProject(["\u{feff}\(Self.good)", "\u{feff}\(Self.good)"])
    #expect(project.report.added == 1)
    #expect(project.report.badLines.map(\.line) == [2])
  }

  @Test func progress() async throws {
    let folder = try TemporaryFolder()
    let project = try Project.create(at: folder.path("p.mpqdb"), timeZone: "UTC")
    let text = String(repeating: "\(Self.good)\n", count: 25_000)
    let source = try folder.write(Array(text.utf8), to: "events.ndjson")
    let seen = Mutex<[ImportProgress]>([])
    _ = try await project.importEvents(from: [source]) { progress in
      seen.withLock { $0.append(progress) }
    }
    let lines = seen.withLock { $0.map(\.lines) }
    #expect(lines == [20_000, 25_000])
    let last = try #require(seen.withLock { $0.last })
    #expect(last.bytes == text.utf8.count)
    #expect(last.totalBytes == text.utf8.count)
  }
}

/// `bytes` as one gzip member of stored blocks.
func gzipped(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
  func little(_ number: UInt32, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> UInt32(8 * $0)) }
  }
  var checksum: UInt32 = 0xffff_ffff
  for byte in bytes {
    checksum ^= UInt32(byte)
    for _ in 0..<8 {
      checksum = checksum & 1 == 1 ? checksum >> 1 ^ 0xedb8_8320 : checksum >> 1
    }
  }
  let length = UInt32(bytes.count)
  let header: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]
  return header + [1] + little(length, 2) + little(~length, 2) + bytes + little(~checksum, 4)
    + little(length, 4)
}
