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
  /// A client that only ends its own side leaves too: hardly one does that and goes on reading,
  /// and nothing else tells a client that gave up from one that waits.
  final class Watch: ChannelInboundHandler, RemovableChannelHandler {
    // Nothing looks into what is read.
    typealias InboundIn = NIOAny

    private let connection: ClientConnection

    init(_ connection: ClientConnection) {
      self.connection = connection
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
      if case ChannelEvent.inputClosed? = event as? ChannelEvent { connection.leave() }
      context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
      connection.leave()
      context.fireChannelInactive()
    }
  }
}
