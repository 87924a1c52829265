internal import HTTPTypes
internal import HummingbirdCore
internal import Logging
internal import NIOCore

/// Takes a request from its head to the line in the log.
struct Responder: Sendable {
  /// The most bytes of a refused body that are read before the connection is cut.
  ///
  /// Whoever closes a connection with bytes unread destroys the answer on its way.
  private static let drainLimit = 65_536

  /// A client sends more of a refused body than is read.
  private struct BodyTooLong: Error {}

  private let gate: RequestGate
  private let logger: Logger
  private let handler: APIServer.Handler

  /// Answers by `handler` what `configuration` lets in.
  init(
    configuration: APIServer.Configuration, logger: Logger, handler: @escaping APIServer.Handler
  ) {
    gate = RequestGate(configuration)
    self.logger = logger
    self.handler = handler
  }

  /// Answers one request.
  ///
  /// - Throws: When the connection is of no more use; the framework closes it.
  func respond(to request: Request, with writer: consuming ResponseWriter) async throws {
    let begin = ContinuousClock.now
    let target = RequestGate.target(of: request.head)
    let reply: Reply
    if let refusal = gate.refusal(of: request.head, target: target) {
      reply = refusal
    } else {
      reply = Reply(await handler(target.path, target.query))
    }
    let record = AccessRecord(
      method: request.method.rawValue, target: target, reply: reply,
      duration: .now - begin)
    logger.info("request", metadata: record.metadata)
    try await writer.write(
      response: reply.head, body: ResponseBody(byteBuffer: ByteBuffer(bytes: reply.body)))
    if reply.closesConnection { try await drain(request.body) }
  }

  private func drain(_ body: RequestBody) async throws {
    var count = 0
    for try await part in body {
      count += part.readableBytes
      guard count <= Self.drainLimit else { throw BodyTooLong() }
    }
  }
}
