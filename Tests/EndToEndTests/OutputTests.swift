import Foundation
import Testing
import TestSupport

/// The targets of answers, and failures to write them.
struct OutputTests {
  private let home: TemporaryFolder
  private static let question = ["--demo", "--now", "2024-06-18T12:00:00Z", "-e", "show events"]

  init() throws {
    home = try TemporaryFolder()
  }

  private func shell(_ command: String) throws -> Programs.Outcome {
    let environment = ["MPQ": Programs.path("mpq")]
    let ask = "\"$MPQ\" --demo --now 2024-06-18T12:00:00Z -e 'show events'"
    return try Programs.run(
      path: "/bin/sh", ["-c", command.replacing("ASK", with: ask)], home: home,
      environment: environment)
  }

  @Test(arguments: [
    ("csv", "event\nplay song\n"), ("json", "{\"query\""), ("ndjson", "{\"event\""),
    ("md", "| event"), ("tsv", "event\nplay song\n"), ("txt", "╭"),
  ])
  func theEndingChoosesTheFormat(_ ending: String, _ begin: String) throws {
    let path = home.path("answer.\(ending)")
    let outcome = try Programs.run("mpq", Self.question + ["-o", path], home: home)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output == "")
    #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix(begin))
  }

  @Test func aFileIsWrittenWholeOrNotAtAll() throws {
    let path = home.path("answer.csv")
    try "before".write(toFile: path, atomically: true, encoding: .utf8)
    let server = try CannedServer(status: 200, body: #"["home"]"#)
    defer { server.stop() }
    let outcome = try Programs.run(
      "mpq", ["-e", "show events", "-e", "top events", "-o", path], home: home,
      environment: server.environment)
    #expect(outcome.status == 3)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "before")
    let names = try FileManager.default.contentsOfDirectory(atPath: home.url.path())
    #expect(!names.contains { $0.hasSuffix(".part") })
  }

  @Test func explanationsLeaveFilesAlone() throws {
    let path = home.path("answer.csv")
    let outcome = try Programs.run(
      "mpq", Self.question + ["--explain", "--output", path], home: home)
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("GET /api/2.0/events/names"))
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func standardOutputHasSeveralNames() throws {
    for name in ["-", "/dev/stdout"] {
      let outcome = try shell("exec >\"$HOME/all\"; echo first; ASK -o \(name); echo last")
      #expect(outcome.status == 0)
      let text = try String(contentsOfFile: home.path("all"), encoding: .utf8)
      #expect(text.hasPrefix("first\n"))
      #expect(text.hasSuffix("last\n"))
    }
  }

  @Test func aFolderThatIsNotThere() throws {
    let outcome = try Programs.run("mpq", Self.question + ["-o", "/nowhere/a.csv"], home: home)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("cannot write /nowhere/a.csv: No such file or directory"))
  }

  @Test func aFullDisk() throws {
    guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
    let outcome = try shell("ASK > /dev/full")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("No space left on device"))
  }

  @Test func aReaderThatGoesAway() throws {
    // Not every shell has pipefail, so the status is written to a file.
    let outcome = try shell(
      "i=0; while [ $i -lt 40 ]; do set -- \"$@\" -e 'events \"visit site\" hours 9999'; "
        + "i=$((i + 1)); done; "
        + "(\"$MPQ\" --demo --now 2024-06-18T12:00:00Z \"$@\"; echo $? >\"$HOME/status\")"
        + " | head -n 1"
    )
    #expect(outcome.errors == "")
    let status = try String(contentsOfFile: home.path("status"), encoding: .utf8)
    #expect(status == "141\n")
  }

  @Test func noEscapesInAPipe() throws {
    let plain = try shell("ASK")
    #expect(!plain.output.contains("\u{1b}"))
    let colored = try shell("ASK --color always")
    #expect(colored.output.contains("\u{1b}[1m"))
    let quiet = try shell("NO_COLOR=1 ASK")
    #expect(quiet.output == plain.output)
  }

  /// Variables of the locale, an option, and how a table begins.
  @Test(arguments: [
    ("LANG=C.UTF-8", "", "╭"), ("LC_ALL=C", "", "+-"), ("LANG=", "", "+-"),
    ("LC_ALL=de_DE.UTF-8@euro", "", "╭"), ("LC_ALL= LC_CTYPE=en_US.utf8 LANG=C", "", "╭"),
    ("LANG=de_DE.ISO-8859-1", "", "+-"), ("LANG=C.UTF-8", "--ascii", "+-"),
  ])
  func boxesFollowTheLocale(variables: String, option: String, begin: String) throws {
    let outcome = try shell("\(variables) ASK \(option)")
    #expect(outcome.output.hasPrefix(begin), "\(outcome.output)")
    #expect(begin == "╭" || !outcome.output.contains { "╭│─…–".contains($0) })
  }

  @Test func hostileNamesStayVisible() throws {
    let project = home.path("hostile.mpqdb")
    let event =
      #"{"event": "\u001b[2J\u202e=cmd", "properties": {"time": 1718700000, "distinct_id": "u"}}"#
    let imported = try Programs.run(
      "mpq", ["import", "-", "--into", project], home: home, input: event)
    #expect(imported.status == 0, "\(imported.errors)")
    let arguments = ["--local", project, "--now", "2024-06-18T12:00:00Z", "-e", "show events"]
    let table = try Programs.run("mpq", arguments, home: home)
    #expect(table.output.contains("\\u{1B}[2J\\u{202E}=cmd"))
    #expect(!table.output.contains("\u{1b}"))
  }

  @Test func formulasAreDefusedOnRequest() throws {
    let server = try CannedServer(status: 200, body: #"["=1+1"]"#)
    defer { server.stop() }
    let arguments = ["-e", "show events", "--format", "csv"]
    let plain = try Programs.run("mpq", arguments, home: home, environment: server.environment)
    #expect(plain.output == "event\n=1+1\n")
    let defused = try Programs.run(
      "mpq", arguments + ["--defuse"], home: home, environment: server.environment)
    #expect(defused.output == "event\n'=1+1\n")
  }
}
