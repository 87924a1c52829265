internal import CTransfer
public import MPQAPI

/// Sends HTTP requests to one server through libcurl, on one thread that all clients share.
///
/// Connections are reused. Redirects are not followed and cookies are not stored. The
/// environment's proxies (`https_proxy`, `no_proxy`, ...) are used, but not to this machine.
/// libcurl and its thread start with the first request.
public struct HTTPClient: Sendable {
  /// One request.
  public struct Request: Sendable {
    /// The encoded path and query below the base; begins with a slash.
    public var target: String
    /// The body to post; `nil` for a GET request.
    public var body: [UInt8]?
    /// Additional header lines, in the form `Name: value`.
    public var headers: [String]

    /// Creates a GET request for `target`, or a POST request with `body`.
    public init(
      target: String, body: [UInt8]? = nil, headers: [String] = []
    ) {
      self.target = target
      self.body = body
      self.headers = headers
    }

    /// Whether it has no character that ends a line, a C string or a target.
    fileprivate var isWellFormed: Bool {
      target.utf8.first == UInt8(ascii: "/")
        && target.utf8.allSatisfy { (0x21...0x7e).contains($0) && $0 != UInt8(ascii: "#") }
        && headers.allSatisfy { $0.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f } }
    }
  }

  private let base: BaseURL
  private let options: HTTPOptions

  /// Creates a client of the server at `base`.
  public init(base: BaseURL, options: HTTPOptions = HTTPOptions()) {
    self.base = base
    self.options = options
  }

  /// Sends one request; cancelling the task ends it immediately.
  ///
  /// - Parameters:
  ///   - request: The request.
  ///   - timeout: The timeout of the whole response, in seconds, if it is less than the deadline of
  ///     the options.
  /// - Returns: The response, with any status but a redirect.
  /// - Throws: ``TransportError``; its texts do not contain the target or a header.
  public func send(
    _ request: Request, timeout: Double = .infinity
  ) async throws(TransportError) -> Response {
    guard request.isWellFormed else {
      throw .failed(host: base.host, cause: "the request has a character that it must not have")
    }
    var options = options
    options.deadline = min(options.deadline, timeout)
    let outcome = await transfer(request, options)
    return try outcome.result(host: base.host, options: options).get()
  }

  private func transfer(_ request: Request, _ options: HTTPOptions) async -> TransferOutcome {
    let id = mpq_transfer_reserve()
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let waiter = Waiter(continuation)
        guard !Task.isCancelled else { return waiter.resume(.cancelled) }
        start(request, options, id: id, waiter)
        // A cancellation between the guard and the start found no transfer.
        if Task.isCancelled { mpq_transfer_cancel(id) }
      }
    } onCancel: {
      mpq_transfer_cancel(id)
    }
  }

  private func start(
    _ request: Request, _ options: HTTPOptions, id: UInt64, _ waiter: Waiter
  ) {
    let limits = mpq_limits(
      connect_timeout: Self.milliseconds(min(options.connectTimeout, options.deadline)),
      deadline: Self.milliseconds(options.deadline), byte_limit: max(0, options.byteLimit))
    let url = base.description + request.target
    guard let transfer = mpq_transfer_create(url, options.userAgent, limits) else {
      return waiter.resume(.failed(MPQ_FAILED, cause: "libcurl cannot be loaded"))
    }
    if let body = request.body { mpq_transfer_post(transfer, body, body.count) }
    for header in request.headers { mpq_transfer_add_header(transfer, header) }
    if let caFile = options.caFile { mpq_transfer_trust(transfer, caFile) }
    if base.isLoopback { mpq_transfer_bypass_proxies(transfer) }
    let context = Unmanaged.passRetained(waiter).toOpaque()
    mpq_transfer_start(transfer, id, Waiter.completion, context)
  }

  /// Milliseconds from 1 to a day; libcurl reads zero as no limit.
  private static func milliseconds(_ seconds: Double) -> Int {
    guard seconds >= 0.001 else { return 1 }
    return Int(exactly: (min(seconds, 86_400) * 1000).rounded()) ?? 1
  }
}

/// The waiting caller of a transfer; C retains it until the transfer ends.
private final class Waiter: Sendable {
  private let continuation: CheckedContinuation<TransferOutcome, Never>

  init(_ continuation: CheckedContinuation<TransferOutcome, Never>) {
    self.continuation = continuation
  }

  func resume(_ outcome: TransferOutcome) { continuation.resume(returning: outcome) }

  static let completion: mpq_completion = { context, response in
    let waiter = Unmanaged<Waiter>.fromOpaque(context).takeRetainedValue()
    waiter.resume(TransferOutcome(response))
  }
}
