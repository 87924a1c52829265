import MPQAPI
import MPQHTTP
import Testing

/// How long a server asks its clients to wait.
@Suite(.timeLimit(.minutes(1))) struct RetryAfterTests {
  @Test(arguments: [("busy", 7), ("page", nil)] as [(String, Int?)])
  func secondsAreTaken(_ behaviour: String, _ seconds: Int?) async throws {
    let server = try await HostileServer(behaviour)
    #expect(try await answer(from: server.base()).retryAfter == seconds)
  }

  /// libcurl turns dates into seconds; some of its versions cap them at six hours.
  @Test func datesAreTaken() async throws {
    let server = try await HostileServer("busy_until")
    let response = try await answer(from: server.base())
    #expect(response.status == 503)
    #expect(try #require(response.retryAfter) > 3600)
  }
}
