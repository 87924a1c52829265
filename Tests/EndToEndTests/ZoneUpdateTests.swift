import Foundation
import Testing
import TestSupport

/// An update of the system's time zone database reaches projects without another import.
struct ZoneUpdateTests {
  private let home: TemporaryFolder
  private let project: String
  /// 2026-11-09T07:30:00Z: Sunday 23:30 eight hours behind UTC, Monday 00:30 seven hours behind.
  private static let moment = 1_794_209_400

  /// A project of one event, imported where Vancouver is eight hours behind UTC.
  init() throws {
    home = try TemporaryFolder()
    project = home.path("shop.mpqdb")
    try Self.write(offset: -8, to: home.url.appending(path: "old"))
    try Self.write(offset: -7, to: home.url.appending(path: "new"))
    let line = #"{"event": "sale", "properties": {"time": \#(Self.moment), "distinct_id": "u"}}"#
    let outcome = try run(
      ["import", "-", "--into", project, "--time-zone", "America/Vancouver"], zones: "old",
      input: line)
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  private func run(
    _ arguments: [String], zones: String, input: String = ""
  ) throws -> Programs.Outcome {
    try Programs.run(
      "mpq", arguments, home: home, environment: ["TZDIR": home.path(zones)], input: input)
  }

  private func days(zones: String) throws -> [Substring] {
    let query = [
      "--local", project, "--now", "2026-11-09T20:00:00Z", "--format", "csv", "-e",
      "events sale days 2",
    ]
    let outcome = try run(query, zones: zones)
    #expect(outcome.status == 0, "\(outcome.errors)")
    return outcome.output.split(separator: "\n").dropFirst().map { $0.filter { $0 != "\r" }[...] }
  }

  @Test func daysAreDividedAnew() throws {
    #expect(try days(zones: "old") == ["2026-11-08,1", "2026-11-09,0"])
    #expect(try days(zones: "new") == ["2026-11-08,0", "2026-11-09,1"])
    let check = try run(["project", "check", project], zones: "new")
    #expect(check.status == 0, "\(check.output)\(check.errors)")
    #expect(try days(zones: "old") == ["2026-11-08,1", "2026-11-09,0"])
  }

  @Test func infoTellsTheDatabase() throws {
    try Data("2099a\n".utf8).write(to: home.url.appending(path: "new/+VERSION"))
    let info = try run(["project", "info", project], zones: "new")
    #expect(info.output.contains("America/Vancouver (tzdata 2099a)"))
  }

  /// A database of one zone with one offset.
  private static func write(offset hours: Int32, to folder: URL) throws {
    let america = folder.appending(path: "America")
    try FileManager.default.createDirectory(at: america, withIntermediateDirectories: true)
    var file = Array("TZif".utf8) + [UInt8](repeating: 0, count: 16)
    // No indicators, no leap seconds, no changes, one type, four characters.
    for count: UInt32 in [0, 0, 0, 0, 1, 4] { file += bytes(count) }
    file += bytes(UInt32(bitPattern: hours * 3600)) + [0, 0] + Array("LMT\0".utf8)
    try Data(file).write(to: america.appending(path: "Vancouver"))
  }

  private static func bytes(_ number: UInt32) -> [UInt8] {
    withUnsafeBytes(of: number.bigEndian) { Array($0) }
  }
}
