/// Carries signed requests to a server and its answers back.
///
/// Implementations need not limit how many requests are in flight: whoever sends them does.
public protocol Transport: Sendable {
  /// Sends one request.
  ///
  /// - Parameters:
  ///   - request: What to ask.
  ///   - timeout: The seconds within which the whole answer must come.
  /// - Returns: The answer, whatever its status.
  /// - Throws: ``TransportError`` when no whole answer came.
  func send(
    _ request: SignedRequest, timeout: Double
  ) async throws(TransportError) -> Response
}

/// What a server answered, whole.
public struct Response: Equatable, Sendable {
  /// The HTTP status.
  public var status: Int
  /// The media type, without parameters, in lower case; `nil` when none was sent.
  public var mediaType: String?
  /// The body, inflated.
  public var body: [UInt8]
  /// The seconds to wait before the next try, as Retry-After has them; `nil` when none were sent.
  public var retryAfter: Int?
  /// The bytes behind the end of a compressed body, which are left out.
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

/// Why no whole answer came.
///
/// `host` is a host name and port as a person would recognise them; no case holds a query string.
public enum TransportError: Error, Equatable, Sendable {
  /// The name has no address.
  case unknownHost(String)
  /// Nobody listens there, or the way is closed.
  case unreachable(host: String, cause: String)
  /// The certificate or the handshake was refused.
  case untrusted(host: String, cause: String)
  /// A limit of time passed.
  case timedOut(host: String, seconds: Double)
  /// The connection ended before the answer did.
  case truncated(host: String, cause: String)
  /// The answer is longer than this many bytes.
  case tooLarge(host: String, limit: Int)
  /// The server wants to send us elsewhere, which is never followed.
  case redirected(host: String, status: Int)
  /// The request would be longer than this many bytes.
  case requestTooLong(limit: Int)
  /// The task was cancelled.
  case cancelled
  /// Anything else.
  case failed(host: String, cause: String)
}
