internal import NIOCore
internal import NIOHTTP1

/// Closes connections after the answer when HTTP requires it, and reports busy connections to a
/// ``ConnectionTable``.
///
/// The framework keeps a connection open unless its request has exactly `Connection: close`, and
/// ignores the version. An HTTP/1.0 client waits for the end of the connection (RFC 9112, section
/// 9.3).
final class ConnectionEnd: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart
  typealias OutboundIn = HTTPServerResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  private let connection: ClientConnection
  private let table: ConnectionTable
  private let deadline: HeaderDeadline
  /// For each unanswered request, whether it is the last one of the connection.
  private var closes: CircularBuffer<Bool> = []

  init(_ connection: ClientConnection, _ table: ConnectionTable, _ deadline: HeaderDeadline) {
    self.connection = connection
    self.table = table
    self.deadline = deadline
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .head(var head) = unwrapInboundIn(data) else {
      context.fireChannelRead(data)
      return
    }
    deadline.headerEnded()
    table.set(connection, isBusy: true)
    // Covers a header that is a list or in capitals, and HTTP/1.0 without keep-alive.
    if !head.isKeepAlive { head.headers.replaceOrAdd(name: "connection", value: "close") }
    closes.append(!head.isKeepAlive)
    head.splitURL()
    context.fireChannelRead(wrapInboundOut(.head(head)))
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    switch unwrapOutboundIn(data) {
    case .head(var head) where closes.first == true:
      head.headers.replaceOrAdd(name: "connection", value: "close")
      context.write(wrapOutboundOut(.head(head)), promise: promise)
    case .end:
      let promise = promise ?? context.eventLoop.makePromise()
      // The table may close the connection only after the answer was written.
      promise.futureResult.assumeIsolated().whenComplete { _ in self.answerEnded() }
      context.write(data, promise: promise)
    default:
      context.write(data, promise: promise)
    }
  }

  private func answerEnded() {
    _ = closes.popFirst()
    guard closes.isEmpty else { return }
    deadline.answerEnded()
    table.set(connection, isBusy: false)
  }
}

/// Closes a connection whose request line and headers take too long.
final class HeaderDeadline: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer

  private let limit: TimeAmount
  private var timer: Scheduled<Void>?
  /// Whether a request is being read or answered.
  private var isInRequest = false
  private var context: ChannelHandlerContext?

  /// Creates a timeout of `limit`, from the start of the connection, and then from the first byte
  /// of each request.
  init(limit: TimeAmount) {
    self.limit = limit
  }

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    start()
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    timer?.cancel()
    self.context = nil
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if !isInRequest { start() }
    context.fireChannelRead(data)
  }

  /// Stops the timer: the headers are complete.
  func headerEnded() {
    isInRequest = true
    timer?.cancel()
    timer = nil
  }

  /// Makes the next byte start the timer: all answers are written.
  func answerEnded() {
    isInRequest = false
  }

  private func start() {
    guard timer == nil, let context else { return }
    timer = context.eventLoop.assumeIsolated().scheduleTask(in: limit) {
      self.context?.close(promise: nil)
    }
  }
}
