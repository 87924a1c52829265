import MPQ
import MPQAPI

/// Tells on standard error what another transport carries, without secrets.
struct TracedTransport: Transport {
  private let transport: any Transport
  private let base: String

  /// Tells about `transport`, whose requests go to the server at `base`.
  init(_ transport: any Transport, base: String = "") {
    self.transport = transport
    self.base = base
  }

  func send(_ request: SignedRequest) async throws(TransportError) -> Response {
    let start = ContinuousClock.now
    do throws(TransportError) {
      let response = try await transport.send(request)
      note(request, "\(response.status), \(response.body.count) bytes", since: start)
      return response
    } catch {
      note(request, QueryError.transport(error).message, since: start)
      throw error
    }
  }

  private func note(
    _ request: SignedRequest, _ outcome: String, since start: ContinuousClock.Instant
  ) {
    let tenths = Int(exactly: ((ContinuousClock.now - start) / .microseconds(100)).rounded()) ?? 0
    let duration = "\(tenths / 10).\(tenths % 10) ms"
    Console.note(visible("GET \(base)\(request.redactedTarget) -> \(outcome), \(duration)"))
  }
}
