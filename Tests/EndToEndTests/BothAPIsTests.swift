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

    let (signed, query) = try sources(server) { CivilDate(dayNumber: Self.seconds / 86_400) }
    let evaluators = (signed: Evaluator(source: signed), query: Evaluator(source: query))
    for (text, _) in EveryForm.queries {
      guard !text.hasPrefix("show properties of funnel") else {
        await #expect(throws: QueryError.self) { try await evaluators.query.answer(text) }
        continue
      }
      let expected = Self.lines(try await evaluators.signed.answer(Self.withEqualDates(text)))
      let found = Self.lines(try await evaluators.query.answer(text))
      // The list of funnels has an order of its own.
      let isOrdered = !text.hasPrefix("show funnels")
      #expect(isOrdered ? found == expected : Set(found) == Set(expected), "\(text)")
    }
  }

  private func sources(
    _ server: Server, today: @escaping @Sendable () -> CivilDate
  ) throws -> (signed: RemoteSource, query: QueryAPISource) {
    let transport = HTTPTransport(base: try BaseURL(server.host))
    let secret = try #require(Secret(Server.secret))
    let clock = CallClock { Int(Date().timeIntervalSince1970) }
    let credentials = try #require(Credentials(key: Server.key, secret: secret))
    let login = try #require(QueryLogin(username: Server.key, secret: secret))
    return (
      RemoteSource(transport: transport, credentials: credentials, clock: clock),
      QueryAPISource(
        transport: transport, project: QueryProject(login: login, id: 1), clock: clock,
        today: today)
    )
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

  // MARK: - Random projects

  /// Random events with odd names, in several time zones.
  @Test(arguments: [("UTC", 11), ("America/New_York", 12), ("Asia/Kolkata", 13)])
  func theResultsOfRandomProjectsAreEqual(_ zone: String, _ seed: Int) async throws {
    let home = try TemporaryFolder()
    let (project, now) = try randomProject(zone, seed, home)
    let server = try Server(project: project, home: home, arguments: ["--now", now])
    let signed = try sources(server) { CivilDate(dayNumber: 0) }.signed
    let today = try await today(signed)
    let query = try sources(server) { today }.query
    var random = SeededGenerator(UInt64(seed))
    let calls = try await Self.calls(about: signed, &random)
    #expect(calls.count > 60)
    for call in calls {
      let expected = Self.recent(try await signed.result(of: call), today)
      let found = try await query.result(of: call)
      #expect(found == expected, "\(call)")
    }
  }

  /// The result without the weeks that the Query API is not asked for.
  private static func recent(_ result: CallResult, _ today: CivilDate) -> CallResult {
    guard case .dates(var dates) = result else { return result }
    let first = CivilDate(dayNumber: today.start(of: .week).dayNumber - 7 * 51).description
    for index in dates.rows.indices { dates.rows[index].dates.removeAll { $0 < first } }
    return .dates(dates)
  }

  private func randomProject(
    _ zone: String, _ seed: Int, _ home: TemporaryFolder
  ) throws -> (path: String, now: String) {
    let (events, funnels, clock) = (
      home.path("events.ndjson"), home.path("funnels.toml"), home.path("now")
    )
    let project = home.path("random.mpqdb")
    let script = Repository.root.appending(path: "Tests/Oracle/generate.py").path()
    let generated = try Programs.run(
      path: "/usr/bin/env",
      [
        "python3", script, "--seed", "\(seed)", "--events", "800", "--zone", zone, "--out", events,
        "--funnels", funnels, "--now-out", clock,
      ], home: home, environment: ["PYTHONDONTWRITEBYTECODE": "1"])
    try #require(generated.status == 0, "\(generated.errors)")
    for arguments in [
      ["import", events, "--into", project, "--time-zone", zone],
      ["funnel", "define", "--project", project, "--file", funnels],
    ] {
      let outcome = try Programs.run("mpq", arguments, home: home)
      try #require(outcome.status == 0, "\(outcome.errors)")
    }
    let now = try String(contentsOfFile: clock, encoding: .utf8)
    return (project, now.trimmingCharacters(in: .whitespacesAndNewlines))
  }

  /// The last day that the server answers for.
  private func today(_ source: RemoteSource) async throws -> CivilDate {
    let result = try await source.result(
      of: Call(
        .events,
        [.init(.event, .texts(["e"])), .init(.type, .measure(.general))]
          + Self.window(.day, 1)))
    guard case .series(let series) = result else { throw CallError.cancelled }
    return try #require(series.labels.last.flatMap { CivilDate($0) })
  }

  private static func window(_ unit: Window.Unit, _ interval: Int) -> [Call.Argument] {
    [.init(.unit, .unit(unit)), .init(.interval, .integer(interval))]
  }

  private static func names(_ source: RemoteSource, _ call: Call) async throws -> [String] {
    guard case .names(let names) = try await source.result(of: call) else { return [] }
    return names
  }

  /// Random calls whose answers are the same in both APIs.
  private static func calls(
    about source: RemoteSource, _ random: inout SeededGenerator
  ) async throws -> [Call] {
    let total = Call.Argument(.type, .measure(.general))
    let events = try await names(
      source, Call(.eventsNames, [total] + window(.month, 24)))
    let funnels = try await names(source, Call(.funnelsNames, window(.week, 100)))
    var calls: [Call] = []
    for _ in 0..<8 {
      let event = random.pick(events)
      let (unit, measure) = (random.pick(Window.Unit.allCases), random.pick(Measure.allCases))
      let dates = window(unit, 1 + random.below(40))
      let type = Call.Argument(.type, .measure(measure))
      calls += [
        try Call(.events, [.init(.event, .texts([event, random.pick(events)])), type] + dates),
        try Call(.eventsTop, [type, .init(.limit, .integer(1 + random.below(9)))]),
        try Call(.eventsNames, [type] + window(random.pick([.day, .week, .month]), 3)),
      ]
      let days: Window.Unit = random.pick([.day, .week, .month])
      calls.append(
        try Call(
          .eventsRetention,
          [.init(.event, .texts([event])), type] + window(days, 2 + random.below(12))))
      guard
        case .properties(let counts) = try await source.result(
          of: Call(.eventsPropertiesTop, [.init(.event, .text(event)), total] + window(.day, 31)))
      else { continue }
      calls.append(
        try Call(.eventsPropertiesTop, [.init(.event, .text(event)), total] + window(.day, 31)))
      for property in counts.rows.prefix(2).map(\.property) {
        let subject = [
          Call.Argument(.event, .text(event)), Call.Argument(.name, .text(property)), type,
        ]
        calls += [
          try Call(.eventsProperties, subject + dates),
          try Call(.eventsPropertiesValues, subject + window(.day, 31)),
        ]
        calls.append(
          try Call(
            .funnelsProperties,
            [.init(.funnel, .text(random.pick(funnels))), .init(.name, .text(property))]
              + window(.week, 1 + random.below(8))))
      }
      calls.append(
        try Call(
          .funnels,
          [.init(.funnel, .texts([random.pick(funnels)]))] + window(.week, 1 + random.below(12))))
    }
    calls.append(
      try Call(
        .funnelsDates,
        [
          .init(.funnel, .texts(funnels)), .init(.unit, .unit(.week)),
          .init(.limit, .integer(60)),
        ]))
    return calls
  }
}
