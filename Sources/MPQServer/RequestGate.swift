internal import HTTPTypes
internal import MPQAPI

/// Checks the method, headers and length of requests, before their query string is parsed.
struct RequestGate: Sendable {
  /// The request target, as the request line has it.
  struct Target: Equatable {
    var path: String
    var query: String
  }

  private let hosts: HostCheck

  /// Creates a gate that accepts requests to `configuration`'s hosts.
  init(_ configuration: APIServer.Configuration) {
    hosts = HostCheck([configuration.host] + configuration.allowedHosts)
  }

  /// The path and the query string of `head`.
  static func target(of head: HTTPRequest) -> Target {
    let text = head.path ?? ""
    guard let mark = text.utf8.firstIndex(of: UInt8(ascii: "?")) else {
      return Target(path: text, query: "")
    }
    return Target(path: String(text[..<mark]), query: String(text[text.utf8.index(after: mark)...]))
  }

  /// The refusal of `head`; `nil` when it is accepted.
  func refusal(of head: HTTPRequest, target: Target) -> Reply? {
    // The framework stores the first Host header as the authority, and a second one as a field.
    let isRepeated = head.headerFields.contains { $0.name.canonicalName == "host" }
    guard let host = head.authority, !isRepeated else {
      return .refusal(400, "Exactly one Host header is required", path: target.path)
    }
    guard hosts.accepts(host) else {
      return .refusal(421, "This server is not known by that host name", path: target.path)
    }
    let codings = head.headerFields[values: .transferEncoding]
    guard codings.isEmpty || codings.map({ $0.lowercased() }) == ["chunked"] else {
      var reply = Reply.refusal(400, "Malformed HTTP", path: target.path)
      reply.closesConnection = true
      return reply
    }
    let takesForm = Self.takesForm(head, target)
    if head.method == .post && takesForm {
      if let refusal = Self.refusal(ofForm: head, path: target.path) { return refusal }
    } else if head.method != .get {
      var reply = Reply.refusal(
        405, "Only GET\(takesForm ? " and POST are" : " is") allowed", path: target.path)
      reply.allowed = takesForm ? "GET, POST" : "GET"
      reply.closesConnection = Self.hasBody(head)
      if head.method == .head { reply.body = [] }
      return reply
    }
    guard head.method == .post || !Self.hasBody(head) else {
      var reply = Reply.refusal(413, "Requests must not have a body", path: target.path)
      reply.closesConnection = true
      return reply
    }
    let length = target.path.utf8.count + target.query.utf8.count
    guard length <= APIServer.Configuration.targetLimit else {
      return .refusal(414, "The URL is too long", path: target.path)
    }
    guard (target.path + target.query).utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
      return .refusal(400, "Malformed URL", path: target.path)
    }
    return nil
  }

  /// Whether a client may send the parameters as a form: the signed API has no POST.
  private static func takesForm(_ head: HTTPRequest, _ target: Target) -> Bool {
    let isShared =
      target.path.utf8.starts(with: Endpoint.root.utf8)
      && head.headerFields.contains(.authorization)
    return isShared || target.path.utf8.starts(with: QueryEndpoint.root.utf8)
  }

  /// The refusal of a body that is not a form, or longer than one may be.
  private static func refusal(ofForm head: HTTPRequest, path: String) -> Reply? {
    let type = head.headerFields[.contentType]?.split(separator: ";").first?.lowercased()
    var reply: Reply
    if let length = head.headerFields[.contentLength],
      (Int(length) ?? .max) > APIServer.Configuration.formLimit
    {
      reply = .refusal(413, "The form is too long", path: path)
    } else if hasBody(head), type != "application/x-www-form-urlencoded" {
      reply = .refusal(415, "Only forms are read", path: path)
    } else {
      return nil
    }
    reply.closesConnection = true
    return reply
  }

  private static func hasBody(_ head: HTTPRequest) -> Bool {
    let length = head.headerFields[.contentLength]
    return head.headerFields.contains(.transferEncoding) || (length != nil && length != "0")
  }
}
