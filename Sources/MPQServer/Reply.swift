internal import CDeflate
internal import HTTPTypes
internal import MPQAPI

/// An answer, and what HTTP says about it.
struct Reply: Equatable {
  var status: Int
  var mediaType: String?
  var body: [UInt8]
  /// Whether the body is packed.
  var isGzip = false
  /// Whether the `Allow` header says that only GET is answered.
  var isAllowListed = false
  /// When asking again may help, in seconds from now.
  var retryAfter: Int?
  /// Whether the connection ends behind this answer.
  var closesConnection = false

  /// When a server that is busy, or has no project, may be asked again.
  private static let busySeconds = 5

  /// Shorter bodies are not packed: it would save no packet.
  static let gzipThreshold = 1024

  /// What the handler answered.
  init(_ response: MPQAPI.Response) {
    // A status that HTTP does not have could not be written.
    status = (200...599).contains(response.status) ? response.status : 500
    mediaType = response.mediaType
    body = response.body
    if status == 503 { retryAfter = Self.busySeconds }
  }

  /// Refuses a request before the handler sees it, in the words of the document's error format.
  ///
  /// `request` is the path alone: a query string holds a signature.
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

  /// The same answer packed, where that makes it shorter.
  func packed() -> Reply {
    guard body.count > Self.gzipThreshold else { return self }
    let packed = [UInt8](unsafeUninitializedCapacity: body.count) { buffer, count in
      guard let output = buffer.baseAddress else { return }
      count = mpq_gzip(body, body.count, output, buffer.count)
    }
    guard !packed.isEmpty else { return self }
    var reply = self
    reply.body = packed
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
    if isAllowListed { fields[.allow] = "GET" }
    if let retryAfter { fields[.retryAfter] = String(retryAfter) }
    if closesConnection { fields[.connection] = "close" }
    return HTTPResponse(status: .init(code: status), headerFields: fields)
  }
}
