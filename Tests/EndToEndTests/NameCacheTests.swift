import Foundation
import MPQ
import MPQAPI
import MPQHTTP
import MPQShell
import Synchronization
import Testing
import TestSupport

/// The names of a real server, fetched by mpq's calls.
@Suite(.timeLimit(.minutes(1))) struct NameCacheTests {
  private let home: TemporaryFolder

  init() throws { home = try TemporaryFolder() }

  /// A project of three events and a funnel, created by the programs.
  private func makeProject() throws -> String {
    let path = home.path("shop.mpqdb")
    let now = Int(Date().timeIntervalSince1970) - 3_600
    let lines = ["home", "signup", "home", "done"].enumerated().map { index, event in
      #"{"event":"\#(event)","properties":{"time":\#(now + index),"distinct_id":"u","plan":"pro"}}"#
    }
    let imported = try Programs.run(
      "mpq", ["import", "-", "--into", path, "--time-zone", "UTC"], home: home,
      input: lines.joined(separator: "\n"))
    try #require(imported.status == 0, "\(imported.errors)")
    let defined = try Programs.run(
      "mpq", ["funnel", "define", "--project", path, "Signup flow", "home", "signup"], home: home)
    try #require(defined.status == 0, "\(defined.errors)")
    return path
  }

  private func cache(
    _ server: Server, onNews: @escaping @Sendable (NameCache.News) -> Void
  ) throws -> NameCache {
    let secret = try #require(Secret(Server.secret))
    let credentials = try #require(Credentials(key: Server.key, secret: secret))
    let now: @Sendable () -> Int = { Int(Date().timeIntervalSince1970) }
    let evaluator = Evaluator(
      transport: HTTPTransport(base: try BaseURL(server.host)), credentials: credentials, now: now)
    return NameCache(
      of: .environment(host: server.host, key: Server.key), in: home.path("names"),
      ask: { call throws(CallError) in try await evaluator.result(of: call) }, now: now,
      onNews: onNews)
  }

  @Test func everyListIsFetchedAndKept() async throws {
    var server: Server? = try Server(project: try makeProject(), home: home)
    let news = Mutex<[NameCache.News]>([])
    let cache = try cache(try #require(server)) { item in
      news.withLock { $0.append(item) }
    }
    cache.start()
    let home = ByteText("home")
    let lists: [(NameRequest, Set<String>)] = [
      (.propertiesOfEvent(home), ["plan"]),
      (.propertiesOfFunnel(ByteText("Signup flow")), ["plan"]),
      (.values(property: ByteText("plan"), event: home), ["pro"]),
    ]
    for (request, _) in lists { cache.want(request) }
    await cache.settle()
    #expect(news.withLock { $0.contains { if case .failed = $0 { true } else { false } } } == false)
    let known = cache.snapshot
    #expect(known[.events]?.names.first == "home")
    #expect(known[.events].map { Set($0.names) } == ["home", "signup", "done"])
    #expect(known[.funnels]?.names == ["Signup flow"])
    for (request, names) in lists {
      #expect(known[request].map { names.isSubset(of: $0.names) } == true, "\(request)")
    }

    // The server is stopped: that is told once, and the names are still there.
    server = nil
    cache.refresh()
    await cache.settle()
    let failures = news.withLock { $0.filter { if case .failed = $0 { true } else { false } } }
    #expect(failures.count == 1)
    #expect(cache.snapshot[.events]?.names.count == 3)
    let file = try String(
      contentsOfFile: self.home.path("names") + "/"
        + (try #require(
          try FileManager.default.contentsOfDirectory(atPath: self.home.path("names"))
            .first { $0.hasSuffix(".json") })),
      encoding: .utf8)
    #expect(file.contains(Server.key) && !file.contains(Server.secret))
  }
}
