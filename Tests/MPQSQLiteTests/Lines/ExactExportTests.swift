import Foundation
import GRDB
import MPQAPI
import TestSupport
import Testing

@testable import MPQSQLite
@testable import MPQStore

private let delete = "\u{7f}"
private let separator = "\u{2028}"

/// An export reproduces the imported lines byte by byte.
@Suite struct ExactExportTests {
  /// The number of occurrences of each line; lines are compared by their bytes.
  private static func multiset(_ bytes: [UInt8]) -> [[UInt8]: Int] {
    bytes.split(separator: UInt8(ascii: "\n")).reduce(into: [:]) { $0[Array($1), default: 0] += 1 }
  }

  private static func multiset(_ lines: [String]) -> [[UInt8]: Int] {
    lines.reduce(into: [:]) { $0[Array($1.utf8), default: 0] += 1 }
  }

  /// The number of lines that a project stores because they have no style.
  private static func keptLines(_ project: Project) async throws -> Int {
    let store = try #require(project.store as? SQLiteStore)
    return try await store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM line") ?? 0 }
  }

  /// Lines of several writers; each has a style.
  @Test(arguments: [
    (
      "Python",
      #"{"event": "\u00e9 \u007f </a> \"q\" \\ \t \ud83c\udfb5", "properties": "#
        + #"{"time": 1700000000, "distinct_id": "u/\u00e9", "a": "<b>&'+`", "b": [1, "#
        + #"{"c": null}, "\u00e9\b\f\u0001\u2028"], "d": 1.5, "e": {}}}"#
    ),
    (
      "Python, sort_keys",
      #"{"event": "\u00e9", "properties": {"$insert_id": "i", "a": [1, 2], "distinct_id": "u", "#
        + #""time": 1700000000, "z": true}}"#
    ),
    (
      "JavaScript",
      #"{"event":"é \#(delete) </a> \"q\" \\ \t 🎵","properties":{"time":1700000000.12,"#
        + #""distinct_id":"u/é","a":"<b>&'+`","b":[1,{"c":null},"é\b\f\u0001\#(separator)"],"#
        + #""d":1.5}}"#
    ),
    (
      "jq -c",
      #"{"event":"é \u007f </a>","properties":{"distinct_id":"u","time":1700000000,"b":[]}}"#
    ),
    (
      "Go",
      #"{"event":"a\u0026b","properties":{"$insert_id":"i","distinct_id":"é\u003c\u003e","#
        + #""time":1700000000123,"x":"\u2028/"}}"#
    ),
    (
      "PHP",
      #"{"event":"caf\u00e9","properties":{"time":1700000000,"distinct_id":"http:\/\/x\/","#
        + #""$insert_id":5,"v":"\u007f\/"}}"#
    ),
    (
      ".NET",
      #"{"event":"\u00E9\u0022\u0027\u002B\u0060\u003C\\","properties":{"time":1700000000,"#
        + #""distinct_id":7}}"#
    ),
    (
      "properties first, carriage return",
      "{\"properties\":{\"distinct_id\":\"u\",\"time\":1},\"event\":\"a\"}\r"
    ),
  ])
  func writers(_ name: String, _ line: String) async throws {
    let project = try await TestProject([line])
    #expect(try await ExportTests.export(project.project) == Array("\(line)\n".utf8))
    #expect(try await Self.keptLines(project.project) == 0)
    #expect(try await project.project.check() == [])
  }

  /// Lines without a style.
  @Test(arguments: [
    #"{"event":"a", "properties":{"time":1,"distinct_id":"u"}}"#,
    #" {"event":"a","properties":{"time":1,"distinct_id":"u"}}"#,
    #"{"event":"a","properties":{"time":1,"distinct_id":"u" }} "#,
    #"{"event" :"a","properties":{"time":1,"distinct_id":"u"}}"#,
    "{\"event\":\"a\",\t\"properties\":{\"time\":1,\"distinct_id\":\"u\"}}",
    "{\"event\":\"a\",\"properties\":{\"time\":1,\"distinct_id\":\"u\"}}\r\r",
    #"{"event":"a","properties":{"time":1,"distinct_id":"u"},"project":7}"#,
    #"{"event":"a","v":{"time":3},"properties":{"time":1,"distinct_id":"u"}}"#,
    #"{"event":"a","properties":{"time":1e3,"distinct_id":"u"}}"#,
    #"{"event":"a","properties":{"time":-0,"distinct_id":"u"}}"#,
    #"{"event":"a","properties":{"time":1.0,"distinct_id":"u"}}"#,
    #"{"event":"a","properties":{"time":1.1234,"distinct_id":"u"}}"#,
    #"{"event":"a","properties":{"time":1700000000123.5,"distinct_id":"u"}}"#,
    #"{"event":"a","properties":{"time":1,"distinct_id":"\u0061"}}"#,
    #"{"event":"a","properties":{"ti\u006de":1,"distinct_id":"u"}}"#,
    #"{"event":"é\u00e9","properties":{"time":1,"distinct_id":"u"}}"#,
    #"{"event":"\u00e9\u00E9","properties":{"time":1,"distinct_id":"u"}}"#,
    #"{"event":"/\/","properties":{"time":1,"distinct_id":"u"}}"#,
    #"{"event":"a","properties":{"time":1,"distinct_id":"u","p":[ ]}}"#,
    #"{"event":"a","properties":{"time":1,"distinct_id":"u","p":"\u000a"}}"#,
  ])
  func keptLines(_ line: String) async throws {
    let project = try await TestProject([line])
    #expect(try await ExportTests.export(project.project) == Array("\(line)\n".utf8))
    #expect(try await Self.keptLines(project.project) == 1)
    #expect(try await project.project.check() == [])
  }

  /// The lines of any writer have styles and are reproduced.
  @Test(arguments: 1...30)
  func randomWriters(_ seed: Int) async throws {
    var random = SeededGenerator(UInt64(seed))
    let writer = SomeWriter(&random)
    var events = SomeEvents(random: random)
    let lines = (0..<200).map { _ in events.line(writer) }
    let project = try await TestProject(lines)
    #expect(project.report.added == 200, "\(project.report.badLines)")
    #expect(try await Self.multiset(ExportTests.export(project.project)) == Self.multiset(lines))
    #expect(try await Self.keptLines(project.project) == 0)
    #expect(try await project.project.check() == [])
    #expect(try await project.project.check() == [])
  }

  /// With many writers and damaged lines in one project, all accepted lines are reproduced.
  @Test(arguments: 1...8)
  func randomDamage(_ seed: Int) async throws {
    var random = SeededGenerator(UInt64(1000 + seed))
    let writers = (0..<5).map { _ in SomeWriter(&random) }
    var events = SomeEvents(random: random)
    let pieces = [
      "\"", "\\", "{", "}", ":", ",", " ", "0", "1", ".5", "-", "e", "é", "\r", "\t", "\\/",
      "\\u00",
      "\"x\":1,", "time", "]",
    ].map { Array($0.utf8) }
    var lines: [[UInt8]] = []
    for _ in 0..<1500 {
      var line = Array(events.line(try #require(writers.randomElement(using: &random))).utf8)
      let start = Int.random(in: line.indices, using: &random)
      let end = min(line.count, start + Int.random(in: 0...1, using: &random))
      line.replaceSubrange(start..<end, with: try #require(pieces.randomElement(using: &random)))
      lines.append(line)
    }
    var parser = RawEventParser()
    var read = RawEvents()
    let accepted = lines.filter { (try? parser.read($0[...], into: &read)) != nil }
    #expect(accepted.count > 200 && accepted.count < 1400)
    let folder = try TemporaryFolder()
    let project = try Project.create(at: folder.path("p.mpqdb"), timeZone: "UTC")
    let source = try folder.write(Array(lines.joined(separator: [0x0a])), to: "events.ndjson")
    let report = try await project.importEvents(from: [source])
    #expect(report.added == accepted.count)
    let exported = try await ExportTests.export(project)
    #expect(Self.multiset(exported) == Self.multiset(Array(accepted.joined(separator: [0x0a]))))
    #expect(try await project.check() == [])
  }

  /// The number of styles is limited; lines beyond the limit are stored themselves.
  @Test func manyStyles() async throws {
    let others = (0..<50).map { "\"p\($0)\":\($0)" }
    let lines = (0..<50).flatMap { place in
      (0..<51).map { userPlace in
        var members = others
        members.insert("\"time\":\(place * 60 + userPlace)", at: place)
        members.insert("\"distinct_id\":\"u\"", at: userPlace)
        return "{\"event\":\"a\",\"properties\":{\(members.joined(separator: ","))}}"
      }
    }
    let project = try await TestProject(lines)
    #expect(try await Self.multiset(ExportTests.export(project.project)) == Self.multiset(lines))
    let styles = Set(
      lines.compactMap { line in
        Array(line.utf8).withUnsafeBufferPointer { LineStyle.find(in: $0)?.style }
      })
    #expect(styles.count > PropertyList.Form.styleLimit)
    #expect(try await Self.keptLines(project.project) > 0)
    #expect(try await project.project.check() == [])
  }

  /// An export has no byte order mark, empty lines or rejected lines.
  @Test func leftOut() async throws {
    let line = #"{"event":"a","properties":{"time":1,"distinct_id":"u","$insert_id":"i"}}"#
    let project = try await TestProject(["\u{feff}\(line)", "", " ", "x", line])
    #expect(try await ExportTests.export(project.project) == Array("\(line)\n".utf8))
  }

  /// A file of version 2 has no forms; its events are exported in the canonical one.
  @Test(arguments: [Project.Access.reading, .writing])
  func earlierVersion(_ access: Project.Access) async throws {
    let line = #"{"event": "a", "properties": {"time": 5, "distinct_id": "u", "z": 1, "b": "é"}}"#
    let project = try await TestProject([line])
    let path = project.folder.path("p.mpqdb")
    let store = try #require(project.project.store as? SQLiteStore)
    try await store.write { database, _ in
      try database.execute(
        sql: "DROP TABLE style; DROP TABLE line; DROP TABLE spelling; PRAGMA user_version = 2")
    }
    try project.project.close()
    try Project.open(at: path, for: access).close()
    #expect(try project.folder.bytes(of: "p.mpqdb")[63] == UInt8(Schema.version))
    let writer = try Project.open(at: path, for: .writing)
    let more = #"{"event":"a","properties":{"time":6,"distinct_id":"u","z":1,"b":"\u00e9"}}"#
    let source = try project.folder.write(Array(more.utf8), to: "more.ndjson")
    #expect(try await writer.importEvents(from: [source]).added == 1)
    let canonical =
      #"{"event": "a", "properties": {"time": 5, "distinct_id": "u", "b": "é", "z": 1}}"#
    #expect(try await ExportTests.export(writer) == Array("\(canonical)\n\(more)\n".utf8))
    #expect(try await writer.check() == [])
  }
}
