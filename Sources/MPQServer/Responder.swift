internal import HTTPTypes
internal import HummingbirdCore
internal import Logging
internal import MPQAPI
internal import NIOCore
internal import NIOHTTP1

/// Handles a request: checks it, runs its query, sends the response and logs it.
struct Responder: Sendable {
  /// The maximum bytes of a refused body that are read before the connection is closed.
  ///
  /// Closing a socket with unread bytes resets the connection, and the client loses the response.
  private static let drainLimit = 65_536

  /// The bytes of a response that are written at a time.
  static let partSize = 65_536

  /// A refused body is longer than ``drainLimit``.
  private struct BodyTooLong: Error {}
  /// The client closed the connection before the response.
  struct ClientLeft: Error {}

  let configuration: APIServer.Configuration
  let gate: RequestGate
  let logger: Logger
  let queue: JobQueue
  let budget: AnswerBudget
  let downloads: Downloads
  let metrics: Metrics
  let health: Health
  let handler: APIServer.Handler

  /// The reply to a request, with the figures for the log.
  private struct Outcome {
    var reply: Reply
    /// What follows the head of the reply, and the pipe for it.
    var download: (APIServer.Download, DownloadPipe)?
    var waited: Duration?
    var key: String?
    var hasLeft = false
  }

  /// Responds to one request.
  ///
  /// - Throws: When the connection must be closed; the framework closes it.
  func respond(
    to request: Request, with writer: consuming ResponseWriter, over connection: ClientConnection,
    _ channel: any Channel
  ) async throws {
    let begin = ContinuousClock.now
    let target = RequestGate.target(of: request.head)
    let address = ClientAddress(
      request.head.headerFields, peer: connection.peer, trusted: configuration.trustedProxies)
    metrics.begin()
    var isBodyRead = false
    var outcome = await outcome(
      of: request, target, connection, address.client, channel, &isBodyRead)
    if let (download, pipe) = outcome.download {
      let transfer = Transfer(
        download: download, pipe: pipe, isGzip: acceptsGzip(request.head), path: target.path)
      defer {
        note(
          AccessRecord(
            method: request.method.rawValue, target: target, status: transfer.status,
            bytes: transfer.count, duration: .now - begin, key: outcome.key, address: address))
      }
      return try await send(transfer, with: writer, over: connection, channel)
    }
    let size = outcome.reply.body.count
    let account = outcome.key ?? ""
    let hasRoom = budget.take(size, for: account)
    defer { if hasRoom { budget.give(size, of: account) } }
    if !hasRoom {
      metrics.countUnreadAnswers()
      outcome.reply = .refusal(
        503, "Clients have not read too many answers yet: retry later",
        path: target.path)
      outcome.reply.retryAfter = 5
    }
    let record = AccessRecord(
      method: request.method.rawValue, target: target, status: outcome.reply.status,
      bytes: outcome.reply.body.count, duration: .now - begin, waited: outcome.waited,
      key: outcome.key, address: address)
    note(record)
    guard !outcome.hasLeft else { throw ClientLeft() }
    let reply = outcome.reply
    try await write(reply, with: writer, to: channel)
    // A body can only be read once.
    if reply.closesConnection && !isBodyRead { try await drain(request.body, channel) }
  }

  /// Counts and logs a request.
  private func note(_ record: AccessRecord) {
    metrics.end(record)
    // Monitoring asks for the health every few seconds.
    logger.log(
      level: record.target.path == Health.path ? .debug : .info, "request",
      metadata: record.metadata)
  }

  private func acceptsGzip(_ head: HTTPRequest) -> Bool {
    head.headerFields[.acceptEncoding].map(AcceptEncoding.acceptsGzip) ?? false
  }

  /// Writes a reply in parts, as fast as the client reads, so that it is not copied as a whole.
  func write(
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

  /// Counts and logs bytes that are not a request, and were refused with `reply`.
  func noteUnreadable(_ reply: Reply, from peer: String) {
    metrics.countUnreadable(status: reply.status)
    logger.info(
      "not a request",
      metadata: [
        "status": .stringConvertible(reply.status),
        "bytes": .stringConvertible(reply.body.count), "client": "\(AccessRecord.word(peer))",
      ])
  }

  private func outcome(
    of request: Request, _ target: RequestGate.Target, _ connection: ClientConnection,
    _ client: String, _ channel: any Channel, _ isBodyRead: inout Bool
  ) async -> Outcome {
    let head = request.head
    // Load balancers use the address as host. The response reveals nothing about the project.
    if target.path == Health.path && head.method == .get {
      return Outcome(reply: await health.reply())
    }
    if let refusal = gate.refusal(of: head, target: target) { return Outcome(reply: refusal) }
    let isGzip = acceptsGzip(head)
    var asked = APIServer.Request(
      path: target.path, query: target.query, authorization: head.headerFields[.authorization])
    if head.method == .post {
      isBodyRead = true
      do {
        asked.form = try await form(in: request.body, channel)
      } catch {
        return Outcome(
          reply: .refusal(Self.clientLeft, "The client left", path: target.path), hasLeft: true)
      }
      guard asked.form != nil else {
        return Outcome(reply: .refusal(413, "The form is too long", path: target.path))
      }
    }
    switch await handler(asked) {
    case .answer(let response):
      let reply = Reply(response)
      return Outcome(reply: isGzip ? reply.compressed() : reply)
    case .work(let account, let work):
      let job = Job(
        account: account, client: client, limit: .seconds(configuration.querySeconds)
      ) {
        let reply = Reply(await work())
        return isGzip && !Task.isCancelled ? reply.compressed() : reply
      }
      connection.watch { job.finish(.abandoned) }
      let end = await queue.run(job)
      connection.watch(nil)
      metrics.count(end)
      return Outcome(
        reply: reply(to: end, path: target.path), waited: end.waited, key: account,
        hasLeft: end.end == .abandoned)
    case .download(let download):
      guard let pipe = downloads.begin() else {
        var reply = Reply.refusal(
          429, "Too many exports at once: wait for the end of another one", path: target.path)
        reply.retryAfter = 5
        return Outcome(reply: reply, key: download.account)
      }
      let head = Response(status: 200, mediaType: download.mediaType, body: [])
      return Outcome(
        reply: Reply(head), download: (download, pipe), key: download.account)
    }
  }

  /// The logged status when the client closed the connection first; it is never sent.
  static let clientLeft = 499

  private func reply(to outcome: Job.Outcome, path: String) -> Reply {
    let seconds = configuration.querySeconds
    var reply: Reply
    switch outcome.end {
    case .answered(let reply): return reply
    case .abandoned:
      return .refusal(Self.clientLeft, "The client left", path: path)
    case .tooLate where outcome.hasRun:
      return .refusal(
        504, "The query took longer than \(seconds) s: use a shorter window or fewer names",
        path: path)
    case .accountIsFull:
      reply = .refusal(
        429, "Too many queries of this key are waiting: send fewer at once", path: path)
    case .isFull, .tooLate:
      reply = .refusal(503, "The server is busy: retry later", path: path)
    case .stopped:
      reply = .refusal(503, "The server is stopping: retry later", path: path)
      reply.closesConnection = true
    }
    reply.retryAfter = outcome.end == .accountIsFull ? 1 : 5
    return reply
  }

  /// Reads a form; `nil` if it is too long.
  private func form(in body: RequestBody, _ channel: any Channel) async throws -> String? {
    let limit = APIServer.Configuration.formLimit
    return try await withDeadline(of: channel) {
      var bytes: [UInt8] = []
      var count = 0
      for try await part in body {
        count += part.readableBytes
        guard count <= limit + Self.drainLimit else { throw BodyTooLong() }
        if count <= limit { bytes += part.readableBytesView }
      }
      // Its escapes are checked when it is decoded.
      return count <= limit ? String(decoding: bytes, as: UTF8.self) : nil
    }
  }

  /// Reads a body; a client that sends slowly must not keep the connection open forever.
  private func withDeadline<Value>(
    of channel: any Channel, _ read: () async throws -> Value
  ) async throws -> Value {
    let deadline = channel.eventLoop.scheduleTask(
      in: .seconds(Int64(clamping: configuration.idleLimit))
    ) { channel.close(promise: nil) }
    defer { deadline.cancel() }
    do {
      return try await read()
    } catch is HTTPParserError {
      // The framework would send a second response to it.
      throw ClientLeft()
    }
  }

  private func drain(_ body: RequestBody, _ channel: any Channel) async throws {
    try await withDeadline(of: channel) {
      var count = 0
      for try await part in body {
        count += part.readableBytes
        guard count <= Self.drainLimit else { throw BodyTooLong() }
      }
    }
  }
}
