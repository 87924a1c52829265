internal import CDeflate
internal import HTTPTypes
internal import MPQAPI

/// A response with its HTTP headers.
struct Reply: Equatable {
  var status: Int
  var mediaType: String?
  var body: [UInt8]
  /// Whether the body is gzip.
  var isGzip = false
  /// The methods of `Allow`; `nil` to leave it out.
  var allowed: String?
  /// When the client may retry, in seconds from now.
  var retryAfter: Int?
  /// Whether the connection is closed after this response.
  var closesConnection = false

  /// When to retry a request that a busy server, or one without a project, refused.
  private static let busySeconds = 5

  /// Shorter bodies are not compressed, because it would not save a packet.
  static let gzipThreshold = 1024

  /// Creates a reply from the handler's response.
  init(_ response: MPQAPI.Response) {
    // Other statuses cannot be written.
    status = (200...599).contains(response.status) ? response.status : 500
    mediaType = response.mediaType
    body = response.body
    if status == 503 { retryAfter = Self.busySeconds }
  }

  /// Refuses a request before it reaches the handler, in the error format of the API document.
  ///
  /// The member `request` has only the path, because the query string holds a signature.
  static func refusal(_ status: Int, _ text: String, path: String) -> Self {
    let error = JSONValue.object([
      JSONMember("error", .text(clipped(text))),
      JSONMember("request", .text(clipped(path))),
    ])
    return Self(
      MPQAPI.Response(
        status: status, mediaType: "application/json", body: JSONWriter.bytes(error)))
  }

  private static func clipped(_ text: String) -> String {
    text.utf8.count <= 200 ? text : "\(text.prefix(200))..."
  }

  /// The same reply compressed, if that makes it shorter.
  func compressed() -> Reply {
    guard body.count > Self.gzipThreshold else { return self }
    let compressed = [UInt8](unsafeUninitializedCapacity: body.count) { buffer, count in
      guard let output = buffer.baseAddress else { return }
      count = mpq_gzip(body, body.count, output, buffer.count)
    }
    guard !compressed.isEmpty else { return self }
    var reply = self
    reply.body = compressed
    reply.isGzip = true
    return reply
  }

  /// Status and headers.
  var head: HTTPResponse {
    var fields = HTTPFields()
    if let mediaType { fields[.contentType] = "\(mediaType); charset=utf-8" }
    fields[.contentLength] = String(body.count)
    fields[.cacheControl] = "no-store"
    fields[.xContentTypeOptions] = "nosniff"
    fields[.vary] = "Accept-Encoding"
    if isGzip { fields[.contentEncoding] = "gzip" }
    if let allowed { fields[.allow] = allowed }
    if status == 401 { fields[.wwwAuthenticate] = #"Basic realm="mpqd", charset="UTF-8""# }
    if let retryAfter { fields[.retryAfter] = String(retryAfter) }
    if closesConnection { fields[.connection] = "close" }
    return HTTPResponse(status: .init(code: status), headerFields: fields)
  }
}
