import Foundation
import MPQ
import MPQAPI
import MPQHTTP
import Testing
import TestSupport

/// The README's program, verbatim.
private func signups(host: String, key: String, secret: String) async throws -> Table? {
  // README begins
  guard let secret = Secret(secret), let credentials = Credentials(key: key, secret: secret) else {
    return nil
  }
  let evaluator = Evaluator(
    transport: HTTPTransport(base: try BaseURL(host)), credentials: credentials,
    now: { Int(Date().timeIntervalSince1970) })
  let answer = try await evaluator.answer(#"funnel "Signup flow" weeks 4 by referrer"#)
  print(answer.notes, answer.table.columns.map(\.name))
  return answer.table
  // README ends
}

/// What README.md and the pages promise.
struct ReadmeTests {
  private static let catalogue = "Sources/MPQ/MPQ.docc"

  private static func text(_ name: String) throws -> String {
    try Repository.text(name)
  }

  /// The fenced blocks of a page that are marked with `language`.
  private static func blocks(_ language: String, of page: String) throws -> [String] {
    try text(page).components(separatedBy: "\n```\(language)\n").dropFirst().map {
      $0.components(separatedBy: "\n```")[0]
    }
  }

  @Test func theProgramIsThatOfTheReadme() throws {
    let source = try String(contentsOfFile: #filePath, encoding: .utf8)
    let parts = source.components(separatedBy: "  // README begins\n")
    let body = try #require(
      parts.dropFirst().first?.components(separatedBy: "  // README ends").first)
    let lines = body.split(separator: "\n").map { "    " + $0.dropFirst(2) }
    #expect(try Self.text("README.md").contains(lines.joined(separator: "\n")))
  }

  @Test func theProgramRuns() async throws {
    let body = #"""
      {"2010-05-31": {"meta": {"name": "referrer", "steps": 1, "values": ["google"]}, "values":
        {"google": {"end": 1, "start": 1, "steps": {"1": {"count": 7}}, "total_visitors": 7}}}}
      """#
    let server = try CannedServer(status: 200, body: body)
    defer { server.stop() }
    let table = try await signups(
      host: "http://127.0.0.1:\(server.port)", key: "key", secret: "secret")
    #expect(table?.rows.count == 1)
  }

  /// Every query of the tour is one that the demo answers.
  @Test func theTourRuns() throws {
    let home = try TemporaryFolder()
    let queries = try Self.blocks("mpq", of: "\(Self.catalogue)/LanguageTour.md")
      .flatMap { $0.split(separator: "\n") }
    #expect(queries.count == 12)
    let outcome = try Programs.run(
      "mpq", ["--demo", "--format", "ndjson"], home: home, input: queries.joined(separator: "\n"))
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  /// Every block of commands runs, in the order of its page.
  @Test(arguments: ["README.md", "\(catalogue)/Scripts.md", "\(catalogue)/Importing.md"])
  func commandsRun(_ page: String) throws {
    let commands = try Self.blocks("sh", of: page)
    #expect(!commands.isEmpty)
    let home = try TemporaryFolder()
    let events = ["home", "signup", "done"].enumerated().map { number, name in
      #"{"event": "\#(name)", "properties": {"time": \#(1_719_400_000 + number), "#
        + #""distinct_id": "u1"}}"#
    }
    try Data((events.joined(separator: "\n") + "\n").utf8)
      .write(to: home.url.appending(path: "events.ndjson"))
    let start = """
      cd "$HOME"
      gzip events.ndjson
      ln -s "$REPOSITORY/examples" examples
      PATH="$PROGRAMS:$PATH"
      """
    let outcome = try Programs.run(
      path: "/bin/sh", ["-euc", ([start] + commands).joined(separator: "\n")], home: home,
      environment: [
        "REPOSITORY": Repository.root.path(), "PROGRAMS": Programs.folder.path(),
      ])
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  /// Pages name no file of this repository that is not there.
  @Test func linksLead() throws {
    let pages = try FileManager.default.contentsOfDirectory(
      atPath: Repository.root.appending(path: Self.catalogue).path())
    #expect(pages.count >= 7)
    let page = try Self.text("README.md")
    for name in pages where name != "MPQ.md" { #expect(page.contains("/\(name)\n"), "\(name)") }
    let pattern = #/\]\((?<inline>[^)#:]+)[^)]*\)|\n\[\w+\]: (?<listed>\S+)/#
    let links = page.matches(of: pattern).compactMap { $0.inline ?? $0.listed }
    #expect(links.count > 8)
    for link in links {
      let file = Repository.root.appending(path: String(link)).path()
      #expect(FileManager.default.fileExists(atPath: file), "\(link)")
    }
  }

  @Test func theReadmeIsShort() throws {
    #expect(try Self.text("README.md").split(separator: "\n").count <= 180)
  }

  @Test func everyTargetIsInTheArchitecture() throws {
    let page = try Self.text("\(Self.catalogue)/Architecture.md")
    let sources = Repository.root.appending(path: "Sources").path()
    for target in try FileManager.default.contentsOfDirectory(atPath: sources) {
      #expect(page.contains("`\(target)`"), "\(target)")
    }
  }
}
