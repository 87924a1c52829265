internal import NIOCore
internal import Synchronization

/// One connection, and the job that runs for its client.
final class ClientConnection: Sendable {
  /// The address of the peer, without its port.
  let peer: String
  private let state = Mutex(State())

  private struct State {
    var hasLeft = false
    var job: Job?
  }

  init(_ channel: any Channel) {
    let text = channel.remoteAddress?.ipAddress ?? "unknown"
    peer = IPAddress(text)?.description ?? text
  }

  /// Ends `job` when the client closes the connection, until the next job is watched.
  func watch(_ job: Job?) {
    let hasLeft = state.withLock { state in
      state.job = job
      return state.hasLeft
    }
    if hasLeft { job?.finish(.abandoned) }
  }

  fileprivate func leave() {
    let job = state.withLock { state in
      state.hasLeft = true
      return state.job
    }
    job?.finish(.abandoned)
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
