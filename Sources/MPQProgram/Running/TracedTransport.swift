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
    try await traced("GET \(base)\(request.redactedTarget)") {
      () async throws(TransportError) in try await transport.send(request, timeout: timeout)
    }
  }
}

/// Reports the requests of another transport of the Query API on standard error.
struct TracedQueryTransport: QueryTransport {
  private let transport: any QueryTransport
  private let base: String

  /// Reports the requests of `transport` to the server at `base`.
  init(_ transport: any QueryTransport, base: String = "") {
    self.transport = transport
    self.base = base
  }

  func send(
    _ request: QueryRequest, timeout: Double
  ) async throws(TransportError) -> Response {
    try await traced("\(request.isPosted ? "POST" : "GET") \(base)\(request.target)") {
      () async throws(TransportError) in try await transport.send(request, timeout: timeout)
    }
  }
}

/// Reports the request that `send` sends.
private func traced(
  _ request: String, _ send: () async throws(TransportError) -> Response
) async throws(TransportError) -> Response {
  let trace = Trace(request)
  do throws(TransportError) {
    let response = try await send()
    let ignored =
      response.ignoredCount == 0 ? "" : ", ignored \(response.ignoredCount) bytes after its end"
    trace.end("\(response.status), \(response.body.count) bytes\(ignored)")
    return response
  } catch {
    trace.end(CallError.transport(error).message)
    throw error
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

  func differences(of call: Call) -> [Difference] { source.differences(of: call) }

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
