import Foundation
import MPQAPI
import Testing

/// `mpqd` in the hands of an operator.
struct OperationTests {
  private static let account = ["MPQ_API_KEY": "wholekey1234", "MPQ_API_SECRET": "s3cr3t-m4rk3d"]

  /// A signed request for the top events.
  private static func target(key: String, secret text: String) throws -> String {
    let secret = try #require(Secret(text))
    let credentials = try #require(Credentials(key: key, secret: secret))
    let call = try Call(.eventsTop, [Call.Argument(.type, .measure(.general))])
    let expiry = Int(Date().timeIntervalSince1970) + 60
    return try Signer(credentials).sign(call, expiry: expiry).target
  }

  private static func status(_ key: String, _ secret: String, port: Int) throws -> Int {
    let connection = try Connection(port: port)
    try connection.get(try target(key: key, secret: secret))
    return try connection.answer().status
  }

  @Test func secretsAreChangedWhileTheServerRuns() async throws {
    try await blocking {
      let folder = try ProjectFolder()
      let keys = folder.path("keys")
      let first = try Program(["key", "add", keys, "web"]).outcome()
      #expect(first.status == 0)
      let old = first.output.trimmingCharacters(in: .newlines)
      let server = try Program([folder.project, "--port", "0", "--keys", keys])
      let port = try server.port()
      #expect(try Self.status("web", old, port: port) == 200)

      let given = "g1ven-s3cret"
      let second = try Program(["key", "add", keys, "web", "--stdin"], input: given + "\n")
        .outcome()
      #expect(second.status == 0)
      #expect(second.output.isEmpty)
      #expect(second.errors.contains("two secrets"))
      #expect(try Self.status("web", given, port: port) == 400)
      server.send(SIGHUP)
      try server.wait(for: "keys reloaded")
      #expect(try Self.status("web", given, port: port) == 200)
      #expect(try Self.status("web", old, port: port) == 200)

      let list = try Program(["key", "list", keys]).outcome()
      #expect(list.output.contains("web  2 "))
      let revoke = try Program(["key", "revoke", keys, "web", "--older"]).outcome()
      #expect(revoke.status == 0)
      server.send(SIGHUP)
      try server.wait(for: "secrets=1")
      #expect(try Self.status("web", old, port: port) == 400)
      #expect(try Self.status("web", given, port: port) == 200)

      _ = try folder.file("keys", "nonsense\n", mode: 0o600)
      server.send(SIGHUP)
      try server.wait(for: "the previous keys stay active")
      #expect(try Self.status("web", given, port: port) == 200)
      server.send(SIGTERM)
      let outcome = server.outcome()
      for text in [outcome.errors, list.output, list.errors, second.errors, revoke.errors] {
        #expect(!text.contains(old) && !text.contains(given))
      }
      #expect(!first.errors.contains(old))
    }
  }

  @Test(arguments: [
    (["add", "KEYS", "no key", "--stdin"], "s3cret\n", "invalid key"),
    (["add", "KEYS", "web", "--stdin"], "two words\n", "no secret"),
    (["add", "KEYS", "web", "--stdin"], "", "no secret"),
    (["add", "nowhere/keys", "web"], "", "nowhere/keys"),
    (["list", "nowhere"], "", "no such file"),
    (["revoke", "KEYS", "nobody"], "", "no key 'nobody'"),
    (["revoke", "KEYS", "web"], "", "the last key"),
    (["revoke", "KEYS", "web", "--older", "--newer"], "", "--newer"),
    (["change"], "", "change"),
  ])
  func whatIsWrongIsSaid(_ arguments: [String], _ input: String, _ message: String) async throws {
    let outcome = try await blocking {
      let folder = try ProjectFolder()
      let keys = try folder.file("keys", "web m4rk3d\n", mode: 0o600)
      let words = arguments.map { $0 == "KEYS" ? keys : $0 }
      return try Program(["key"] + words, input: input).outcome()
    }
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
    #expect(!outcome.errors.contains("m4rk3d"))
  }

  @Test func theEnvironmentsKeyStaysOnSIGHUP() async throws {
    try await blocking {
      let folder = try ProjectFolder()
      let server = try Program([folder.project, "--port", "0"], environment: Self.account)
      let port = try server.port()
      server.send(SIGHUP)
      try server.wait(for: "comes from the environment")
      #expect(try Self.status("wholekey1234", "s3cr3t-m4rk3d", port: port) == 200)
      server.send(SIGTERM)
      #expect(server.outcome().status == 0)
    }
  }

  @Test(arguments: [
    (["--trusted-proxy", "192.0.2.1", "--trusted-proxy", "127.0.0.0/8"], "203.0.113.9"),
    (["--trusted-proxy", "192.0.2.1"], "127.0.0.1"), ([], "127.0.0.1"),
  ])
  func aTrustedProxySaysWhoAsks(_ options: [String], _ client: String) async throws {
    let outcome = try await blocking {
      let folder = try ProjectFolder()
      let server = try Program(
        [folder.project, "--port", "0"] + options, environment: Self.account)
      let connection = try Connection(port: try server.port())
      try connection.send(
        "GET /api/2.0/events HTTP/1.1\r\nHost: localhost\r\n"
          + "X-Forwarded-For: 198.51.100.1, 203.0.113.9\r\n\r\n")
      #expect(try connection.answer().status == 400)
      server.send(SIGTERM)
      return server.outcome()
    }
    #expect(outcome.errors.contains(" client=\(client) "), "\(outcome.errors)")
    #expect(!outcome.errors.contains("198.51.100.1"))
  }

  @Test func theLogIsJSONAndMetricsHaveAPort() async throws {
    let outcome = try await blocking {
      let folder = try ProjectFolder()
      let server = try Program(
        [folder.project, "--port", "0", "--admin-port", "0", "--log-format", "json"],
        environment: Self.account)
      let port = try server.announcedPort("listening on")
      let adminPort = try server.announcedPort("metrics at")
      #expect(try Self.status("wholekey1234", "s3cr3t-m4rk3d", port: port) == 200)

      let watcher = try Connection(port: adminPort)
      try watcher.get("/metrics")
      let metrics = try watcher.answer()
      #expect(metrics.headers["content-type"] == "text/plain; charset=utf-8")
      #expect(
        metrics.body.contains(#"mpqd_requests_total{endpoint="events/top",status="200"} 1"#))
      try watcher.get("/healthz")
      #expect(try watcher.answer().status == 200)
      try watcher.get("/api/2.0/events")
      #expect(try watcher.answer().status == 404)
      // The main port does not serve the metrics.
      let stranger = try Connection(port: port)
      try stranger.get("/metrics")
      #expect(try stranger.answer().status == 400)
      try stranger.get("/healthz")
      #expect(try stranger.answer().status == 200)
      server.send(SIGTERM)
      return server.outcome()
    }
    #expect(outcome.status == 0)
    var requests: [JSONValue] = []
    for line in outcome.errors.split(separator: "\n") {
      let value = try JSONReader.read(Array(line.utf8))
      if value["message"] == .text("request") { requests.append(value) }
    }
    #expect(requests.count == 2)
    let request = try #require(requests.first)
    #expect(request["endpoint"] == .text("events/top"))
    #expect(request["status"] == .number("200"))
    #expect(request["key"] == .text("whol..."))
    #expect(request["client"] == .text("127.0.0.1"))
    for name in ["bytes", "ms", "queue_ms"] {
      guard case .number = request[name] else {
        Issue.record("\(name) is no number")
        continue
      }
    }
    guard case .text(let time) = request["time"] else { throw Program.DoesNotListen(errors: "") }
    #expect(time.wholeMatch(of: /20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil)
  }

  @Test(arguments: [
    (["--queries", "0"], "--queries"), (["--query-seconds", "0"], "--query-seconds"),
    (["--queue", "-1"], "--queue"), (["--stop-seconds", "x"], "--stop-seconds"),
    (["--admin-port", "0", "--admin-host", "192.0.2.1"], "192.0.2.1"),
    (["--log-format", "xml"], "xml"),
  ])
  func limitsAreChecked(_ arguments: [String], _ message: String) async throws {
    let outcome = try await blocking {
      let folder = try ProjectFolder()
      return try Program([folder.project, "--port", "0"] + arguments, environment: Self.account)
        .outcome()
    }
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
  }
}
