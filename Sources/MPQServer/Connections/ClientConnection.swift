internal import NIOCore
internal import Synchronization

/// One connection, and what runs for its client.
final class ClientConnection: Sendable {
  /// The address of the peer, without its port.
  let peer: String
  private let state = Mutex(State())

  private struct State {
    var hasLeft = false
    var leave: (@Sendable () -> Void)?
  }

  init(_ channel: any Channel) {
    let text = channel.remoteAddress?.ipAddress ?? "unknown"
    peer = IPAddress(text)?.description ?? text
  }

  /// Calls `leave` when the client closes the connection; `nil` when nothing runs any more.
  func watch(_ leave: (@Sendable () -> Void)?) {
    let hasLeft = state.withLock { state in
      state.leave = leave
      return state.hasLeft
    }
    if hasLeft { leave?() }
  }

  fileprivate func leave() {
    let leave = state.withLock { state in
      state.hasLeft = true
      return state.leave
    }
    leave?()
  }

  /// Notices that the client closes the connection.
  ///
  /// A client that only shuts down its sending side may still read the answer. It looks the same as
  /// a client that gave up, so its job continues for a short time.
  final class Watch: ChannelInboundHandler, RemovableChannelHandler {
    // Data is passed on unread.
    typealias InboundIn = NIOAny

    /// How long the job of a client that shut down its sending side continues.
    private static let patience = TimeAmount.seconds(2)

    private let connection: ClientConnection
    private var end: Scheduled<Void>?

    init(_ connection: ClientConnection) {
      self.connection = connection
    }

    func handlerRemoved(context: ChannelHandlerContext) {
      end?.cancel()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
      if case ChannelEvent.inputClosed? = event as? ChannelEvent {
        end = context.eventLoop.scheduleTask(in: Self.patience) { [connection] in
          connection.leave()
        }
      }
      context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
      connection.leave()
      context.fireChannelInactive()
    }
  }
}
