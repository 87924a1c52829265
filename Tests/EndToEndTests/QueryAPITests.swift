import Foundation
import Testing
import TestSupport

/// mpq with a profile of the Query API, against a fake service on this machine.
struct QueryAPITests {
  private static let secret = "marked-5ecret-0123456789"
  /// Base64 of `reports:` and the secret.
  private static let token = "cmVwb3J0czptYXJrZWQtNWVjcmV0LTAxMjM0NTY3ODk="

  private let home: TemporaryFolder

  init() throws {
    home = try TemporaryFolder()
  }

  private func service(_ bodies: KeyValuePairs<String, String>) throws -> CannedServer {
    let bodies = bodies.map { ($0, $1) }
    return try CannedServer { request in
      guard request.contains("\r\nAuthorization: Basic \(Self.token)\r\n") else {
        return CannedServer.answer(status: 401, body: #"{"error": "Unauthorized"}"#)
      }
      let line = request.prefix { $0 != "\r\n" }
      let body = bodies.first { line.contains($0.0) }?.1
      return CannedServer.answer(status: body == nil ? 404 : 200, body: body ?? "")
    }
  }

  private func writeProfile(
    _ server: CannedServer, secret: String = secret, callsPerHour: Int = 0
  ) throws {
    try home.write(
      """
      [profile.work]
      api = "query"
      host = "http://127.0.0.1:\(server.port)"
      project_id = 12345
      username = "reports"
      calls_per_hour = \(callsPerHour)
      secret = "\(secret)"
      """, to: "config/mpq/profiles.toml", mode: 0o600)
  }

  private func run(
    _ arguments: [String], environment: [String: String] = [:]
  ) throws -> Programs.Outcome {
    let outcome = try Programs.run("mpq", arguments, home: home, environment: environment)
    for hidden in [Self.secret, Self.token] {
      #expect(!(outcome.output + outcome.errors).contains(hidden))
    }
    return outcome
  }

  @Test func aProfileAnswersQueries() throws {
    let server = try service([
      "/funnels/list": #"[{"funnel_id": 7, "name": "Sign up"}]"#,
      "/funnels?": #"{"data": {"2026-01-05": {"steps": [{"count": 4, "goal": "visit"}]}}}"#,
      "/events/top": #"{"events": [{"event": "login", "amount": 3, "percent_change": null}]}"#,
    ])
    defer { server.stop() }
    try writeProfile(server)
    let outcome = try run([
      "-e", "top events", "-e", "funnel 'Sign up' weeks 1", "--format", "csv", "--verbose",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      outcome.output == """
        event,amount,change
        login,3,

        funnel,date,step,goal,count,step_ratio,overall_ratio
        Sign up,2026-01-05,1,visit,4,,

        """)
    #expect(outcome.errors.contains("Mixpanel counts conversions within the window"))
    #expect(outcome.errors.contains("GET http://127.0.0.1:\(server.port)/api/query/events/top?"))
    let lines = server.requests.compactMap { $0.split(separator: "\r\n").first }
    #expect(
      lines.contains("GET /api/query/events/top?type=general&limit=255&project_id=12345 HTTP/1.1"))
    #expect(lines.contains("GET /api/query/funnels/list?project_id=12345 HTTP/1.1"))
    #expect(lines.count == 3)
  }

  @Test func theEnvironmentIsEnough() throws {
    let server = try service(["/events/names": #"["login"]"#])
    defer { server.stop() }
    let outcome = try run(
      ["-e", "show events", "--format", "csv"],
      environment: [
        "MPQ_API": "query", "MPQ_HOST": "http://127.0.0.1:\(server.port)",
        "MPQ_PROJECT_ID": "12345", "MPQ_USERNAME": "reports", "MPQ_SECRET": Self.secret,
      ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output == "event\nlogin\n")
  }

  @Test func longRequestsArePosted() throws {
    let server = try service([
      "POST /api/query/events HTTP/1.1": #"{"data": {"series": [], "values": {}}}"#
    ])
    defer { server.stop() }
    try writeProfile(server)
    let names = (0..<600).map { "event_number_\($0)" }.joined(separator: ", ")
    let outcome = try run(["-e", "events \(names) days 1", "--format", "csv"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let request = try #require(server.requests.first)
    #expect(request.contains("\r\nContent-Type: application/x-www-form-urlencoded\r\n"))
    #expect(request.contains("event_number_599"))
    #expect(request.hasSuffix("&type=general&unit=day&interval=1&project_id=12345"))
  }

  @Test func callsAreCountedAcrossRuns() throws {
    let server = try service(["/events/top": #"{"events": []}"#])
    defer { server.stop() }
    try writeProfile(server, callsPerHour: 2)
    let explained = try run(["--explain", "-e", "top events; top events unique"])
    #expect(explained.errors.contains("2 requests to the server; 2 of 2 are left in this hour"))
    #expect(try run(["-e", "top events"]).status == 0)
    let refused = try run(["-e", "top events; top events unique"])
    #expect(refused.status == 5)
    #expect(refused.errors.contains("need 2 requests, and 1 of 2 are left in this hour"))
    #expect(try run(["-e", "top events"]).status == 0)
    let last = try run(["profile", "test"])
    #expect(last.status == 5)
    #expect(last.errors.contains("too many calls: this hour's limit of 2 calls is reached"))
    #expect(server.requests.count == 2)
  }

  @Test func aWrongSecretIsNamed() throws {
    let server = try service([:])
    defer { server.stop() }
    try writeProfile(server, secret: "another")
    let outcome = try run(["profile", "test", "work"])
    #expect(outcome.status == 4)
    #expect(
      outcome.errors.hasPrefix(
        "mpq: error: profile \"work\": the server refused the user name or the secret\n"
          + "  hint: check the user name, the project and the secret of [profile.work] in "))
  }

  @Test func aServerThatEchoesTheLoginShowsNothing() throws {
    let server = try CannedServer { request in
      CannedServer.answer(status: 400, body: request, type: "text/plain")
    }
    defer { server.stop() }
    try writeProfile(server)
    for options in [[], ["--raw"], ["--verbose"]] {
      #expect(try run(["-e", "show events"] + options).status == 1)
    }
  }

  @Test func profilesAreAddedAndListed() throws {
    let secret = try home.write(Self.secret, to: "secret", mode: 0o600)
    let added = try run([
      "profile", "add", "work", "--region", "eu", "--project-id", "12345", "--username", "reports",
      "--secret-file", secret,
    ])
    #expect(added.status == 0, "\(added.errors)")
    let old = try run(["profile", "add", "old", "--api", "query", "--secret-file", secret])
    #expect(old.errors.contains("Mixpanel ends project secrets on 2027-03-03"))
    let list = try run(["profile", "list"])
    #expect(list.output.contains("work  query  eu.mixpanel.com  12345"))
  }

  @Test(arguments: [
    (["--project-id", "1"], "--project-id and --username need each other."),
    (["--region", "mars"], "--region takes us, eu or in."),
    (["--region", "eu", "--host", "a"], "--host and --region exclude each other."),
    (["--key", "k", "--region", "eu"], "--key is for a project of mpqd"),
    (["--project-id", "0", "--username", "u"], "--project-id takes a number from 1"),
    (["--api", "query", "--calls-per-hour=-1"], "--calls-per-hour takes a number from 0"),
    (["--api", "v2", "--key", "k", "--region", "eu"], "--api v2 takes --host and --key only."),
    ([], "A project of Mixpanel needs --project-id and --username"),
  ])
  func wrongOptions(_ options: [String], _ message: String) throws {
    let outcome = try run(["profile", "add", "work"] + options)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
  }
}
