import Foundation
import Testing
import TestSupport

/// The demo, as a new user sees it.
struct DemoTests {
  private let home: TemporaryFolder
  /// A Tuesday.
  private static let clock = ["--demo", "--now", "2024-06-18T12:00:00Z"]

  init() throws {
    home = try TemporaryFolder()
  }

  private func ask(_ arguments: [String], input: String = "") throws -> Programs.Outcome {
    try Programs.run("mpq", Self.clock + arguments, home: home, input: input)
  }

  @Test func theFirstQueryOfTheReadme() throws {
    let outcome = try Programs.run(
      "mpq", ["--demo", "-e", #"funnel "Signup flow" weeks 4 by referrer"#], home: home)
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    #expect(outcome.output.contains("│ google"))
    #expect(outcome.output.contains("weeks, "))
  }

  @Test func everyFormAnswers() throws {
    for (query, header) in EveryForm.queries {
      let outcome = try ask(["--format", "csv", "-e", query])
      let lines = outcome.output.split(separator: "\n")
      #expect(outcome.status == 0, "\(query): \(outcome.errors)")
      #expect(lines.first.map(String.init) == header, "\(query)")
      #expect(outcome.errors == "", "\(query)")
      #expect(lines.count > 1, "\(query)")
    }
  }

  @Test func theClockAndTheSeedDecide() throws {
    let other = try TemporaryFolder()
    let arguments = Self.clock + ["--format", "json", "-e", EveryForm.script]
    let first = try Programs.run("mpq", arguments, home: home)
    let second = try Programs.run("mpq", arguments, home: other)
    #expect(first.output == second.output)
    #expect(first.output.utf8.count > 1000)
  }

  @Test(arguments: ["2024-06-18T00:00:00Z", "2025-01-01T00:00:05Z", "2024-02-29T23:59:59Z"])
  func topEventsAnswersAtAnyHour(_ now: String) throws {
    let outcome = try Programs.run(
      "mpq", ["--demo", "--now", now, "--format", "csv", "-e", "top events"], home: home)
    #expect(outcome.status == 0)
    #expect(outcome.output.split(separator: "\n").count > 2)
  }

  @Test func severalQueriesInSeveralPlaces() throws {
    let script = try home.file("a.mpq")
    try Data("#!/usr/bin/env mpq\nshow funnels # all\n".utf8).write(to: script)
    let outcome = try ask(
      ["--format", "csv", "-e", "top events limit 1", "-f", script.path(), "-f", "-"],
      input: "show events\nlimit 1")
    #expect(outcome.status == 0)
    let parts = outcome.output.components(separatedBy: "\n\n")
    #expect(
      parts.map { $0.split(separator: "\n").first } == ["event,amount,change", "funnel", "event"])
  }

  @Test func bareStandardInputIsAScript() throws {
    let outcome = try ask(["--format", "ndjson"], input: "show funnels limit 1")
    #expect(outcome.status == 1)
    #expect(outcome.errors.hasPrefix("stdin:1:14: error: 'show funnels' has no limit"))
    #expect(try ask(["--format", "ndjson"], input: "top events limit 1").status == 0)
  }

  @Test func explainSendsNothing() throws {
    let outcome = try Programs.run(
      "mpq", ["--explain", "-e", "funnel a, b by p", "-e", "show funnels"], home: home)
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("GET /api/2.0/funnels/properties"))
    #expect(outcome.errors == "3 calls, nothing was sent\n")
    #expect(try FileManager.default.contentsOfDirectory(atPath: home.url.path()).count == 3)
  }

  @Test func rawPrintsTheServersBytes() throws {
    let outcome = try ask(["--raw", "-e", "show funnels"])
    #expect(outcome.status == 0)
    #expect(outcome.output.hasPrefix("[\""))
    #expect(outcome.output.contains("\"Signup flow\""))
  }

  @Test func manyAtOnce() throws {
    // The file is created once.
    let outcomes = try (0..<4).map { _ in
      let process = Process()
      process.executableURL = URL(filePath: Programs.path("mpq"))
      process.arguments = Self.clock + ["-e", "show funnels"]
      process.environment = home.environment
      process.standardOutput = FileHandle.nullDevice
      try process.run()
      return process
    }
    for process in outcomes {
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
    }
  }

  @Test(arguments: [
    "weekly", "daily", "explore", "growth/signup-rate", "growth/channels", "growth/retention",
  ])
  func examplesRun(_ name: String) throws {
    let script = Repository.root.appending(path: "examples/\(name).mpq").path()
    let outcome = try ask(["-f", script])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.count { $0 == "╭" } >= 2)
    #expect(!outcome.output.contains("the server knows no"))
  }

  /// A goal out of reach ends the script with the code for alerts, and names the week.
  @Test func anUnmetGoalIsAnAlert() throws {
    let script = Repository.root.appending(path: "examples/growth/signup-rate.mpq").path()
    let outcome = try ask(["-f", script, "--set", "goal=0.99"])
    #expect(outcome.status == 8)
    #expect(outcome.errors.contains("'rate >= 0.99' does not hold"), "\(outcome.errors)")
  }

  @Test(arguments: [
    (["-e", "param n = 2; top events | first :n", "--set", "n=1", "--format", "csv"], 2, 0),
    (["-e", "let a = top events", "-e", "a | first 1", "--format", "csv"], 2, 0),
    (["-e", "param n; top events | first :n"], 0, 1),
    (["-e", "top events", "--set", "n=1"], 0, 1), (["-e", "top events", "--set", "n"], 0, 2),
    (["-e", "top events | first 1", "--raw"], 0, 1), (["-e", "include \"/etc/hostname\""], 0, 1),
  ])
  func programs(_ arguments: [String], _ lines: Int, _ status: Int32) throws {
    let outcome = try ask(arguments)
    #expect(outcome.status == status, "\(outcome.errors)")
    #expect(outcome.output.split(separator: "\n").count == lines)
  }
}
