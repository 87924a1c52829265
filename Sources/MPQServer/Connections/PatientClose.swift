internal import NIOCore

/// Holds a connection's end back until what was written before it is on its way, and ends it where
/// the client takes nothing any more.
///
/// A server that stops ends each connection behind its last answer, and the rest of an answer that
/// the system has no room for yet would be lost.
final class PatientClose: ChannelOutboundHandler, RemovableChannelHandler {
  // Nothing looks into what is written.
  typealias OutboundIn = NIOAny

  private let limit: TimeAmount
  private var unwritten = 0
  private var heldBack: (context: ChannelHandlerContext, promise: EventLoopPromise<Void>?)?
  private var deadline: Scheduled<Void>?
  /// The bytes that the client had not taken when it was looked at last.
  private var untaken: Int?
  private var watch: Scheduled<Void>?
  private var isRemoved = false

  /// Waits at most `limit`, and as long for a client that takes nothing.
  init(limit: TimeAmount) {
    self.limit = limit
  }

  func handlerAdded(context: ChannelHandlerContext) {
    lookLater(context)
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
      self.untaken = nil
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

  private func lookLater(_ context: ChannelHandlerContext) {
    guard !isRemoved else { return }
    watch = context.eventLoop.assumeIsolated().scheduleTask(in: limit) {
      self.endWhereStuck(context)
      self.lookLater(context)
    }
  }

  /// Ends the connection when the system still has as many bytes for it as a while ago.
  private func endWhereStuck(_ context: ChannelHandlerContext) {
    guard unwritten > 0 else {
      untaken = nil
      return
    }
    let bytes = try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)
    guard let bytes, bytes > 0 else { return }
    if untaken == bytes {
      context.close(promise: nil)
    } else {
      untaken = bytes
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
