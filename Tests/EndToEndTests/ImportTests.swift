import Foundation
import Testing
import TestSupport

/// Raw events on their way into a project.
struct ImportTests {
  private let home: TemporaryFolder
  private let project: String

  init() throws {
    home = try TemporaryFolder()
    project = home.path("shop.mpqdb")
  }

  private func run(_ arguments: [String], input: String = "") throws -> Programs.Outcome {
    try Programs.run("mpq", arguments, home: home, input: input)
  }

  private func event(_ number: Int, id: String? = nil) -> String {
    let identity = id.map { #", "$insert_id": "\#($0)""# } ?? ""
    let properties = #"{"time": 1718700000, "distinct_id": "u"\#(identity)}"#
    return #"{"event": "e\#(number)", "properties": \#(properties)}"#
  }

  @Test func badLinesAreKeptOutAndTold() throws {
    let input = [event(1), "nonsense", "", event(2), #"{"event": 7}"#].joined(separator: "\n")
    let outcome = try run(["import", "-", "--into", project], input: input)
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("2 events added, 2 lines skipped"))
    #expect(outcome.errors.contains("-:2: "))
    #expect(outcome.errors.contains("-:5: "))
  }

  /// As the gzip program does: the data is taken, and the rest is told.
  @Test(arguments: ["\r\n", "\u{0}\u{0}<!-- mirror -->\n", "\u{1f}x", "x"])
  func bytesBehindGzipDataAreIgnored(_ tail: String) throws {
    let file = try gzip([event(1), event(2)])
    let handle = try FileHandle(forWritingTo: file)
    try handle.seekToEnd()
    try handle.write(contentsOf: Data(tail.utf8))
    try handle.close()
    let outcome = try run(["import", file.path(), "--into", project])
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("2 events added"))
    #expect(outcome.errors.contains("ignored the bytes after the gzip data"))
  }

  @Test func membersAndPaddingAreData() throws {
    let file = try gzip([event(1)])
    let member = try Data(contentsOf: file)
    try (member + member + Data(count: 512)).write(to: file)
    let outcome = try run(["import", file.path(), "--into", project])
    #expect(outcome.output.contains("2 events added"))
    #expect(outcome.errors == "")
  }

  private func gzip(_ lines: [String]) throws -> URL {
    let file = home.url.appending(path: "events.ndjson")
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
    let outcome = try Programs.run(path: "/usr/bin/env", ["gzip", file.path()], home: home)
    #expect(outcome.status == 0)
    return home.url.appending(path: "events.ndjson.gz")
  }

  /// What the writer of a file meant, where it is not an event.
  @Test func foreignInputIsNamed() throws {
    let incomplete = try run(
      ["import", "-", "--into", project], input: event(1) + "\nterminated early")
    #expect(incomplete.status == 3)
    #expect(incomplete.output.contains("1 event added, 1 line skipped"))
    #expect(incomplete.errors.contains("the server ended the export early"))

    let file = home.url.appending(path: "utf16.json")
    for order: [UInt8] in [[0xff, 0xfe, 0x7b, 0], [0xfe, 0xff, 0, 0x7b]] {
      try Data(order).write(to: file)
      let outcome = try run(["import", file.path(), "--into", home.path("b")])
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains("the text is UTF-16"))
    }

    let long = String(repeating: " ", count: 1 << 20) + event(1)
    let outcome = try run(["import", "-", "--into", project], input: long + "\n" + event(3))
    #expect(outcome.errors.contains("longer than 1 MiB"))
  }

  @Test func strictStopsAtTheFirstBadLine() throws {
    let outcome = try run(
      ["import", "-", "--into", project, "--strict"], input: "nonsense\n\(event(1))")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("-:1: "))
    // Nothing is in it, and the next import may choose the time zone.
    #expect(!FileManager.default.fileExists(atPath: project))
  }

  @Test func aRepeatedImportAddsNothing() throws {
    let input = event(1, id: "a") + "\n" + event(2, id: "b")
    #expect(
      try run(["import", "-", "--into", project], input: input).output.contains("2 events added"))
    let again = try run(["import", "-", "--into", project], input: input)
    #expect(again.output.contains("0 events added, 2 were there already"))
  }

  @Test func theTimeZoneStays() throws {
    let zone = ["--time-zone", "Europe/Berlin"]
    #expect(try run(["import", "-", "--into", project] + zone, input: event(1)).status == 0)
    #expect(try run(["import", "-", "--into", project], input: event(2)).status == 0)
    let other = try run(["import", "-", "--into", project, "--time-zone", "UTC"], input: event(3))
    #expect(other.status == 2)
    #expect(other.errors.contains("Europe/Berlin"))
    let unknown = try run(
      ["import", "-", "--into", home.path("b.mpqdb"), "--time-zone", "Mars/Base"], input: event(1))
    #expect(unknown.status == 2)
  }

  @Test func aMissingFileMakesNoProject() throws {
    #expect(try run(["import", home.path("missing"), "--into", project]).status == 2)
    #expect(!FileManager.default.fileExists(atPath: project))
  }

  @Test func otherFilesAreNotChanged() throws {
    try "precious".write(toFile: project, atomically: true, encoding: .utf8)
    for arguments in [
      ["import", "-", "--into", project], ["--local", project, "-e", "top events"],
      ["funnel", "list", "--project", project],
    ] {
      let outcome = try run(arguments, input: event(1))
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains("not an mpq project"))
    }
    #expect(try String(contentsOfFile: project, encoding: .utf8) == "precious")
  }

  @Test func funnelsAreDefinedListedAndDropped() throws {
    #expect(try run(["import", "-", "--into", project], input: event(1)).status == 0)
    let name = "odd \"name\" 曲"
    let define = try run(["funnel", "define", "--project", project, name, "e1", "e2"])
    #expect(define.status == 0)
    #expect(define.output == "\(name): e1 > e2\n")
    #expect(try run(["funnel", "list", "--project", project]).output == define.output)
    let tooMany = ["funnel", "define", "--project", project, "long"] + (0..<9).map { "e\($0)" }
    #expect(try run(tooMany).status == 2)
    #expect(try run(["funnel", "drop", "--project", project, name]).status == 0)
    #expect(try run(["funnel", "drop", "--project", project, name]).status == 2)
  }
}
