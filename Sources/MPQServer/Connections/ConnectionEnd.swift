internal import NIOCore
internal import NIOHTTP1

/// Ends connections after the answer where HTTP says so, and tells a ``ConnectionTable`` when a
/// connection is busy.
///
/// The framework keeps a connection unless its request has exactly `Connection: close`, and does
/// not see the version. A client of HTTP/1.0 reads to the end of the connection, and waits for it
/// (RFC 9112, section 9.3).
final class ConnectionEnd: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart
  typealias OutboundIn = HTTPServerResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  private let connection: ClientConnection
  private let table: ConnectionTable
  private let deadline: HeaderDeadline
  /// Whether each request that is not answered yet is the last one.
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
    // Also where the header is a list, or in capitals; HTTP/1.0 is kept only where it asks for it.
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
      // Only now may the table close the connection: the answer is on its way.
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

/// Ends a connection whose request line and headers take too long.
final class HeaderDeadline: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer

  private let limit: TimeAmount
  private var timer: Scheduled<Void>?
  /// Whether a request or its answer is on its way.
  private var isInRequest = false
  private var context: ChannelHandlerContext?

  /// Headers take at most `limit`: from the start of a connection, and then from the first byte of
  /// each request.
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

  /// A request's headers are read.
  func headerEnded() {
    isInRequest = true
    timer?.cancel()
    timer = nil
  }

  /// The last answer is written.
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
