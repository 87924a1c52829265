internal import NIOCore

/// Holds a connection's end back until what was written before it is on its way.
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

  /// Waits at most `limit`.
  init(limit: TimeAmount) {
    self.limit = limit
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    let promise = promise ?? context.eventLoop.makePromise()
    unwritten += 1
    promise.futureResult.assumeIsolated().whenComplete { _ in
      self.unwritten -= 1
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

  private func closeNow() {
    deadline?.cancel()
    deadline = nil
    guard let (context, promise) = heldBack else { return }
    heldBack = nil
    context.close(promise: promise)
  }
}
