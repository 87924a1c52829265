import Foundation
import MPQ
import MPQAPI
import MPQHTTP
import Testing

/// The README's program, as it stands there.
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

/// What the README promises.
struct ReadmeTests {
  private static func text(_ name: String) throws -> String {
    try String(contentsOf: Programs.repository.appending(path: name), encoding: .utf8)
  }

  @Test func theProgramStandsInTheReadme() throws {
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
    let tour = try Self.text("README.md").components(separatedBy: "\n## A tour\n")[1]
      .components(separatedBy: "What a query leaves out")[0]
    let queries = tour.split(separator: "\n").filter { $0.hasPrefix("    ") }
      .map { $0.trimmingCharacters(in: .whitespaces) }
    #expect(queries.count == 12)
    let outcome = try Programs.run(
      "mpq", ["--demo", "--format", "ndjson"], home: home, input: queries.joined(separator: "\n"))
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  @Test func everyTargetStandsInTheLayout() throws {
    let layout = try Self.text("README.md").components(separatedBy: "\n## Source layout\n")[1]
    let sources = Programs.repository.appending(path: "Sources").path()
    for target in try FileManager.default.contentsOfDirectory(atPath: sources) {
      #expect(layout.contains("`\(target)`"), "\(target)")
    }
  }
}
