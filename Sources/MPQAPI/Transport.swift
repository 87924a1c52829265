/// Carries signed requests to a server and its answers back.
///
/// Implementations need not limit how many requests are in flight: the caller does.
public protocol Transport: Sendable {
  /// Sends one request.
  ///
  /// - Parameters:
  ///   - request: The request.
  ///   - timeout: The seconds within which the complete answer must be received.
  /// - Returns: The answer, whatever its status.
  /// - Throws: ``TransportError`` when no complete answer was received.
  func send(
    _ request: SignedRequest, timeout: Double
  ) async throws(TransportError) -> Response
}

/// The complete response of a server.
public struct Response: Equatable, Sendable {
  /// The HTTP status.
  public var status: Int
  /// The media type, without parameters, in lower case; `nil` when none was sent.
  public var mediaType: String?
  /// The body, inflated.
  public var body: [UInt8]
  /// The seconds to wait before the next try, from Retry-After; `nil` without the header.
  public var retryAfter: Int?
  /// The number of bytes after the end of a compressed body; they are dropped.
  public var ignoredCount: Int

  /// An answer of `status` with `body`.
  public init(
    status: Int, mediaType: String?, body: [UInt8], retryAfter: Int? = nil, ignoredCount: Int = 0
  ) {
    self.status = status
    self.mediaType = mediaType
    self.body = body
    self.retryAfter = retryAfter
    self.ignoredCount = ignoredCount
  }
}

/// Why there is no complete answer.
///
/// `host` is a host name and port for display; no case holds a query string.
public enum TransportError: Error, Equatable, Sendable {
  /// The name has no address.
  case unknownHost(String)
  /// The connection was refused, or there is no route.
  case unreachable(host: String, cause: String)
  /// The certificate or the handshake was refused.
  case untrusted(host: String, cause: String)
  /// A timeout passed.
  case timedOut(host: String, seconds: Double)
  /// The connection ended before the answer did.
  case truncated(host: String, cause: String)
  /// The answer is longer than this many bytes.
  case tooLarge(host: String, limit: Int)
  /// The server redirects, which is never followed.
  case redirected(host: String, status: Int)
  /// The request would be longer than this many bytes.
  case requestTooLong(limit: Int)
  /// The task was cancelled.
  case cancelled
  /// Anything else.
  case failed(host: String, cause: String)
}
