internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOHTTPTypesHTTP1

/// Sets up the framework's connections with metrics, limits, and responses to malformed HTTP.
struct ConnectionSetup: ServerChildChannel {
  /// A connection and the framework's handler for it.
  struct Value: ServerChildChannelValue {
    let http: HTTP1Channel
    let asyncChannel: HTTP1Channel.Value

    var channel: any Channel { asyncChannel.channel }
  }

  let configuration: APIServer.Configuration
  let responder: Responder
  let metrics: Metrics
  let table: ConnectionTable

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
        // The decoder treats the request line as a header. It accepts more than the limit, so
        // that a URL that is a little too long gets 414 with a message.
        httpDecoderConfiguration: .init(
          maxHeaderFieldSize: field, maxHeaderListSize: 2 * field, maxHeaderFieldCount: 100)))
    table.add(connection, channel)
    channel.closeFuture.whenComplete { [table] _ in table.remove(connection) }
    return http.setup(channel: channel, logger: logger).flatMapThrowing { value in
      let pipeline = channel.pipeline.syncOperations
      let deadline = HeaderDeadline(
        limit: .seconds(Int64(clamping: configuration.headerLimit)))
      try pipeline.addHandler(deadline, position: .first)
      let codec = try pipeline.handler(type: HTTP1ToHTTPServerCodec.self)
      try pipeline.addHandler(
        ConnectionEnd(connection, table, deadline), position: .before(codec))
      return Value(http: http, asyncChannel: value)
    }
  }

  func handle(value: Value, logger: Logger) async {
    metrics.countConnections(1)
    await value.http.handle(value: value.asyncChannel, logger: logger)
    metrics.countConnections(-1)
  }
}
