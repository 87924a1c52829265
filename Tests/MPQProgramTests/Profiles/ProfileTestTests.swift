import MPQ
import MPQAPI
import MPQConsole
import Testing

@testable import MPQProgram

/// `mpq profile test`: one call, and what its failure means for the profile.
struct ProfileTestTests {
  /// Answers every request alike, if its signature is the one of `abc`.
  struct Server: Transport {
    var status = 200
    var body = "[\"signup\"]"
    var error: TransportError?

    func send(
      _ request: SignedRequest, timeout: Double
    ) async throws(TransportError) -> Response {
      if let error { throw error }
      guard request.path == "/api/2.0/events/names",
        request.joinedText.contains("interval=1limit=1type=generalunit=day"),
        let secret = Secret("abc"),
        request.query.hasSuffix("sig=\(Signature.text(of: request.joinedText, secret: secret))")
      else { return response(400, #"{"error": "Invalid request signature", "request": ""}"#) }
      return response(status, body)
    }

    private func response(_ status: Int, _ body: String) -> Response {
      Response(status: status, mediaType: "application/json", body: Array(body.utf8))
    }
  }

  private static let file = Profile.Origin.file(name: "work", path: "/p.toml")

  private func run(
    _ server: Server, secret: String = "abc", origin: Profile.Origin = file
  ) async throws -> String {
    let source = try #require(Secret(secret))
    let profile = Profile(
      origin: origin, host: "mpq.example", api: .signed(key: "k"), secretSource: .held(source))
    let test = ProfileTest { _, secret in
      RemoteSource(
        transport: server, credentials: try #require(Credentials(key: "k", secret: secret)),
        clock: CallClock { 1_275_624_368 })
    }
    return try await test.run(profile)
  }

  @Test
  func allIsWell() async throws {
    #expect(
      try await run(Server())
        == "profile \"work\": mpq.example answers, key and secret are right")
    #expect(
      try await run(Server(body: "[]"), origin: .environment)
        == "the project of MPQ_API_KEY: mpq.example answers, key and secret are right")
  }

  @Test
  func aWrongSecretIsNamed() async throws {
    let error = await #expect(throws: ProgramError.self) {
      try await run(Server(), secret: marked)
    }
    #expect(
      error?.message
        == "profile \"work\": the server refused the call: Invalid request signature")
    #expect(error?.hint == "check the secret of [profile.work] in /p.toml")
    #expect(error?.status == .authentication)
  }

  @Test(
    arguments: [
      (
        Server(status: 400, body: #"{"error": "Invalid API key"}"#), 4,
        "check the key of [profile.work] in /p.toml"
      ),
      (
        Server(status: 401, body: "{}"), 4,
        "check the key and the secret of [profile.work] in /p.toml"
      ),
      (
        Server(status: 429, body: "{}"), 5, "wait before you try again, or send fewer calls at once"
      ),
      (
        Server(error: .unreachable(host: "mpq.example", cause: "refused")), 3,
        "check that the server runs and that the port is right"
      ),
      (
        Server(error: .timedOut(host: "mpq.example", seconds: 1)), 6,
        "try again, or allow more with --timeout"
      ),
    ] as [(Server, Int32, String)])
  func failures(server: Server, status: Int32, hint: String) async throws {
    let error = await #expect(throws: ProgramError.self) { try await run(server) }
    #expect(error?.status.rawValue == status)
    #expect(error?.hint == hint)
  }

  @Test
  func theEnvironmentIsNamedToo() async throws {
    let error = await #expect(throws: ProgramError.self) {
      try await run(Server(), secret: marked, origin: .environment)
    }
    #expect(error?.hint == "check the secret in the environment")
  }
}
