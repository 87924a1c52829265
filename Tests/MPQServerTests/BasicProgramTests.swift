import Foundation
import Testing

/// `mpqd` as a process, asked by clients with Basic authentication.
struct BasicProgramTests {
  private static let secret = "s3cr3t-m4rk3d"
  private static let account = ["MPQ_API_KEY": "wholekey1234", "MPQ_API_SECRET": secret]

  private static func header(_ pair: String) -> String {
    "Authorization: Basic \(Data(pair.utf8).base64EncodedString())\r\n"
  }

  /// The headers of a request, its target, and the beginning of the answer.
  private static let requests: [(headers: String, target: String, status: Int, body: String)] = [
    (header("wholekey1234:\(secret)"), "/api/query/events/top?type=unique&project_id=1", 200, "{"),
    (header("wholekey1234:\(secret)"), "/api/2.0/events/top?type=unique&project_id=1", 200, "{"),
    (header("\(secret):"), "/api/query/funnels/list", 200, "[]"),
    (
      header("\(secret):"), "/api/query/funnels/list?project_id=1", 400,
      #"{"error": "Invalid parameter: project_id: "#
    ),
    (
      header("wholekey1234:\(secret)"), "/api/query/funnels/list", 400,
      #"{"error": "Missing required parameter: project_id", "#
    ),
    (header("wholekey1234:\(secret)x"), "/api/query/funnels/list", 401, #"{"error": "Unauth"#),
    ("Authorization: Basic \(secret)\r\n", "/api/query/events", 401, #"{"error": "Unauth"#),
    ("Authorization: Bearer \(secret)\r\n", "/api/query/events", 401, #"{"error": "Unauth"#),
    ("", "/api/query/events", 401, #"{"error": "Unauth"#),
    ("", "/api/2.0/events", 400, #"{"error": "Invalid API key"#),
  ]

  @Test func bothDialectsShareThePortAndNothingSecretIsLogged() async throws {
    let outcome = try await blocking {
      let folder = try ProjectFolder()
      let program = try Program(
        [folder.project, "--port", "0", "--log-level", "debug"], environment: Self.account)
      let connection = try Connection(port: try program.port())
      for request in Self.requests {
        try connection.send(
          "GET \(request.target) HTTP/1.1\r\nHost: localhost\r\n\(request.headers)\r\n")
        let answer = try connection.answer()
        #expect(answer.status == request.status, "\(request.target)")
        #expect(answer.body.hasPrefix(request.body), "\(answer.body)")
        #expect(!answer.body.contains(Self.secret))
        let isAsked = answer.headers["www-authenticate"]?.hasPrefix("Basic realm=") == true
        #expect(isAsked == (answer.status == 401))
      }
      program.send(SIGTERM)
      return program.outcome()
    }
    for mark in [Self.secret, Data(Self.secret.utf8).base64EncodedString(), "wholekey1234"] {
      #expect(!outcome.errors.contains(mark))
    }
    #expect(outcome.errors.contains("endpoint=query/events/top key=whol... "))
  }
}
