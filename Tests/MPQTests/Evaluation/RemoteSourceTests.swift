import MPQAPI
import MPQSyntax
import Synchronization
import Testing

@testable import MPQ

/// Signing, retries and deadlines with a manual clock.
struct RemoteSourceTests {
  private let clock = TestClock()

  private func credentials() throws -> Credentials {
    let secret = try #require(Secret("0123456789abcdef"))
    return try #require(Credentials(key: "key", secret: secret))
  }

  private func source(
    _ transport: ScriptedTransport, deadline: Double = 60
  ) throws -> RemoteSource {
    RemoteSource(
      transport: transport, credentials: try credentials(),
      options: RemoteSource.Options(deadline: deadline), clock: clock.callClock)
  }

  private static func call() throws -> Call {
    try Call(.funnelsNames, [.init(.unit, .unit(.week)), .init(.interval, .integer(4))])
  }

  /// Twenty calls of 100 seconds each, one at a time: the last is sent 1,900 seconds after the
  /// first, and a signature is valid for 600.
  @Test func callsThatWaitForAPlaceDoNotExpire() async throws {
    let check = try #require(RequestCheck(accounts: [try credentials()]))
    let clock = clock
    let transport = ScriptedTransport { request throws(TransportError) in
      defer { clock.advance(by: 100) }
      do throws(APIError) {
        _ = try check.check(.eventsPropertiesValues, query: request.query, time: clock.now)
        return Response(status: 200, mediaType: nil, body: Array("[]".utf8))
      } catch {
        let body = Array(#"{"error": "\#(error.text)"}"#.utf8)
        return Response(status: 400, mediaType: nil, body: body)
      }
    }
    let evaluator = Evaluator(
      source: try source(transport, deadline: 1000), options: Evaluator.Options(width: 1))
    let events = (0..<20).map { "e\($0)" }.joined(separator: ", ")
    _ = try await evaluator.answer("show values of p of event \(events)")
    #expect(transport.requests.count == 20)
    #expect(clock.now - 1_275_624_368 == 2000)
  }

  struct Retry: Sendable, CustomTestStringConvertible {
    /// The responses before the good one.
    let failures: [Result<Response, TransportError>]
    var deadline = 60.0
    /// The pauses between the tries.
    let sleeps: [Double]
    /// The final failure; `nil` if the call is answered.
    var category: CallError.Category?

    static func status(_ status: Int, retryAfter: Int? = nil) -> Result<Response, TransportError> {
      .success(
        Response(
          status: status, mediaType: nil, body: Array("busy".utf8), retryAfter: retryAfter))
    }

    var testDescription: String { "\(failures), \(sleeps)" }
  }

  @Test(arguments: [
    Retry(failures: [Retry.status(429, retryAfter: 1)], sleeps: [1]),
    Retry(failures: [Retry.status(503, retryAfter: 7)], sleeps: [7]),
    Retry(failures: [Retry.status(503)], sleeps: [0.25]),
    Retry(failures: [Retry.status(502), Retry.status(504)], sleeps: [0.25, 1]),
    Retry(failures: [.failure(.truncated(host: "h", cause: "cut"))], sleeps: [0.25]),
    Retry(failures: [.failure(.failed(host: "h", cause: "reset"))], sleeps: [0.25]),
    // Three tries are enough.
    Retry(
      failures: [Retry.status(503), Retry.status(503), Retry.status(503)], sleeps: [0.25, 1],
      category: .network),
    // A pause beyond the deadline is useless.
    Retry(failures: [Retry.status(429, retryAfter: 3600)], sleeps: [], category: .quota),
    Retry(
      failures: [Retry.status(503, retryAfter: 6), Retry.status(503, retryAfter: 6)], deadline: 10,
      sleeps: [6], category: .network),
    // The server did not say when.
    Retry(failures: [Retry.status(429)], sleeps: [], category: .quota),
    // The same would fail again.
    Retry(failures: [Retry.status(400)], sleeps: [], category: .query),
    Retry(failures: [Retry.status(401)], sleeps: [], category: .authentication),
    Retry(failures: [Retry.status(500)], sleeps: [], category: .network),
    Retry(
      failures: [.failure(.unreachable(host: "h", cause: "refused"))], sleeps: [],
      category: .network),
    Retry(
      failures: [.failure(.timedOut(host: "h", seconds: 60))], sleeps: [], category: .timeOut),
    Retry(failures: [.failure(.requestTooLong(limit: 1))], sleeps: [], category: .query),
  ])
  func temporaryFailuresAreRetried(_ retry: Retry) async throws {
    let rest = Mutex(retry.failures[...])
    let transport = ScriptedTransport { _ throws(TransportError) in
      guard let next = rest.withLock({ $0.popFirst() }) else {
        return Response(status: 200, mediaType: nil, body: Array("[]".utf8))
      }
      return try next.get()
    }
    let source = try source(transport, deadline: retry.deadline)
    let call = try Self.call()
    let outcome = await Result { () async throws(CallError) in try await source.result(of: call) }
    #expect(clock.sleeps == retry.sleeps)
    #expect(transport.requests.count == retry.sleeps.count + 1)
    switch outcome {
    case .success: #expect(retry.category == nil)
    case .failure(let error): #expect(error.category == retry.category)
    }
    // Each try is signed when it is sent.
    let expiries = Set(transport.requests.map { $0.joinedText.prefix(40) })
    let hasLongPause = retry.sleeps.contains { $0 >= 1 }
    #expect(expiries.count > 1 || !hasLongPause)
  }

  @Test func theServersTextAndTimeAreKept() async throws {
    let body = Array(#"{"error": "ask fewer at once"}"#.utf8)
    let transport = ScriptedTransport { _ throws(TransportError) in
      Response(status: 429, mediaType: nil, body: body, retryAfter: 90)
    }
    let source = try source(transport)
    let call = try Self.call()
    let error = await #expect(throws: CallError.self) { try await source.result(of: call) }
    #expect(error == .quota("ask fewer at once", retryAfter: 90))
    #expect(error?.message == "too many calls: ask fewer at once")
  }

  /// The deadline is for all tries and the reading, and each try gets what is left of it.
  @Test func theDeadlineIsForTheWholeCall() async throws {
    let clock = clock
    let transport = ScriptedTransport { _ throws(TransportError) in
      clock.advance(by: 61)
      return Response(status: 200, mediaType: nil, body: Array("[]".utf8))
    }
    let source = try source(transport)
    let call = try Self.call()
    let error = await #expect(throws: CallError.self) { try await source.result(of: call) }
    #expect(error == .late(seconds: 60))
    #expect(error?.category == .timeOut)
  }

  @Test func aRetryGetsTheRestOfTheDeadline() async throws {
    let clock = clock
    let transport = ScriptedTransport { _ throws(TransportError) in
      clock.advance(by: 8)
      return Response(status: 503, mediaType: nil, body: [], retryAfter: 5)
    }
    _ = try? await source(transport, deadline: 30).result(of: Self.call())
    #expect(transport.timeouts == [30, 17, 4])
  }

  @Test func responsesAreNotRead() async throws {
    let transport = ScriptedTransport(status: 404, body: "<html>")
    let response = try await source(transport).response(to: Self.call())
    #expect(response.status == 404)
    #expect(response.body == Array("<html>".utf8))
  }
}
