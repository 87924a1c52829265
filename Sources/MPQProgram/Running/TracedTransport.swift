import MPQ
import MPQAPI
import MPQConsole

/// Reports the requests of another transport on standard error, without secrets.
struct TracedTransport: Transport {
  private let transport: any Transport
  private let base: String

  /// Reports the requests of `transport` to the server at `base`.
  init(_ transport: any Transport, base: String = "") {
    self.transport = transport
    self.base = base
  }

  func send(
    _ request: SignedRequest, timeout: Double
  ) async throws(TransportError) -> Response {
    let trace = Trace("GET \(base)\(request.redactedTarget)")
    do throws(TransportError) {
      let response = try await transport.send(request, timeout: timeout)
      let ignored =
        response.ignoredCount == 0 ? "" : ", ignored \(response.ignoredCount) bytes after its end"
      trace.end("\(response.status), \(response.body.count) bytes\(ignored)")
      return response
    } catch {
      trace.end(CallError.transport(error).message)
      throw error
    }
  }
}

/// Reports the calls of another source on standard error.
struct TracedSource: CallSource {
  private let source: any CallSource

  /// Reports the calls of `source`.
  init(_ source: any CallSource) {
    self.source = source
  }

  func result(of call: Call) async throws(CallError) -> CallResult {
    try await traced(call) { () async throws(CallError) in try await source.result(of: call) }
  }

  func response(to call: Call) async throws(CallError) -> Response {
    try await traced(call) { () async throws(CallError) in try await source.response(to: call) }
  }

  private func traced<Value>(
    _ call: Call, _ body: () async throws(CallError) -> Value
  ) async throws(CallError) -> Value {
    let values = call.arguments.map { "\($0.name.rawValue)=\($0.value.wireText)" }
    let trace = Trace("\(call.endpoint.rawValue) \(values.joined(separator: " "))")
    do throws(CallError) {
      let value = try await body()
      trace.end("answered")
      return value
    } catch {
      trace.end(error.message)
      throw error
    }
  }
}

/// A line that reports a call.
private struct Trace {
  private let subject: String
  private let start = ContinuousClock.now

  init(_ subject: String) {
    self.subject = subject
  }

  func end(_ outcome: String) {
    let tenths = Int(exactly: ((ContinuousClock.now - start) / .microseconds(100)).rounded()) ?? 0
    let duration = "\(tenths / 10).\(tenths % 10) ms"
    Console.note(visible("\(subject) -> \(outcome), \(duration)"))
  }
}
