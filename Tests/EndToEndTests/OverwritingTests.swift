import Foundation
import Testing
import TestSupport

/// No output destroys what the command reads, or a project.
struct OverwritingTests {
  private let home: TemporaryFolder
  private static let event =
    #"{"event": "home", "properties": {"time": 1718700000, "distinct_id": "u"}}"#

  init() throws {
    home = try TemporaryFolder()
    try Data("\(Self.event)\n".utf8).write(to: home.url.appending(path: "log.ndjson"))
    try Data("show events\n".utf8).write(to: home.url.appending(path: "script.csv"))
    for name in ["shop.mpqdb", "other.mpqdb"] {
      let outcome = try Programs.run(
        "mpq", ["import", home.path("log.ndjson"), "--into", home.path(name)], home: home)
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    let files = FileManager.default
    try files.createSymbolicLink(
      atPath: home.path("link.csv"), withDestinationPath: home.path("shop.mpqdb"))
    try files.linkItem(atPath: home.path("shop.mpqdb"), toPath: home.path("hard.csv"))
    try files.createSymbolicLink(atPath: home.path("new.csv"), withDestinationPath: "made.csv")
    try files.createDirectory(atPath: home.path("config/mpq"), withIntermediateDirectories: true)
    try Data("[profile.a]\nhost = 'a.example'\nkey = 'k'\nsecret = 's'\n".utf8).write(
      to: home.url.appending(path: "config/mpq/profiles.toml"))
    try files.setAttributes(
      [.posixPermissions: 0o600], ofItemAtPath: home.path("config/mpq/profiles.toml"))
  }

  private func run(_ line: String) throws -> Programs.Outcome {
    let words = line.split(separator: " ").map { word in
      word.hasPrefix("@") ? home.path(String(word.dropFirst())) : String(word)
    }
    return try Programs.run("mpq", words, home: home)
  }

  /// The command, with `@` for the directory, and its message about the output.
  @Test(arguments: [
    ("export @shop.mpqdb -o @shop.mpqdb", "an input of the same command"),
    ("export @shop.mpqdb -o @link.csv", "an input of the same command"),
    ("export @shop.mpqdb -o @hard.csv", "an input of the same command"),
    ("export @link.csv -o @shop.mpqdb", "an input of the same command"),
    ("export @shop.mpqdb -o @shop.mpqdb-wal", "an input of the same command"),
    ("export @shop.mpqdb -o @other.mpqdb", "it is a project"),
    ("export @shop.mpqdb -o @log.ndjson", "it was imported into this project"),
    ("--local @shop.mpqdb --format csv -e top%events -o @shop.mpqdb", "an input of the same"),
    ("--local @shop.mpqdb --format csv -e top%events -o @other.mpqdb", "it is a project"),
    ("--local @shop.mpqdb -e top%events -o @hard.csv", "an input of the same command"),
    ("--local @shop.mpqdb -f @script.csv -o @script.csv", "an input of the same command"),
    ("--demo --raw -e top%events -o @shop.mpqdb", "it is a project"),
    ("--demo --raw -e top%events -o @config/mpq/profiles.toml", "an input of the same command"),
    ("backup @shop.mpqdb @shop.mpqdb --force", "an input of the same command"),
    ("backup @shop.mpqdb @link.csv --force", "an input of the same command"),
    ("backup @shop.mpqdb @shop.mpqdb-journal", "an input of the same command"),
    ("import @shop.mpqdb --into @shop.mpqdb", "an input of the same command"),
    ("import @log.ndjson --into @log.ndjson", "an input of the same command"),
  ])
  func refused(line: String, reason: String) throws {
    let outcome = try run(line.replacing("%", with: "\t"))
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains(reason), "\(outcome.errors)")
    for name in ["shop.mpqdb", "other.mpqdb"] {
      #expect(try run("export @\(name)").output == "\(Self.event)\n")
    }
    #expect(try String(contentsOfFile: home.path("log.ndjson"), encoding: .utf8).contains("home"))
    #expect(
      try String(contentsOfFile: home.path("script.csv"), encoding: .utf8) == "show events\n")
  }

  @Test(arguments: [
    "export @shop.mpqdb -o @new.csv", "--demo -e show\tfunnels -o @new.csv",
    "backup @shop.mpqdb @new.csv", "import @log.ndjson --into @new.csv",
  ])
  func aLinkToNothingGetsItsTarget(line: String) throws {
    let outcome = try run(line)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: home.path("new.csv")) == "made.csv")
    #expect(!(try Data(contentsOf: URL(filePath: home.path("made.csv")))).isEmpty)
  }

  @Test func backupsStillReplaceOtherProjects() throws {
    let outcome = try run("backup @shop.mpqdb @other.mpqdb --force")
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  @Test func pipesAreNotWaitedFor() throws {
    #expect(mkfifo(home.path("pipe"), 0o600) == 0)
    for line in ["--local @pipe -e show\tevents", "export @shop.mpqdb -o @pipe"] {
      let outcome = try run(line)
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains("not a regular file"), "\(outcome.errors)")
    }
  }

  /// Runs a script of sh; `$0` is mpq, and the other arguments are files of the home folder.
  private func shell(_ script: String, _ files: String...) throws -> Programs.Outcome {
    try Programs.run(
      path: "/bin/sh", ["-c", script, Programs.path("mpq")] + files.map { home.path($0) },
      home: home)
  }

  @Test func fewDescriptors() throws {
    let outcome = try shell(
      "ulimit -n 8; exec \"$0\" --local \"$1\" -e 'show events'", "shop.mpqdb")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("too many open files"), "\(outcome.errors)")
  }

  @Test func locksAreTheUsersAlone() throws {
    let outcome = try shell(
      "umask 000; exec \"$0\" import \"$1\" --into \"$2\"", "log.ndjson", "third.mpqdb")
    #expect(outcome.status == 0)
    let lock = try FileManager.default.attributesOfItem(atPath: home.path("third.mpqdb-lock"))
    #expect(lock[.posixPermissions] as? Int == 0o600)
  }

  @Test func profilesAddedAtOnceAreAllKept() throws {
    let adding = (0..<12).map { "printf s | \"$0\" profile add p\($0) --key k --host h & " }
    // The pipe is at its end when all have ended.
    let outcome = try Programs.run(
      path: "/bin/sh", ["-c", "{ \(adding.joined())} 2>&1 | cat", Programs.path("mpq")], home: home)
    #expect(outcome.status == 0)
    let list = try run("profile list").output
    for number in 0..<12 { #expect(list.contains("p\(number)"), "\(outcome.output)") }
  }
}
