import MPQAPI
import Testing

/// The category of each failure, which determines exit codes and retries.
struct CallErrorTests {
  @Test(
    arguments: [
      (.unknownHost("h"), .network), (.unreachable(host: "h", cause: ""), .network),
      (.untrusted(host: "h", cause: ""), .network), (.timedOut(host: "h", seconds: 1), .timeOut),
      (.truncated(host: "h", cause: ""), .network), (.tooLarge(host: "h", limit: 1), .query),
      (.redirected(host: "h", status: 302), .network), (.requestTooLong(limit: 1), .query),
      (.cancelled, .interrupted), (.failed(host: "h", cause: ""), .network),
    ] as [(TransportError, CallError.Category)])
  func failuresOnTheWay(_ error: TransportError, _ category: CallError.Category) {
    #expect(CallError.transport(error).category == category)
  }

  @Test(
    arguments: [
      (400, .query), (401, .authentication), (402, .quota), (403, .authentication), (404, .query),
      (405, .query), (407, .authentication), (408, .network), (413, .query), (414, .query),
      (421, .query), (429, .quota), (500, .network), (502, .network), (503, .network),
      (504, .network), (100, .network), (600, .network),
    ] as [(Int, CallError.Category)])
  func statuses(_ status: Int, _ category: CallError.Category) {
    #expect(CallError.status(status, detail: "", retryAfter: nil).category == category)
  }

  @Test(
    arguments: [
      (.invalidKey, .authentication), (.invalidSignature, .authentication),
      (.expired, .authentication), (.missingParameter("x"), .query), (.invalidJSON("x"), .query),
      (.invalidEndpoint("x"), .query), (.other("x"), .network),
    ] as [(APIError, CallError.Category)])
  func refusals(_ error: APIError, _ category: CallError.Category) {
    #expect(CallError.refused(error).category == category)
  }
}
