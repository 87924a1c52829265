internal import CTransfer
internal import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Sends HTTP requests through libcurl, on one thread that all clients share.
///
/// Redirects are not followed and cookies are not kept. Proxies come from the environment
/// (`https_proxy`, `no_proxy`, ...).
struct HTTPClient: Sendable {
  /// One request.
  struct Request: Sendable {
    /// The whole URL, encoded.
    var url: String
    /// Another method than GET.
    var method: String?
    /// Header lines, `Name: value` each.
    var headers: [String] = []
    /// What another method sends.
    var body: [UInt8] = []
    /// Whether the environment's proxies are passed by.
    var isDirect = false
  }

  /// What came back, or why nothing did.
  struct Reply: Sendable {
    var outcome: mpq_outcome
    var status: Int
    var contentType: String?
    var body: [UInt8]
    var cause: String
  }

  /// Seconds until the connection must stand.
  var connectTimeout: Double
  /// Seconds until the whole answer must be here.
  var deadline: Double
  /// The most bytes of an answer.
  var byteLimit: Int
  /// A file of certificates to trust instead of the system's.
  var caFile: String?
  /// The name under which we go.
  var userAgent: String

  /// What is known of a transfer on the Swift side.
  private struct Progress {
    var isSent = false
    var isCancelled = false
  }

  /// Sends one request; cancelling the task ends the transfer.
  func send(_ request: Request) async -> Reply {
    let id = mpq_transfer_reserve()
    let progress = Mutex(Progress())
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let waiter = Waiter(continuation)
        // Under the lock, so that a cancellation comes either before or after the sending.
        progress.withLock { progress in
          guard !progress.isCancelled else { return waiter.resume(.cancelled) }
          progress.isSent = true
          start(request, id: id, waiter)
        }
      }
    } onCancel: {
      progress.withLock { progress in
        progress.isCancelled = true
        if progress.isSent { mpq_transfer_cancel(id) }
      }
    }
  }

  private func start(_ request: Request, id: UInt64, _ waiter: Waiter) {
    // The strings live until the C side has copied them.
    let headers = request.headers.map { strdup($0) }
    defer { headers.forEach { free($0) } }
    let pointers = headers.map { UnsafePointer($0) }
    request.url.withCString { url in
      userAgent.withCString { userAgent in
        Self.withOptional(request.method) { method in
          Self.withOptional(caFile) { caFile in
            var raw = mpq_request(
              url: url, method: method, body: nil, body_count: request.body.count,
              headers: nil, header_count: pointers.count, user_agent: userAgent,
              ca_file: caFile, is_direct: request.isDirect ? 1 : 0,
              connect_timeout: Self.milliseconds(connectTimeout),
              deadline: Self.milliseconds(deadline), byte_limit: max(0, byteLimit))
            request.body.withUnsafeBufferPointer { body in
              pointers.withUnsafeBufferPointer { headers in
                raw.body = body.baseAddress
                raw.headers = headers.baseAddress
                mpq_transfer_send(
                  id, &raw, Waiter.complete, Unmanaged.passRetained(waiter).toOpaque())
              }
            }
          }
        }
      }
    }
  }

  private static func withOptional(_ text: String?, _ body: (UnsafePointer<CChar>?) -> Void) {
    guard let text else { return body(nil) }
    text.withCString { body($0) }
  }

  /// Whole milliseconds, at least one: libcurl takes zero for no limit.
  private static func milliseconds(_ seconds: Double) -> Int {
    Int(exactly: (min(max(seconds, 0.001), 86_400) * 1000).rounded()) ?? 1
  }
}

extension HTTPClient.Reply {
  static let cancelled = Self(
    outcome: MPQ_CANCELLED, status: 0, contentType: nil, body: [], cause: "cancelled")
}

/// Whoever waits for a transfer; C holds it until the transfer ends.
private final class Waiter: Sendable {
  private let continuation: CheckedContinuation<HTTPClient.Reply, Never>

  init(_ continuation: CheckedContinuation<HTTPClient.Reply, Never>) {
    self.continuation = continuation
  }

  func resume(_ reply: HTTPClient.Reply) { continuation.resume(returning: reply) }

  static let complete: mpq_completion = { context, response in
    let waiter = Unmanaged<Waiter>.fromOpaque(context).takeRetainedValue()
    let response = response.pointee
    let body = UnsafeBufferPointer(start: response.body, count: response.body_count)
    waiter.resume(
      HTTPClient.Reply(
        outcome: response.outcome, status: Int(response.status),
        contentType: response.content_type.map { String(cString: $0) }, body: Array(body),
        cause: response.cause.map { String(cString: $0) } ?? ""))
  }
}
