import Foundation
import MPQ
import MPQAPI
import MPQHTTP
import Testing
import TestSupport

/// The same project of mpqd, asked through the signed API and through the Query API.
struct BothAPIsTests {
  private static let now = "2024-06-18T12:00:00Z"
  private static let seconds = 1_718_712_000

  @Test func theTablesAreEqual() async throws {
    let home = try TemporaryFolder()
    let demo = try Programs.run(
      "mpq", ["--demo", "--now", Self.now, "-e", "show funnels"], home: home)
    #expect(demo.status == 0, "\(demo.errors)")
    let folder = home.url.appending(path: "cache/mpq/demo")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path())
    let name = try #require(names.first { $0.hasSuffix(".mpqdb") })
    let server = try Server(
      project: folder.appending(path: name).path(), home: home, arguments: ["--now", Self.now])

    let transport = HTTPTransport(base: try BaseURL(server.host))
    let secret = try #require(Secret(Server.secret))
    let clock = CallClock { Int(Date().timeIntervalSince1970) }
    let signed = Evaluator(
      source: RemoteSource(
        transport: transport,
        credentials: try #require(Credentials(key: Server.key, secret: secret)), clock: clock))
    let login = try #require(QueryLogin(username: Server.key, secret: secret))
    let query = Evaluator(
      source: QueryAPISource(
        transport: transport, project: QueryProject(login: login, id: 1), clock: clock,
        today: { CivilDate(dayNumber: Self.seconds / 86_400) }))
    for (text, _) in EveryForm.queries {
      guard !text.hasPrefix("show properties of funnel") else {
        await #expect(throws: QueryError.self) { try await query.answer(text) }
        continue
      }
      let expected = Self.lines(try await signed.answer(Self.withEqualDates(text)))
      let found = Self.lines(try await query.answer(text))
      // The list of funnels has an order of its own.
      let isOrdered = !text.hasPrefix("show funnels")
      #expect(isOrdered ? found == expected : Set(found) == Set(expected), "\(text)")
    }
  }

  /// The query with the dates that the Query API of mpqd answers for: the last 31 days for those
  /// that have none.
  private static func withEqualDates(_ text: String) -> String {
    guard text.hasPrefix("show properties of event") || text.hasPrefix("show values") else {
      return text
    }
    return text.replacing(" days 7", with: "") + " days 31"
  }

  private static func lines(_ answer: Answer) -> [Substring] {
    String(decoding: Renderer.render([answer], as: .csv), as: UTF8.self).split(separator: "\n")
  }
}
