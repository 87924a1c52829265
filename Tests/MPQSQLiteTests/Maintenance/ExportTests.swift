import Foundation
import MPQAPI
import Synchronization
import TestSupport
import Testing

@testable import MPQSQLite
@testable import MPQStore

/// Exports of projects.
@Suite struct ExportTests {
  /// The bytes of an export.
  static func export(
    _ project: Project, _ selection: ExportSelection = ExportSelection(),
    in form: ExportForm = .imported
  ) async throws -> [UInt8] {
    let bytes = Mutex<[UInt8]>([])
    let count = try await project.export(selection, in: form) { part in
      bytes.withLock { $0 += part }
    }
    let result = bytes.withLock(\.self)
    #expect(count == result.count { $0 == UInt8(ascii: "\n") })
    return result
  }

  private static func lines(_ bytes: [UInt8]) -> [String] {
    String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// A line and its canonical form; `nil` if the line is canonical.
  @Test(arguments: [
    (#"{"event": "a", "properties": {"time": 5, "distinct_id": "u"}}"#, nil),
    (#"{"event": "a", "properties": {"time": 5, "distinct_id": "u", "$insert_id": "i"}}"#, nil),
    (
      #"{"event": "a\"\\\n", "properties": {"time": 5, "distinct_id": "é\u0000", "p": 1.50e+3}}"#,
      nil
    ),
    (
      #"{"event": "a", "properties": {"time": 5, "distinct_id": "u", "p": [{"b": null}, 1]}}"#,
      nil
    ),
    // Sorted by the bytes of names; times are whole seconds, ids are strings.
    (
      #"{"properties":{"é":1,"z":"x","$insert_id":7,"A":false,"distinct_id":9,"time":5.7},"#
        + #""event":"a"}"#,
      #"{"event": "a", "properties": {"time": 5, "distinct_id": "9", "$insert_id": "7", "#
        + #""A": false, "z": "x", "é": 1}}"#
    ),
    (
      #"{"event": "\u0061", "properties": {"time": 1700000000123, "distinct_id": "\u00e9", "#
        + #""p": "\/"}}"#,
      #"{"event": "a", "properties": {"time": 1700000000, "distinct_id": "é", "p": "/"}}"#
    ),
  ])
  func canonical(_ line: String, _ expected: String?) async throws {
    let project = try await TestProject([line])
    let lines = Self.lines(try await Self.export(project.project, in: .canonical))
    #expect(lines == [expected ?? line])
  }

  @Test func order() async throws {
    let project = try await TestProject([
      line("b", "u", "2024-01-02", "\"n\": 1"), line("a", "u", "2024-01-03", "\"n\": 2"),
      line("b", "u", "2024-01-02", "\"n\": 3"), line("a", "u", "2024-01-02", "\"n\": 4"),
      line("c", "u", "2024-01-01", "\"n\": 5"),
    ])
    let numbers = Self.lines(try await Self.export(project.project)).map { $0.suffix(3).prefix(1) }
    #expect(numbers == ["5", "4", "1", "3", "2"])
  }

  private static func odd(_ random: inout SeededGenerator) -> String {
    let pieces = ["a", "é", "e\u{301}", "\u{0}", "\"", "\\", "\u{7f}", "🎵", "Z", " ", "$"]
    return (1...Int.random(in: 1...3, using: &random)).map { _ in
      pieces[Int.random(in: 0..<pieces.count, using: &random)]
    }.joined()
  }

  private static func value(_ random: inout SeededGenerator) -> String {
    let texts = ["1", "-0.0", "1E5", "12345678901234567890123", "true", "null", "{}", "[]"]
    switch Int.random(in: 0...3, using: &random) {
    case 0: return texts[Int.random(in: 0..<texts.count, using: &random)]
    case 1: return "[\(value(&random)),\(JSONWriter.quoted(odd(&random)))]"
    case 2: return "{\(JSONWriter.quoted(odd(&random))):\(value(&random))}"
    default: return JSONWriter.quoted(odd(&random))
    }
  }

  /// Importing an export gives the same project, and exporting it again gives the same bytes.
  @Test(arguments: 1...8)
  func roundTrip(_ seed: Int) async throws {
    var random = SeededGenerator(UInt64(seed))
    let lines = (0..<300).map { _ in
      var members: [String] = []
      var names: Set<ByteText> = []
      for _ in 0..<Int.random(in: 0...5, using: &random) {
        let name = Self.odd(&random)
        guard names.insert(ByteText(name)).inserted else { continue }
        members.append("\(JSONWriter.quoted(name)): \(Self.value(&random))")
      }
      return line(
        Self.odd(&random), Self.odd(&random),
        "2024-01-0\(Int.random(in: 1...3, using: &random))", members.joined(separator: ", "),
        id: Bool.random(using: &random) ? Self.odd(&random) : nil)
    }
    let first = try await TestProject(lines)
    #expect(first.report.rejected == 0)
    let exported = try await Self.export(first.project)
    let second = try await TestProject(Self.lines(exported))
    #expect(second.report.added == first.report.added)
    #expect(try await Self.export(second.project) == exported)
    let canonical = try await Self.export(first.project, in: .canonical)
    let third = try await TestProject(Self.lines(canonical))
    #expect(try await Self.export(third.project) == canonical)
    #expect(try await Self.export(third.project, in: .canonical) == canonical)
    let (before, after) = try await (first.project.info(), second.project.info())
    #expect(before.events == after.events && before.users == after.users)
    #expect(before.names == after.names && before.properties == after.properties)
  }

  /// Days are in the project's time zone, even if its clock shows a midnight twice.
  @Test(arguments: [
    ("America/Sao_Paulo", "2018-02-17"), ("America/Sao_Paulo", "2018-02-18"),
    ("America/Sao_Paulo", "2017-10-15"), ("Asia/Kolkata", "2018-02-17"), ("UTC", "2018-02-16"),
  ])
  func days(_ zone: String, _ day: String) async throws {
    let middle = try #require(CivilDate(day)).dayNumber * 86_400
    let times = stride(from: middle - 100_000, to: middle + 200_000, by: 900)
    let lines = times.map {
      "{\"event\": \"a\", \"properties\": {\"time\": \($0), \"distinct_id\": \"u\"}}"
    }
    let project = try await TestProject(lines, zone: zone)
    let calendar = project.project.calendar
    var selection = ExportSelection()
    selection.firstDay = CivilDate(day)
    selection.lastDay = CivilDate(day)
    let expected = zip(times, lines).filter { calendar.label(of: $0.0).hasPrefix(day) }.map(\.1)
    #expect(!expected.isEmpty)
    #expect(Self.lines(try await Self.export(project.project, selection)) == expected)
    selection.firstDay = nil
    let until = zip(times, lines).filter { calendar.label(of: $0.0).prefix(10) <= day }.map(\.1)
    #expect(
      Set(Self.lines(try await Self.export(project.project, selection))) == Set(until))
  }

  @Test func names() async throws {
    let project = try await TestProject([
      line("é", "u", "2024-01-01"), line("e\u{301}", "u", "2024-01-02"),
      line("b", "u", "2024-01-03"),
    ])
    var selection = ExportSelection()
    selection.names = ["e\u{301}", "b"]
    let lines = Self.lines(try await Self.export(project.project, selection))
    #expect(lines.count == 2)
    #expect(try await project.project.eventNames().map { Array($0.utf8).count } == [1, 3, 2])
  }

  private struct Full: Error {}

  @Test func throwsErrorsOfTheReceiver() async throws {
    let project = try await TestProject([line("a", "u", "2024-01-01")])
    do {
      _ = try await project.project.export { _ in throw Full() }
      Issue.record("an export that nobody received")
    } catch ExportError.receiver(let error) {
      #expect(error is Full)
    }
  }
}
