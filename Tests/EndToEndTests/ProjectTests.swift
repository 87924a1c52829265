import Foundation
import Testing
import TestSupport

/// The maintenance commands for projects.
struct ProjectTests {
  private let home: TemporaryFolder
  private let project: String

  /// A project of three events and one funnel.
  init() throws {
    home = try TemporaryFolder()
    project = home.path("shop.mpqdb")
    let input = (1...3).map(Self.event).joined(separator: "\n")
    #expect(try run(["import", "-", "--into", project], input: input).status == 0)
    #expect(try run(["funnel", "define", "--project", project, "Sales", "e1", "e2"]).status == 0)
  }

  private func run(_ arguments: [String], input: String = "") throws -> Programs.Outcome {
    try Programs.run("mpq", arguments, home: home, input: input)
  }

  private static func event(_ number: Int) -> String {
    #"{"event": "e\#(number)", "properties": {"time": \#(1_718_700_000 + number * 86_400), "#
      + #""distinct_id": "u\#(number)", "plan": "pro"}}"#
  }

  private func object(_ outcome: Programs.Outcome) throws -> [String: Any] {
    let value = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    return try #require(value as? [String: Any])
  }

  @Test func exportIsWhatWasImported() throws {
    let outcome = try run(["export", project])
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    #expect(outcome.output == (1...3).map { Self.event($0) + "\n" }.joined())
  }

  @Test func exportIsByteByByte() throws {
    let lines = [
      #"{"event":"é","properties":{"z":1e5,"distinct_id":7,"a":"\/","time":1718700000123}}"#,
      #"{"properties": {"time": 1718700001, "distinct_id": "\u00e9"}, "event": "e1"}"#,
      #" {"event" :"e1", "more":[],"properties":{"time":1718700002.5,"distinct_id":"u"}} "#,
    ].map { $0 + "\n" }
    let other = home.path("other.mpqdb")
    #expect(try run(["import", "-", "--into", other], input: lines.joined()).status == 0)
    #expect(try run(["export", other]).output == lines.joined())
    let canonical = try run(["export", other, "--canonical"])
    let expected = [
      #"{"event": "é", "properties": {"time": 1718700000, "distinct_id": "7", "a": "/", "#
        + #""z": 1e5}}"#,
      #"{"event": "e1", "properties": {"time": 1718700001, "distinct_id": "é"}}"#,
      #"{"event": "e1", "properties": {"time": 1718700002, "distinct_id": "u"}}"#,
    ].map { $0 + "\n" }
    #expect(canonical.output == expected.joined())
  }

  /// An `$insert_id` that is null or empty identifies nothing: both events are kept.
  @Test(arguments: ["null", "\"\"", " null", "\"\\u0000\"", "\"null\"", "0"])
  func idsThatIdentifyNothing(_ id: String) throws {
    let line =
      #"{"event":"e1","properties":{"time":1718700000,"distinct_id":"u","$insert_id":\#(id)}}"#
    let lines = [line, line].map { $0 + "\n" }.joined()
    let other = home.path("other.mpqdb")
    let outcome = try run(["import", "-", "--into", other], input: lines)
    #expect(outcome.status == 0)
    let isKept = ["null", "\"\""].contains(id.trimmingCharacters(in: .whitespaces))
    #expect(try run(["export", other]).output == (isKept ? lines : line + "\n"))
    #expect(try run(["project", "check", other]).status == 0)
  }

  /// The events are of 2024: a question about the last days finds none, and mpq says why.
  @Test func oldEventsAreToldAndAsked() throws {
    let query = ["--local", project, "-e", "events e3 days 1", "--format", "csv"]
    let silent = try run(query)
    #expect(silent.status == 0)
    #expect(silent.errors.contains("the newest event is of 2024-06-21;"))
    #expect(silent.errors.contains("--now last"))
    let last = try run(query + ["--now", "last"])
    #expect(last.output.contains("2024-06-21,1"))
    #expect(!last.errors.contains("newest"))
    let day = try run(query + ["--now", "2024-06-21"])
    #expect(day.output == last.output)
  }

  @Test func exportOfDaysAndNames() throws {
    let days = try run(["export", project, "--from", "2024-06-20", "--to", "2024-06-20"])
    #expect(days.output == Self.event(2) + "\n")
    let names = try run(["export", project, "--event", "e3", "--event", "e1", "--event", "e3"])
    #expect(names.output == Self.event(1) + "\n" + Self.event(3) + "\n")
    let unknown = try run(["export", project, "--event", "e33"])
    #expect(unknown.status == 2)
    #expect(unknown.errors.contains("did you mean \"e3\"?"))
    for wrong in [["--from", "tomorrow"], ["--from", "2024-06-20", "--to", "2024-06-19"]] {
      #expect(try run(["export", project] + wrong).status == 2)
    }
  }

  @Test func exportToFiles() throws {
    let plain = home.path("events.ndjson")
    let packed = home.path("events.ndjson.gz")
    #expect(try run(["export", project, "-o", plain]).output == "\(plain): 3 events\n")
    #expect(try run(["export", project, "--output", packed]).status == 0)
    let text = try String(contentsOfFile: plain, encoding: .utf8)
    #expect(text == (1...3).map { Self.event($0) + "\n" }.joined())
    // The compressed export can be imported.
    let copy = home.path("copy.mpqdb")
    #expect(try run(["import", packed, "--into", copy]).output.contains("3 events added"))
    #expect(try run(["export", copy]).output == text)
    // A failure leaves no files and changes nothing.
    #expect(try run(["export", home.path("none.mpqdb"), "-o", plain]).status == 2)
    #expect(try run(["export", project, "-o", home.path("no/events")]).status == 2)
    #expect(try String(contentsOfFile: plain, encoding: .utf8) == text)
    let names = try FileManager.default.contentsOfDirectory(atPath: home.url.path())
    #expect(!names.contains { $0.contains("part") })
  }

  @Test func info() throws {
    let text = try run(["project", "info", project])
    #expect(text.status == 0)
    #expect(text.output.contains("events           3\n"))
    #expect(text.output.contains("first event      2024-06-19 08:40:00\n"))
    #expect(text.output.contains("funnels          Sales\n"))
    let info = try object(try run(["project", "info", project, "--format", "json"]))
    #expect(info["events"] as? Int == 3)
    #expect(info["funnels"] as? [String] == ["Sales"])
    #expect(info["time_zone"] as? String == "UTC")
    #expect((info["last"] as? [String: Any])?["time"] as? Int == 1_718_959_200)
  }

  @Test func checkFindsDamage() throws {
    let whole = try run(["project", "check", project])
    #expect(whole.status == 0)
    #expect(whole.output.contains("all is well"))
    // The last page of a small file is that of a table's rows.
    var bytes = try Data(contentsOf: URL(filePath: project))
    for page in 3..<(bytes.count / 8192) { bytes[page * 8192 + 1] ^= 0xff }
    try bytes.write(to: URL(filePath: project))
    let damaged = try run(["project", "check", project])
    #expect(damaged.status == 8)
    #expect(!(damaged.output + damaged.errors).isEmpty)
    #expect(try Data(contentsOf: URL(filePath: project)) == bytes)
  }

  @Test func backupAndVacuum() throws {
    let copy = home.path("copy.mpqdb")
    #expect(try run(["backup", project, copy]).status == 0)
    let again = try run(["backup", project, copy])
    #expect(again.status == 2)
    #expect(again.errors.contains("--force"))
    #expect(try run(["backup", project, copy, "--force"]).status == 0)
    #expect(try run(["export", copy]).output == run(["export", project]).output)
    let vacuum = try run(["project", "vacuum", copy])
    #expect(vacuum.status == 0)
    #expect(vacuum.output.contains("bytes before"))
  }

  @Test func aStoppedImportIsResumed() throws {
    let file = home.path("more.ndjson")
    let lines = (10...40).map { $0 == 30 ? "nonsense" : Self.event($0) }
    try lines.joined(separator: "\n").write(toFile: file, atomically: true, encoding: .utf8)
    let command = ["import", file, "--into", project, "--batch", "7"]
    let stopped = try run(command + ["--strict"])
    #expect(stopped.status == 2)
    #expect(stopped.errors.contains("14 lines imported"))
    #expect(stopped.errors.contains("--resume"))
    let resumed = try run(command + ["--resume"])
    #expect(resumed.status == 0)
    #expect(resumed.output.contains("16 events added, 14 before it was resumed"))
    let again = try run(command + ["--resume"])
    #expect(again.status == 0)
    #expect(again.output.contains("0 events added"))
    #expect(again.errors.contains("was imported before, and left out"))
    let info = try object(try run(["project", "info", project, "--format", "json"]))
    #expect(info["events"] as? Int == 3 + 30)
    // Without --resume, a note is printed.
    #expect(try run(command).errors.contains("was imported before"))
  }

  /// Only the added lines of a log that grew are imported.
  @Test func aGrownLogIsResumed() throws {
    let file = home.path("grown.ndjson")
    let command = ["import", file, "--into", project, "--resume"]
    func resume(_ text: String) throws -> Programs.Outcome {
      try text.write(toFile: file, atomically: true, encoding: .utf8)
      return try run(command)
    }
    var text = Self.event(10) + "\n" + Self.event(11)
    #expect(try resume(text).output.contains("2 events added"))
    text += "\n" + Self.event(12) + "\n"
    #expect(try resume(text).output.contains("1 event added, 2 before it was resumed"))
    text += Self.event(13) + "\n"
    #expect(try resume(text).output.contains("1 event added, 3 before it was resumed"))
    // Another beginning is another file.
    #expect(try resume(Self.event(20) + "\n" + text).output.contains("5 events added"))
  }

  /// A last line that its writer had not finished is read again; so is an export that was cut.
  @Test(arguments: [#"{"event": "si"#, "terminated early\n", "terminated early"])
  func anUnfinishedLastLineIsReadAgain(_ end: String) throws {
    let file = home.path("unfinished.ndjson")
    func resume(_ text: String) throws -> String {
      try text.write(toFile: file, atomically: true, encoding: .utf8)
      return try run(["import", file, "--into", project, "--resume"]).output
    }
    let start = Self.event(10) + "\n" + Self.event(11) + "\n"
    #expect(try resume(start + end).contains("2 events added, 1 line skipped"))
    #expect(try resume(start + end).contains("0 events added, 2 before it was resumed, 1 line"))
    let whole = start + Self.event(12) + "\n"
    #expect(try resume(whole).contains("1 event added, 2 before it was resumed"))
    // Only the time of its last change is new.
    #expect(try resume(whole).contains("0 events added, 3 before it was resumed"))
  }

  /// The same for larger logs, unless a byte in the middle changed.
  @Test func aLargeLogThatGrewIsResumed() throws {
    let file = home.path("large.ndjson")
    var lines = Array(repeating: Self.event(10), count: 2000)
    func run(_ options: String...) throws -> Programs.Outcome {
      try (lines.joined(separator: "\n") + "\n").write(
        toFile: file, atomically: true, encoding: .utf8)
      return try self.run(["import", file, "--into", project] + options)
    }
    #expect(try run().output.contains("2000 events added\n"))
    lines += [Self.event(11), Self.event(12)]
    #expect(try run("--resume").output.contains("2 events added, 2000 before"))
    lines += [Self.event(13)]
    let whole = try run()
    #expect(whole.output.contains("2003 events added\n"))
    #expect(whole.errors.contains("begins like a file that was imported before"))
    lines += [Self.event(14)]
    lines[1500] = Self.event(20)
    let changed = try run("--resume")
    #expect(changed.output.contains("2004 events added\n"))
    #expect(changed.errors.contains("begins like a file that was imported before"))
  }

  @Test func aFileThatIsNamedTwiceIsImportedOnce() throws {
    let file = home.path("twice.ndjson")
    try Self.event(10).write(toFile: file, atomically: true, encoding: .utf8)
    let outcome = try run(["import", file, home.path(".") + "/twice.ndjson", "--into", project])
    #expect(outcome.output.contains("1 event added"))
    #expect(outcome.errors.contains("is named twice, and was imported once"))
  }

  /// The second writer is told which process holds the lock; readers are not blocked.
  @Test func oneWriter() throws {
    let fifo = home.path("events")
    try #require(mkfifo(fifo, 0o600) == 0)
    let process = Process()
    process.executableURL = URL(filePath: Programs.path("mpq"))
    process.arguments = ["import", fifo, "--into", project]
    process.environment = home.environment
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    // Opened once the first program reads, when it has the lock; see ImportCommand.
    let writer = try FileHandle(forWritingTo: URL(filePath: fifo))
    let second = try run(["import", "-", "--into", project], input: Self.event(9))
    #expect(second.status == 2)
    #expect(second.errors.contains("process \(process.processIdentifier) is writing"))
    #expect(try run(["export", project]).status == 0)
    try writer.close()
    process.waitUntilExit()
    #expect(try run(["import", "-", "--into", project], input: Self.event(9)).status == 0)
  }

  /// Ctrl-C leaves no empty project.
  @Test func interrupted() throws {
    let fifo = home.path("events")
    try #require(mkfifo(fifo, 0o600) == 0)
    let other = home.path("other.mpqdb")
    let process = Process()
    process.executableURL = URL(filePath: Programs.path("mpq"))
    process.arguments = ["import", fifo, "--into", other]
    process.environment = home.environment
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    let writer = try FileHandle(forWritingTo: URL(filePath: fifo))
    process.interrupt()
    process.waitUntilExit()
    #expect(process.terminationStatus == 130)
    try writer.close()
    #expect(!FileManager.default.fileExists(atPath: other))
  }

  @Test func funnels() throws {
    #expect(try run(["funnel", "define", "--project", project, "Other", "e3"]).status == 0)
    let list = try run(["funnel", "list", "--project", project, "--format", "json"])
    let expected =
      #"[{"name": "Sales", "steps": ["e1", "e2"]}, {"name": "Other", "steps": ["e3"]}]"#
    #expect(list.output == expected + "\n")
    let near = try run(["funnel", "drop", "--project", project, "Other", "Slaes"])
    #expect(near.status == 2)
    #expect(near.errors.contains("did you mean \"Sales\"?"))
    #expect(
      try run(["funnel", "list", "--project", project, "--format", "json"]).output == list.output)
    #expect(try run(["funnel", "drop", "--project", project, "Other", "Sales"]).status == 0)
    #expect(try run(["funnel", "list", "--project", project, "--format", "json"]).output == "[]\n")
  }
}
