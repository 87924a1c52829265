internal import HTTPTypes
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPTypes

/// Adds a message to the framework's bare 400 for malformed requests.
final class ParseRefusal: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private let report: (_ reply: Reply) -> Void
  private var problem: HTTPParserError?

  /// Creates a handler that passes its replies to `report`.
  init(_ report: @escaping (_ reply: Reply) -> Void) {
    self.report = report
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    problem = problem ?? (error as? HTTPParserError)
    context.fireErrorCaught(error)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    // Answers to earlier requests pass through unchanged.
    guard let problem, case .head(let head) = unwrapOutboundIn(data), head.status == .badRequest,
      head.headerFields[.contentLength] == "0"
    else {
      context.write(data, promise: promise)
      return
    }
    self.problem = nil
    let reply = Self.reply(to: problem)
    report(reply)
    context.write(wrapOutboundOut(.head(reply.head)), promise: nil)
    context.write(wrapOutboundOut(.body(ByteBuffer(bytes: reply.body))), promise: promise)
  }

  private static func reply(to problem: HTTPParserError) -> Reply {
    var reply =
      if case .headerOverflow = problem {
        Reply.refusal(
          431,
          "The URL or the headers are too long: a URL has at most "
            + "\(APIServer.Configuration.targetLimit) bytes", path: "")
      } else {
        Reply.refusal(400, "Malformed HTTP", path: "")
      }
    reply.closesConnection = true
    return reply
  }
}
