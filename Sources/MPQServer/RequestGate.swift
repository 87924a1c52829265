internal import HTTPTypes

/// Lets requests in, or says what is wrong with them, before anything reads their query string.
struct RequestGate: Sendable {
  /// What was asked, as in the request line.
  struct Target: Equatable {
    var path: String
    var query: String
  }

  private let hosts: HostCheck

  /// Accepts requests to `configuration`'s hosts.
  init(_ configuration: APIServer.Configuration) {
    hosts = HostCheck([configuration.host] + configuration.allowedHosts)
  }

  /// Path and query of `head`, whether it is let in or not.
  static func target(of head: HTTPRequest) -> Target {
    let text = head.path ?? ""
    guard let mark = text.utf8.firstIndex(of: UInt8(ascii: "?")) else {
      return Target(path: text, query: "")
    }
    return Target(path: String(text[..<mark]), query: String(text[text.utf8.index(after: mark)...]))
  }

  /// What is wrong with `head`; `nil` when it is let in.
  func refusal(of head: HTTPRequest, target: Target) -> Reply? {
    // The framework makes the first Host header the authority; only a second one is a field.
    let isRepeated = head.headerFields.contains { $0.name.canonicalName == "host" }
    guard let host = head.authority, !isRepeated else {
      return .refusal(400, "One Host header is needed", path: target.path)
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
    guard head.method == .get else {
      var reply = Reply.refusal(405, "Only GET is answered", path: target.path)
      reply.isAllowListed = true
      reply.closesConnection = Self.hasBody(head)
      if head.method == .head { reply.body = [] }
      return reply
    }
    guard !Self.hasBody(head) else {
      var reply = Reply.refusal(413, "A request has no body", path: target.path)
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

  private static func hasBody(_ head: HTTPRequest) -> Bool {
    let length = head.headerFields[.contentLength]
    return head.headerFields.contains(.transferEncoding) || (length != nil && length != "0")
  }
}
