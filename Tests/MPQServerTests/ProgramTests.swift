import Foundation
import MPQAPI
import Testing

/// `mpqd` as a process: its output, its exit codes, and no secrets.
struct ProgramTests {
  private static let secret = "s3cr3t-m4rk3d"
  private static let account = ["MPQ_API_KEY": "wholekey1234", "MPQ_API_SECRET": secret]

  @Test(arguments: [SIGTERM, SIGINT])
  func aSignalEndsIt(_ signal: Int32) async throws {
    let outcome = try await blocking {
      let folder = try ProjectFolder()
      let program = try Program([folder.project, "--port", "0"], environment: Self.account)
      _ = try program.port()
      program.send(signal)
      return program.outcome()
    }
    #expect(outcome.status == 0)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains("stopped"))
  }

  @Test func signedRequestsAreAnsweredAndNothingSecretIsLogged() async throws {
    let secret = try #require(Secret(Self.secret))
    let credentials = try #require(Credentials(key: "wholekey1234", secret: secret))
    let call = try Call(.eventsTop, [Call.Argument(.type, .measure(.general))])
    let expiry = Int(Date().timeIntervalSince1970) + 60
    let request = try Signer(credentials).sign(call, expiry: expiry)
    let signature = Signature.text(of: request.joinedText, secret: secret)
    let wrong = request.target.replacing("expire=", with: "expire=1")
    let outcome = try await blocking {
      let folder = try ProjectFolder()
      let program = try Program(
        [folder.project, "--port", "0", "--log-level", "debug"], environment: Self.account)
      let connection = try Connection(port: try program.port())
      for (target, status, text) in [
        (request.target, 200, "[]"), (wrong, 400, "Invalid request signature"),
        ("/api/2.0/nothing?sig=\(signature)", 400, "Invalid endpoint: nothing"),
        ("/", 400, "Invalid endpoint: /"),
      ] {
        try connection.get(target)
        let answer = try connection.answer()
        #expect(answer.status == status)
        #expect(answer.body.contains(text))
        #expect(!answer.body.contains(signature))
      }
      program.send(SIGTERM)
      return program.outcome()
    }
    for mark in [Self.secret, signature, "wholekey1234"] {
      #expect(!outcome.errors.contains(mark))
    }
    #expect(outcome.errors.split(separator: "\n").count { $0.hasSuffix("request") } == 4)
  }

  @Test func aTakenPortIsItsOwnExitCode() async throws {
    let outcome = try await blocking {
      let folder = try ProjectFolder()
      let first = try Program([folder.project, "--port", "0"], environment: Self.account)
      let port = String(try first.port())
      let second = try Program([folder.project, "--port", port], environment: Self.account)
      defer {
        first.send(SIGTERM)
        _ = first.outcome()
      }
      return second.outcome()
    }
    #expect(outcome.status == 3)
    #expect(outcome.errors.contains("is in use"))
    #expect(outcome.errors.contains("--port"))
  }

  /// Invalid arguments (`PROJECT`, `KEYS` and `SHARED` are files), variables, and the message.
  private static let failures: [([String], [String: String], String)] = [
    ([], account, "<project.mpqdb>"),
    (["PROJECT", "--port", "x"], account, "--port"),
    (["PROJECT", "--port", "0", "--now", "soon"], account, "invalid time 'soon'"),
    (["PROJECT", "--port", "0", "--host", "192.0.2.1"], account, "192.0.2.1"),
    (["PROJECT", "--port", "0", "--host", "no host"], account, "unknown host"),
    (["nothing.mpqdb", "--port", "0"], account, "nothing.mpqdb"),
    (["KEYS", "--port", "0"], account, "not an mpq project"),
    (["PROJECT", "--port", "0"], [:], "MPQ_API_KEY"),
    (["PROJECT", "--port", "0"], ["MPQ_API_KEY": "key"], "MPQ_API_SECRET is not set"),
    (
      ["PROJECT", "--port", "0"], ["MPQ_API_KEY": "k y", "MPQ_API_SECRET": "x"], "not a valid key"
    ),
    (
      ["PROJECT", "--port", "0"], ["MPQ_API_KEY": "key", "MPQ_API_SECRET": "x y"],
      "not a valid secret"
    ),
    (["PROJECT", "--port", "0", "--allow-host", "a b"], account, "invalid host"),
    (["PROJECT", "--port", "0", "--allow-host", "http://a"], account, "invalid host"),
    (["PROJECT", "--port", "0", "--jsonp-callback", "x"], account, "--allow-jsonp"),
    (["PROJECT", "--allow-jsonp", "--jsonp-callback", "a.b"], account, "not a function name"),
    (["PROJECT", "--port", "0", "--trusted-proxy", "a.example"], account, "invalid address"),
    (["PROJECT", "--port", "0", "--keys", "SHARED"], account, "chmod 600"),
    (["PROJECT", "--port", "0", "--keys", "PROJECT"], account, "empty.mpqdb"),
  ]

  @Test(arguments: failures)
  func whatIsWrongAtTheStartIsSaid(
    _ arguments: [String], _ environment: [String: String], _ message: String
  ) async throws {
    let outcome = try await blocking {
      let folder = try ProjectFolder()
      let files = [
        "PROJECT": folder.project,
        "KEYS": try folder.file("keys", "key \(Self.secret)\n", mode: 0o600),
        "SHARED": try folder.file("shared", "key \(Self.secret)\n", mode: 0o644),
      ]
      return try Program(arguments.map { files[$0] ?? $0 }, environment: environment).outcome()
    }
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains(message))
    #expect(!outcome.errors.contains(Self.secret))
  }

  @Test func keysComeFromAFile() async throws {
    let outcome = try await blocking {
      let folder = try ProjectFolder()
      let keys = try folder.file("keys", "# ours\nkey \(Self.secret)\n", mode: 0o600)
      let program = try Program([folder.project, "--port", "0", "--keys", keys])
      _ = try program.port()
      program.send(SIGTERM)
      return program.outcome()
    }
    #expect(outcome.status == 0)
  }

  @Test(arguments: [("--help", "EXAMPLES"), ("--version", "mpqd ")])
  func helpAndVersionAreData(_ argument: String, _ text: String) async throws {
    let outcome = try await blocking { try Program([argument]).outcome() }
    #expect(outcome.status == 0)
    #expect(outcome.output.contains(text))
    #expect(outcome.errors.isEmpty)
  }
}
