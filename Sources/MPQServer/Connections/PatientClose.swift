internal import NIOCore

/// Delays closing a connection until all data is written, and closes it when the client stops
/// reading.
///
/// A server that stops closes each connection after its last answer. Without the delay, the part of
/// the answer that does not fit into the system's buffer would be lost.
final class PatientClose: ChannelOutboundHandler, RemovableChannelHandler {
  // Data is passed on unread.
  typealias OutboundIn = NIOAny

  private let limit: TimeAmount
  private var unwritten = 0
  private var heldBack: (context: ChannelHandlerContext, promise: EventLoopPromise<Void>?)?
  private var deadline: Scheduled<Void>?
  /// The unsent bytes at the last check.
  private var unsent: Int?
  private var watch: Scheduled<Void>?
  private var isRemoved = false

  /// Creates a handler that waits at most `limit` before it closes, or for a client that reads
  /// nothing.
  init(limit: TimeAmount) {
    self.limit = limit
  }

  func handlerAdded(context: ChannelHandlerContext) {
    checkLater(context)
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    isRemoved = true
    watch?.cancel()
    deadline?.cancel()
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    let promise = promise ?? context.eventLoop.makePromise()
    unwritten += 1
    promise.futureResult.assumeIsolated().whenComplete { _ in
      self.unwritten -= 1
      self.unsent = nil
      if self.unwritten == 0 { self.closeNow() }
    }
    context.write(data, promise: promise)
  }

  func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
    guard mode == .all, unwritten > 0, heldBack == nil else {
      context.close(mode: mode, promise: promise)
      return
    }
    heldBack = (context, promise)
    deadline = context.eventLoop.assumeIsolated().scheduleTask(in: limit) { self.closeNow() }
  }

  private func checkLater(_ context: ChannelHandlerContext) {
    guard !isRemoved else { return }
    watch = context.eventLoop.assumeIsolated().scheduleTask(in: limit) {
      self.closeIfStuck(context)
      self.checkLater(context)
    }
  }

  /// Closes the connection when the number of unsent bytes has not changed since the last check.
  private func closeIfStuck(_ context: ChannelHandlerContext) {
    guard unwritten > 0 else {
      unsent = nil
      return
    }
    let bytes = try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)
    guard let bytes, bytes > 0 else { return }
    if unsent == bytes {
      context.close(promise: nil)
    } else {
      unsent = bytes
    }
  }

  private func closeNow() {
    deadline?.cancel()
    deadline = nil
    guard let (context, promise) = heldBack else { return }
    heldBack = nil
    context.close(promise: promise)
  }
}
