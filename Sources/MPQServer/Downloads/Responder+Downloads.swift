internal import HTTPTypes
internal import HummingbirdCore
internal import MPQAPI
internal import NIOCore

extension Responder {
  /// Sends a download while it is produced, as fast as the client reads.
  ///
  /// The head is sent with the first part, so that a failure before it has a status of its own.
  ///
  /// - Throws: When the connection must be closed.
  func send(
    _ transfer: Transfer, with writer: consuming ResponseWriter,
    over connection: ClientConnection, _ channel: any Channel
  ) async throws {
    let pipe = transfer.pipe
    let task = Task(executorPreference: DownloadThread()) {
      [downloads, download = transfer.download] in
      let failure = await download.produce { try pipe.send($0) }
      pipe.end(failure.map { .failed(Reply($0)) } ?? .complete)
      downloads.remove(pipe)
    }
    connection.watch { pipe.close() }
    defer {
      connection.watch(nil)
      pipe.close()
      task.cancel()
    }
    switch await pipe.next() {
    case .part(let part):
      try await send(part, of: transfer, with: writer, to: channel)
    case .end(.complete):
      let empty = Response(status: 200, mediaType: transfer.download.mediaType, body: [])
      try await write(Reply(empty), with: writer, to: channel)
      transfer.end(200)
    case .end(.failed(let reply)):
      try await write(reply, with: writer, to: channel)
      transfer.add(reply.body.count)
      transfer.end(reply.status)
    case .end(.closed):
      throw ClientLeft()
    }
  }

  /// Sends the head, the first part and the ones that follow.
  private func send(
    _ first: [UInt8], of transfer: Transfer, with writer: consuming ResponseWriter,
    to channel: any Channel
  ) async throws {
    let isGzip = transfer.isGzip && first.count > Reply.gzipThreshold
    var reply = Reply(
      Response(status: 200, mediaType: transfer.download.mediaType, body: []))
    reply.isGzip = isGzip
    // A body without a length ends with the connection for clients of HTTP/1.0.
    reply.closesConnection = true
    var head = reply.head
    head.headerFields[.contentLength] = nil
    try await writer.write(
      response: head,
      body: ResponseBody { [self] writer in
        var gzip = isGzip ? GzipStream() : nil
        var next = DownloadPipe.Next.part(first)
        while case .part(let part) = next {
          let bytes = gzip?.adding(part, isEnd: false) ?? part
          try await write(bytes, of: transfer, with: &writer, to: channel)
          next = await transfer.pipe.next()
        }
        var rest: [UInt8] = []
        switch next {
        case .part, .end(.complete): break
        case .end(.failed): rest = transfer.download.failureLine
        case .end(.closed): throw ClientLeft()
        }
        let bytes = gzip?.adding(rest, isEnd: true) ?? rest
        try await write(bytes, of: transfer, with: &writer, to: channel)
        try await writer.finish(nil)
      })
    transfer.end(200)
  }

  /// Writes bytes; a client that reads too slowly is disconnected.
  private func write(
    _ bytes: [UInt8], of transfer: Transfer, with writer: inout any ResponseBodyWriter,
    to channel: any Channel
  ) async throws {
    let seconds =
      configuration.idleLimit + bytes.count / APIServer.Configuration.leastBytesPerSecond
    let deadline = channel.eventLoop.scheduleTask(in: .seconds(Int64(clamping: seconds))) {
      channel.close(promise: nil)
    }
    defer { deadline.cancel() }
    for start in stride(from: 0, to: bytes.count, by: Self.partSize) {
      let end = min(start + Self.partSize, bytes.count)
      try await writer.write(ByteBuffer(bytes: bytes[start..<end]))
      transfer.add(end - start)
    }
  }
}
