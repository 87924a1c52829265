internal import HummingbirdCore
internal import Logging
internal import NIOCore

/// Makes the framework's connections ours: counted, watched, and with answers to what is no HTTP.
struct ConnectionSetup: ServerChildChannel {
  /// A connection and the framework's handling of it.
  struct Value: ServerChildChannelValue {
    let http: HTTP1Channel
    let asyncChannel: HTTP1Channel.Value

    var channel: any Channel { asyncChannel.channel }
  }

  let configuration: APIServer.Configuration
  let responder: Responder
  let metrics: Metrics

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
    let connection = ClientConnection(channel)
    let limit = TimeAmount.seconds(Int64(clamping: configuration.idleLimit))
    let field = APIServer.Configuration.fieldLimit
    let http = HTTP1Channel(
      responder: { [responder] request, writer, channel in
        try await responder.respond(to: request, with: writer, over: connection, channel)
      },
      configuration: HTTP1Channel.Configuration(
        additionalChannelHandlers: [
          PatientClose(limit: limit), ClientConnection.Watch(connection),
          ParseRefusal { [responder] in responder.noteUnreadable($0, from: connection.peer) },
        ],
        idleTimeout: limit,
        // The decoder counts the request line as a header. It may be longer than the limit, so that
        // a client learns what was wrong with a long one.
        httpDecoderConfiguration: .init(
          maxHeaderFieldSize: field, maxHeaderListSize: 2 * field, maxHeaderFieldCount: 100)))
    return http.setup(channel: channel, logger: logger)
      .map { Value(http: http, asyncChannel: $0) }
  }

  func handle(value: Value, logger: Logger) async {
    metrics.countConnections(1)
    await value.http.handle(value: value.asyncChannel, logger: logger)
    metrics.countConnections(-1)
  }
}
