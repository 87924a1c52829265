internal import CTransfer
public import MPQAPI

/// Carries signed requests to a server over HTTP.
public struct HTTPTransport: Transport {
  /// What can be set.
  public struct Options: Sendable {
    /// Seconds until the connection must stand.
    public var connectTimeout: Double
    /// Seconds until the whole answer must be here.
    public var deadline: Double
    /// The most bytes of an answer, inflated.
    public var byteLimit: Int
    /// A file of certificates to trust instead of the system's.
    public var caFile: String?
    /// The name under which we go.
    public var userAgent: String
    /// Is told about every request and its answer.
    public var trace: (@Sendable (TraceEvent) -> Void)?

    /// The usual settings: 10 seconds to connect, 60 in all, 64 MiB.
    public init(
      connectTimeout: Double = 10, deadline: Double = 60, byteLimit: Int = 64 << 20,
      caFile: String? = nil, userAgent: String = "mpq",
      trace: (@Sendable (TraceEvent) -> Void)? = nil
    ) {
      self.connectTimeout = connectTimeout
      self.deadline = deadline
      self.byteLimit = byteLimit
      self.caFile = caFile
      self.userAgent = userAgent
      self.trace = trace
    }
  }

  /// The most bytes of a URL; servers commonly take 8 KiB.
  public static let requestLimit = 8192

  private let base: BaseURL
  private let options: Options
  private let client: HTTPClient

  /// Sends to `base`.
  public init(base: BaseURL, options: Options = Options()) {
    self.base = base
    self.options = options
    client = HTTPClient(
      connectTimeout: min(options.connectTimeout, options.deadline), deadline: options.deadline,
      byteLimit: options.byteLimit, caFile: options.caFile, userAgent: options.userAgent)
  }

  /// Sends one request; cancelling the task ends it.
  ///
  /// - Parameter request: What to ask.
  /// - Returns: The answer, whatever its status, unless it is a redirect.
  /// - Throws: ``TransportError``; no text of it holds the query string.
  public func send(_ request: SignedRequest) async throws(TransportError) -> Response {
    let url = base.description + request.target
    guard url.utf8.count <= Self.requestLimit else {
      throw .requestTooLong(limit: Self.requestLimit)
    }
    let start = ContinuousClock.now
    // A proxy would be given the signed request in the clear.
    let reply = await client.send(HTTPClient.Request(url: url, isDirect: !base.isSecure))
    let duration = ContinuousClock.now - start
    options.trace?(
      TraceEvent(
        url: base.description + request.redactedTarget, status: reply.status,
        byteCount: reply.body.count, duration: duration, cause: reply.cause))
    return try response(reply)
  }

  private func response(_ reply: HTTPClient.Reply) throws(TransportError) -> Response {
    let host = base.host
    switch reply.outcome {
    case MPQ_ANSWERED: break
    case MPQ_UNKNOWN_HOST: throw .unknownHost(host)
    case MPQ_UNREACHABLE: throw .unreachable(host: host, cause: reply.cause)
    case MPQ_UNTRUSTED: throw .untrusted(host: host, cause: reply.cause)
    case MPQ_TIMED_OUT: throw .timedOut(host: host, seconds: options.deadline)
    case MPQ_TRUNCATED: throw .truncated(host: host, cause: reply.cause)
    case MPQ_TOO_LARGE: throw .tooLarge(host: host, limit: options.byteLimit)
    case MPQ_CANCELLED: throw .cancelled
    default: throw .failed(host: host, cause: reply.cause)
    }
    guard !(300..<400).contains(reply.status) else {
      throw .redirected(host: host, status: reply.status)
    }
    let mediaType = reply.contentType?.split(separator: ";").first.map {
      $0.filter { $0 != " " }.lowercased()
    }
    return Response(status: reply.status, mediaType: mediaType, body: reply.body)
  }
}

/// What `--verbose` tells about one request.
public struct TraceEvent: Sendable {
  /// The URL, with the signature left out and the key shortened.
  public var url: String
  /// The HTTP status; 0 without an answer.
  public var status: Int
  /// The bytes of the answer's body, inflated.
  public var byteCount: Int
  /// How long it took.
  public var duration: Duration
  /// Why there is no answer; empty with one.
  public var cause: String
}
