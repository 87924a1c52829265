import MPQAPI
import MPQServer
import Testing

/// Connections: used again, many at once, silent, too many.
struct ConnectionTests {
  @Test func aConnectionIsUsedAgain() async throws {
    try await withServer { port, _, _ in
      try await blocking {
        let connection = try Connection(port: port)
        for number in 0..<20 {
          try connection.get("/api/2.0/events?n=\(number)")
          #expect(try connection.answer().body == "/api/2.0/events n=\(number)")
        }
      }
    }
  }

  @Test func requestsThatWaitInLineAreAnsweredInTheirOrder() async throws {
    try await withServer { port, _, _ in
      try await blocking {
        let connection = try Connection(port: port)
        for number in 0..<20 { try connection.get("/api/2.0/events?n=\(number)") }
        for number in 0..<20 {
          #expect(try connection.answer().body == "/api/2.0/events n=\(number)")
        }
      }
    }
  }

  @Test func aConnectionEndsWhereTheClientWantsIt() async throws {
    try await withServer { port, _, _ in
      try await blocking {
        let connection = try Connection(port: port)
        try connection.send(
          "GET /api/2.0/events HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        #expect(try connection.answer().status == 200)
        #expect(connection.isEnded())
      }
    }
  }

  @Test func twoHundredRequestsAreAnsweredAtOnce() async throws {
    let everyone = Gate(of: 200)
    let handler: @Sendable (String, String) async -> Response = { path, query in
      await everyone.pass()
      return await echo(path: path, query: query)
    }
    var configuration = APIServer.Configuration()
    configuration.queryLimit = 200
    try await withServer(configuration, handler: handler) { port, _, _ in
      let bodies = try await blocking {
        let connections = try (0..<200).map { _ in try Connection(port: port) }
        for (number, connection) in connections.enumerated() {
          try connection.get("/api/2.0/events?n=\(number)")
        }
        return try connections.map { try $0.answer().body }
      }
      #expect(bodies == (0..<200).map { "/api/2.0/events n=\($0)" })
    }
  }

  @Test(arguments: ["", "GET /api/2.0/events HT", "GET /api/2.0/events HTTP/1.1\r\nHost: local"])
  func aConnectionThatSaysNothingMoreIsEnded(_ beginning: String) async throws {
    var configuration = APIServer.Configuration()
    configuration.idleLimit = 1
    try await withServer(configuration) { port, _, _ in
      try await blocking {
        let connection = try Connection(port: port)
        try connection.send(beginning)
        #expect(connection.isEnded())
      }
    }
  }

  @Test func aClientThatTakesNothingIsEnded() async throws {
    var configuration = APIServer.Configuration()
    configuration.idleLimit = 1
    let handler: @Sendable (String, String) async -> Response = { _, _ in
      Response(status: 200, mediaType: nil, body: [UInt8](repeating: 0x61, count: 32_000_000))
    }
    try await withServer(configuration, handler: handler) { port, _, server in
      let connection = try await blocking {
        let connection = try Connection(port: port)
        try connection.get("/api/2.0/events")
        return connection
      }
      let isOpen = await eventually { server.metricsText.contains("mpqd_connections_open 1\n") }
      #expect(isOpen)
      let isEnded = await eventually { server.metricsText.contains("mpqd_connections_open 0\n") }
      #expect(isEnded)
      withExtendedLifetime(connection) {}
    }
  }

  @Test func connectionsBeyondTheLimitWaitForOneToEnd() async throws {
    var configuration = APIServer.Configuration()
    configuration.connectionLimit = 1
    try await withServer(configuration) { port, log, _ in
      try await blocking {
        let late: Connection
        do {
          let first = try Connection(port: port)
          try first.get("/api/2.0/first")
          #expect(try first.answer().status == 200)
          late = try Connection(port: port)
          try late.get("/api/2.0/late")
          try first.get("/api/2.0/first")
          #expect(try first.answer().status == 200)
          #expect(!log.lines.contains { $0.contains("/late") })
        }
        #expect(try late.answer().body.hasPrefix("/api/2.0/late"))
      }
    }
  }
}
