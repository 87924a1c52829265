internal import NIOCore
internal import Synchronization

/// One connection, as far as the requests on it are concerned.
final class ClientConnection: Sendable {
  /// The address of the other side, without its port.
  let peer: String
  private let state = Mutex(State())

  private struct State {
    var hasLeft = false
    var query: Query?
  }

  init(_ channel: any Channel) {
    let text = channel.remoteAddress?.ipAddress ?? "unknown"
    peer = IPAddress(text)?.description ?? text
  }

  /// Ends `query` as soon as the client is gone, until the next one is watched.
  func watch(_ query: Query?) {
    let hasLeft = state.withLock { state in
      state.query = query
      return state.hasLeft
    }
    if hasLeft { query?.finish(.abandoned) }
  }

  fileprivate func leave() {
    let query = state.withLock { state in
      state.hasLeft = true
      return state.query
    }
    query?.finish(.abandoned)
  }

  /// Sees the client leave.
  ///
  /// A client that only ends its own side may still read, and nothing tells it from one that gave
  /// up. So its query goes on for a short time.
  final class Watch: ChannelInboundHandler, RemovableChannelHandler {
    // Nothing looks into what is read.
    typealias InboundIn = NIOAny

    /// How long the query of a client that sends nothing more goes on.
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
