internal import CTransfer
internal import MPQAPI

/// How a transfer ended, before it is mapped to an error for the user.
enum TransferOutcome: Sendable {
  case answered(
    status: Int, contentType: String?, retryAfter: Int?, body: [UInt8], ignoredCount: Int)
  case failed(mpq_outcome, cause: String)

  static let cancelled = Self.failed(MPQ_CANCELLED, cause: "cancelled")

  /// Takes C's result.
  init(_ response: UnsafePointer<mpq_response>) {
    let body = Self.body(of: response)
    let response = response.pointee
    guard response.outcome == MPQ_ANSWERED else {
      self = .failed(response.outcome, cause: response.cause.map { String(cString: $0) } ?? "")
      return
    }
    self = .answered(
      status: Int(response.status),
      contentType: response.content_type.map { String(cString: $0) },
      retryAfter: response.retry_after > 0 ? Int(clamping: response.retry_after) : nil,
      body: body,
      ignoredCount: response.ignored_count)
  }

  private static func body(of response: UnsafePointer<mpq_response>) -> [UInt8] {
    let size = response.pointee.body_count
    return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      guard let target = buffer.baseAddress else { return }
      mpq_response_move_body(response, target)
      count = size
    }
  }

  /// The response, or the error that describes the failure with `host`.
  func result(host: String, options: HTTPOptions) -> Result<Response, TransportError> {
    switch self {
    case .answered(let status, _, _, _, _) where (300..<400).contains(status):
      .failure(.redirected(host: host, status: status))
    case .answered(let status, let contentType, let retryAfter, let body, let ignoredCount):
      .success(
        Response(
          status: status, mediaType: contentType.flatMap(Self.mediaType), body: body,
          retryAfter: retryAfter, ignoredCount: ignoredCount))
    case .failed(let outcome, let cause):
      .failure(
        Self.error(
          outcome, host: host, cause: Redaction.redacted(cause), options: options))
    }
  }

  private static func error(
    _ outcome: mpq_outcome, host: String, cause: String, options: HTTPOptions
  ) -> TransportError {
    switch outcome {
    case MPQ_UNKNOWN_HOST: .unknownHost(host)
    case MPQ_UNREACHABLE: .unreachable(host: host, cause: cause)
    case MPQ_UNTRUSTED: .untrusted(host: host, cause: cause)
    case MPQ_CONNECT_TIMED_OUT:
      .timedOut(host: host, seconds: min(options.connectTimeout, options.deadline))
    case MPQ_TIMED_OUT: .timedOut(host: host, seconds: options.deadline)
    case MPQ_TRUNCATED: .truncated(host: host, cause: cause)
    case MPQ_TOO_LARGE: .tooLarge(host: host, limit: options.byteLimit)
    case MPQ_CANCELLED: .cancelled
    default: .failed(host: host, cause: cause)
    }
  }

  /// The media type of a Content-Type, without parameters, in lower case; `nil` when it is empty.
  private static func mediaType(of contentType: String) -> String? {
    let type = contentType.prefix { $0 != ";" && $0 != "," }.filter { $0 != " " && $0 != "\t" }
    return type.isEmpty ? nil : type.lowercased()
  }
}
