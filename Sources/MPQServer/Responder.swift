internal import HTTPTypes
internal import HummingbirdCore
internal import Logging
internal import MPQAPI
internal import NIOCore
internal import NIOHTTP1

/// Takes a request from its head to the line in the log.
struct Responder: Sendable {
  /// The most bytes of a refused body that are read before the connection is cut.
  ///
  /// Whoever closes a connection with bytes unread destroys the answer on its way.
  private static let drainLimit = 65_536

  /// The bytes of an answer that are handed to the connection at once.
  private static let partSize = 65_536

  /// A client sends more of a refused body than is read.
  private struct BodyTooLong: Error {}
  /// Nobody is there to read an answer.
  private struct ClientLeft: Error {}

  let configuration: APIServer.Configuration
  let gate: RequestGate
  let logger: Logger
  let queue: QueryQueue
  let budget: AnswerBudget
  let metrics: Metrics
  let health: Health
  let handler: APIServer.Handler

  /// What is done for a request, and how long it waited for that.
  private struct Result {
    var reply: Reply
    var waited: Duration?
    var key: String?
    var hasLeft = false
  }

  /// Answers one request.
  ///
  /// - Throws: When the connection is of no more use; the framework closes it.
  func respond(
    to request: Request, with writer: consuming ResponseWriter, over connection: ClientConnection,
    _ channel: any Channel
  ) async throws {
    let begin = ContinuousClock.now
    let target = RequestGate.target(of: request.head)
    let address = ClientAddress(
      request.head.headerFields, peer: connection.peer, trusted: configuration.trustedProxies)
    metrics.begin()
    var result = await result(of: request.head, target, connection, address.client)
    let size = result.reply.body.count
    let account = result.key ?? ""
    let hasRoom = budget.take(size, for: account)
    defer { if hasRoom { budget.give(size, of: account) } }
    if !hasRoom {
      metrics.countUnreadAnswers()
      result.reply = .refusal(
        503, "Too many answers wait for their clients to read them: ask again later",
        path: target.path)
      result.reply.retryAfter = 5
    }
    let record = AccessRecord(
      method: request.method.rawValue, target: target, status: result.reply.status,
      bytes: result.reply.body.count, duration: .now - begin, waited: result.waited,
      key: result.key, address: address)
    metrics.end(record)
    // The watchers of a server ask every few seconds.
    logger.log(
      level: target.path == Health.path ? .debug : .info, "request", metadata: record.metadata)
    guard !result.hasLeft else { throw ClientLeft() }
    let reply = result.reply
    try await write(reply, with: writer, to: channel)
    if reply.closesConnection { try await drain(request.body, channel) }
  }

  /// Writes a reply as fast as its client reads it, in parts, so that it is in memory once.
  private func write(
    _ reply: Reply, with writer: consuming ResponseWriter, to channel: any Channel
  ) async throws {
    let body = reply.body
    let seconds = configuration.idleLimit + body.count / APIServer.Configuration.leastBytesPerSecond
    let deadline = channel.eventLoop.scheduleTask(in: .seconds(Int64(clamping: seconds))) {
      channel.close(promise: nil)
    }
    defer { deadline.cancel() }
    try await writer.write(
      response: reply.head,
      body: ResponseBody(contentLength: body.count) { writer in
        for start in stride(from: 0, to: body.count, by: Self.partSize) {
          let end = min(start + Self.partSize, body.count)
          try await writer.write(ByteBuffer(bytes: body[start..<end]))
        }
        try await writer.finish(nil)
      })
  }

  /// Counts and logs what was not a request, and was refused by `reply`.
  func noteUnreadable(_ reply: Reply, from peer: String) {
    metrics.countUnreadable(status: reply.status)
    logger.info(
      "not a request",
      metadata: [
        "status": .stringConvertible(reply.status),
        "bytes": .stringConvertible(reply.body.count), "client": "\(AccessRecord.word(peer))",
      ])
  }

  private func result(
    of head: HTTPRequest, _ target: RequestGate.Target, _ connection: ClientConnection,
    _ client: String
  ) async -> Result {
    // A load balancer asks by address, and learns nothing of the project.
    if target.path == Health.path && head.method == .get {
      return Result(reply: await health.reply())
    }
    if let refusal = gate.refusal(of: head, target: target) { return Result(reply: refusal) }
    let isGzip = head.headerFields[.acceptEncoding].map(AcceptEncoding.acceptsGzip) ?? false
    switch await handler(target.path, target.query) {
    case .answer(let response):
      let reply = Reply(response)
      return Result(reply: isGzip ? reply.packed() : reply)
    case .work(let account, let work):
      let query = Query(
        account: account, client: client, limit: .seconds(configuration.querySeconds)
      ) {
        let reply = Reply(await work())
        return isGzip && !Task.isCancelled ? reply.packed() : reply
      }
      connection.watch(query)
      let outcome = await queue.run(query)
      connection.watch(nil)
      metrics.count(outcome)
      return Result(
        reply: reply(to: outcome, path: target.path), waited: outcome.waited, key: account,
        hasLeft: outcome.end == .abandoned)
    }
  }

  /// The status of a request whose client left before its answer; it is never sent.
  static let clientLeft = 499

  private func reply(to outcome: Query.Outcome, path: String) -> Reply {
    let seconds = configuration.querySeconds
    var reply: Reply
    switch outcome.end {
    case .answered(let reply): return reply
    case .abandoned:
      return .refusal(Self.clientLeft, "The client left", path: path)
    case .tooLate where outcome.hasWorked:
      return .refusal(
        504, "The query took longer than \(seconds) s: ask for less time or fewer names",
        path: path)
    case .accountIsFull:
      reply = .refusal(
        429, "Too many queries of this key wait for an answer: ask fewer at once", path: path)
    case .isFull, .tooLate:
      reply = .refusal(503, "The server is busy: ask again later", path: path)
    case .stopped:
      reply = .refusal(503, "The server is being stopped: ask again later", path: path)
      reply.closesConnection = true
    }
    reply.retryAfter = outcome.end == .accountIsFull ? 1 : 5
    return reply
  }

  private func drain(_ body: RequestBody, _ channel: any Channel) async throws {
    // A byte now and then would keep the connection for ever.
    let deadline = channel.eventLoop.scheduleTask(
      in: .seconds(Int64(clamping: configuration.idleLimit))
    ) { channel.close(promise: nil) }
    defer { deadline.cancel() }
    var count = 0
    do {
      for try await part in body {
        count += part.readableBytes
        guard count <= Self.drainLimit else { throw BodyTooLong() }
      }
    } catch is HTTPParserError {
      // The framework would answer this one again.
      throw ClientLeft()
    }
  }
}
