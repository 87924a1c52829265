import Foundation
import MPQSQLite
import MPQStore
import Testing
import TestSupport

/// mpqd against the plain Python recomputation, over HTTP, on random events with odd names.
struct OracleTests {
  @Test(arguments: [
    ("UTC", 1), ("Europe/Berlin", 2), ("America/New_York", 3), ("Asia/Kolkata", 4),
    ("Pacific/Apia", 5), ("America/Sao_Paulo", 6), ("Africa/Casablanca", 7),
  ])
  func answersAgree(_ zone: String, _ seed: Int) async throws {
    let home = try TemporaryFolder()
    let oracle = Repository.root.appending(path: "Tests/Oracle")
    func python(_ script: String, _ arguments: [String]) throws -> Programs.Outcome {
      try Programs.run(
        path: "/usr/bin/env",
        ["python3", oracle.appending(path: script).path()] + arguments, home: home,
        environment: Server.credentials.merging(["PYTHONDONTWRITEBYTECODE": "1"]) { $1 })
    }
    let (events, funnels, clock) = (
      home.path("events.ndjson"), home.path("funnels.toml"), home.path("now")
    )
    let generated = try python(
      "generate.py",
      [
        "--seed", "\(seed)", "--events", "1500", "--zone", zone, "--out", events,
        "--funnels", funnels, "--now-out", clock,
      ])
    try #require(generated.status == 0, "\(generated.errors)")
    let now = try String(contentsOfFile: clock, encoding: .utf8)
      .trimmingCharacters(in: .whitespacesAndNewlines)

    let project = home.path("random.mpqdb")
    // In two parts: the second one has late events, and some of the first part again.
    let lines = try String(contentsOfFile: events, encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: true)
    let first = lines.prefix(lines.count / 2)
    let second = Array(lines.dropFirst(first.count)) + first.suffix(120)
    func importEvents(_ lines: some Collection<Substring>) throws {
      let outcome = try Programs.run(
        "mpq", ["import", "-", "--into", project, "--time-zone", zone], home: home,
        input: lines.joined(separator: "\n") + "\n")
      try #require(outcome.status == 0, "\(outcome.errors)")
    }
    try importEvents(first)
    let defined = try Programs.run(
      "mpq", ["funnel", "define", "--project", project, "--file", funnels], home: home)
    try #require(defined.status == 0, "\(defined.errors)")

    let server = try Server(project: project, home: home, arguments: ["--now", now])
    func compare(_ lines: some Collection<Substring>, calls: Int) throws {
      try (lines.joined(separator: "\n") + "\n")
        .write(toFile: events, atomically: true, encoding: .utf8)
      let compared = try python(
        "compare.py",
        [
          "--url", server.host, "--events", events, "--funnels", funnels, "--zone", zone,
          "--now", now, "--seed", "\(seed)", "--calls", "\(calls)",
        ])
      #expect(compared.status == 0, "\(compared.output)\(compared.errors)")
      #expect(compared.output.contains("\(calls) passed, 0 failed"))
    }
    try compare(first, calls: 60)
    // The server continues to answer while events are imported.
    try importEvents(second)
    try compare(first + second, calls: 150)
    #expect(try await Project.open(at: project).check() == [])
  }
}
