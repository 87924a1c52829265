import MPQAPI
import Testing

@testable import MPQServer

/// Answers that wait for slow clients have a limit.
struct AnswerBudgetTests {
  @Test func anAccountHasHalf() {
    let budget = AnswerBudget(limit: 100)
    #expect(budget.take(30, for: "a"))
    #expect(budget.take(20, for: "a"))
    #expect(!budget.take(1, for: "a"))
    #expect(budget.take(50, for: "b"))
    #expect(!budget.take(1, for: "c"))
    #expect(budget.bytes == 100)
    budget.give(20, of: "a")
    #expect(budget.take(20, for: "c"))
    for (count, account) in [(30, "a"), (50, "b"), (20, "c")] { budget.give(count, of: account) }
    #expect(budget.bytes == 0)
  }

  /// An answer is sent if it is the only one of its account, or the only one of all.
  @Test func oneAnswerGoesOut() {
    let budget = AnswerBudget(limit: 100)
    #expect(budget.take(70, for: "a"))
    #expect(!budget.take(40, for: "b"))
    budget.give(70, of: "a")
    #expect(budget.take(1000, for: "a"))
    #expect(!budget.take(1, for: "b"))
    budget.give(1000, of: "a")
  }

  /// Clients of one key that do not read get no more than their share; another key is answered.
  @Test func slowReadersOfAKeyHaveAShare() async throws {
    var configuration = APIServer.Configuration()
    // More than the system buffers for a connection, so that an answer stays on its way.
    let size = 100_000_000
    configuration.answerBytes = 5 * size
    let decide: APIServer.Handler = { request in
      .work(account: request.path) {
        Response(
          status: 200, mediaType: nil,
          body: [UInt8](repeating: 0x61, count: request.path == "/slow" ? size : 10))
      }
    }
    try await withServer(configuration, decide: decide) { port, _, server in
      let slow = try await blocking {
        try (0..<2).map { _ in
          let connection = try Connection(port: port)
          try connection.get("/slow")
          try connection.waitForAnswer()
          return connection
        }
      }
      let refused = try await get("/slow", port: port)
      #expect(refused.status == 503)
      #expect(refused.headers["retry-after"] == "5")
      let other = try await get("/other", port: port)
      #expect(other.status == 200)
      #expect(server.metricsText.contains("mpqd_answer_bytes_in_flight \(2 * size)\n"))
      #expect(server.metricsText.contains(#"{reason="unread_answers"} 1"#))
      try await blocking {
        for connection in slow { _ = try connection.answer() }
      }
      #expect(await eventually { server.metricsText.contains("answer_bytes_in_flight 0\n") })
      let answer = try await get("/slow", port: port)
      #expect(answer.body.utf8.count == size)
    }
  }
}
