internal import HTTPTypes
internal import MPQAPI

/// An answer, and what HTTP says about it.
struct Reply: Equatable {
  var status: Int
  var mediaType: String?
  var body: [UInt8]
  /// Whether the `Allow` header says that only GET is answered.
  var isAllowListed = false
  /// Whether the connection ends behind this answer.
  var closesConnection = false

  /// What the handler answered.
  init(_ response: MPQAPI.Response) {
    // A status that HTTP does not have could not be written.
    status = (200...599).contains(response.status) ? response.status : 500
    mediaType = response.mediaType
    body = response.body
  }

  /// Refuses a request before the handler sees it, in the words of the document's error format.
  ///
  /// `request` is the path alone: a query string holds a signature.
  static func refusal(_ status: Int, _ text: String, of target: RequestGate.Target) -> Self {
    let error = JSONValue.object([
      JSONMember("error", .text(clipped(text))),
      JSONMember("request", .text(clipped(target.path))),
    ])
    return Self(
      MPQAPI.Response(
        status: status, mediaType: "application/json", body: JSONWriter.bytes(error)))
  }

  private static func clipped(_ text: String) -> String {
    text.utf8.count <= 200 ? text : "\(text.prefix(200))..."
  }

  /// Status and headers.
  var head: HTTPResponse {
    var fields = HTTPFields()
    if let mediaType { fields[.contentType] = "\(mediaType); charset=utf-8" }
    fields[.contentLength] = String(body.count)
    fields[.cacheControl] = "no-store"
    fields[.xContentTypeOptions] = "nosniff"
    if isAllowListed { fields[.allow] = "GET" }
    if closesConnection { fields[.connection] = "close" }
    return HTTPResponse(status: .init(code: status), headerFields: fields)
  }
}
