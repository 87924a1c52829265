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

  /// A client of HTTP/1.0 reads to the end of the connection; others say that they will.
  @Test(arguments: [
    ("GET /api/2.0/events HTTP/1.0\r\n\r\n", true),
    ("GET /api/2.0/events HTTP/1.0\r\nHost: localhost\r\n\r\n", true),
    ("GET /api/2.0/events HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n", false),
    ("GET /healthz HTTP/1.0\r\n\r\n", true),
    ("GET /api/2.0/events HTTP/1.1\r\nHost: localhost\r\n\r\n", false),
    ("GET /api/2.0/events HTTP/1.1\r\nHost: localhost\r\nConnection: Close\r\n\r\n", true),
    ("GET /x HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive, close\r\n\r\n", true),
  ])
  func aConnectionEndsWhereHTTPSaysSo(_ request: String, _ ends: Bool) async throws {
    try await withServer { port, _, _ in
      try await blocking {
        let connection = try Connection(port: port)
        try connection.send(request)
        let answer = try connection.answer()
        #expect((answer.headers["connection"] == "close") == ends)
        if ends {
          #expect(connection.isEnded())
        } else {
          try connection.get("/api/2.0/again")
          #expect(try connection.answer().body == "/api/2.0/again ")
        }
      }
    }
  }

  /// The longest idle connection gives its place to a new one.
  @Test func anIdleConnectionEndsWhereThereAreTooMany() async throws {
    var configuration = APIServer.Configuration()
    configuration.connectionLimit = 2
    configuration.addressConnectionLimit = 10
    try await withServer(configuration) { port, _, _ in
      try await blocking {
        let silent = try Connection(port: port)
        let used = try Connection(port: port)
        try used.get("/api/2.0/used")
        #expect(try used.answer().status == 200)
        let new = try Connection(port: port)
        try new.get("/api/2.0/new")
        #expect(try new.answer().body.hasPrefix("/api/2.0/new"))
        #expect(silent.isEnded())
        try used.get("/api/2.0/used")
        #expect(try used.answer().status == 200)
      }
    }
  }

  /// Too many half-open connections of one address do not block other clients.
  @Test func halfOpenConnectionsKeepNobodyOut() async throws {
    var configuration = APIServer.Configuration()
    configuration.connectionLimit = 40
    configuration.addressConnectionLimit = 20
    try await withServer(configuration) { port, _, server in
      try await blocking {
        let halfOpen = try (0..<60).map { _ in
          let connection = try Connection(port: port)
          try connection.send("GET /api/2.0/events HTTP/1.1\r\nHost:")
          return connection
        }
        for number in 0..<20 {
          let connection = try Connection(port: port)
          try connection.get("/api/2.0/events?n=\(number)")
          #expect(try connection.answer().body == "/api/2.0/events n=\(number)")
        }
        withExtendedLifetime(halfOpen) {}
      }
      #expect(await eventually { !server.metricsText.contains("mpqd_connections_open 60\n") })
    }
  }

  /// While all are busy, a new one waits for its turn.
  @Test func connectionsBeyondTheLimitWaitForOneToEnd() async throws {
    var configuration = APIServer.Configuration()
    configuration.connectionLimit = 1
    configuration.addressConnectionLimit = 10
    configuration.queryLimit = 10
    let gate = Gate(of: 3)
    let handler: @Sendable (String, String) async -> Response = { path, query in
      if path.hasSuffix("/busy") { await gate.pass() }
      return await echo(path: path, query: query)
    }
    try await withServer(configuration, handler: handler) { port, log, server in
      var busy: [Connection] = []
      for number in 1...2 {
        busy.append(
          try await blocking {
            let connection = try Connection(port: port)
            try connection.get("/api/2.0/busy")
            return connection
          })
        // One that is idle would have to go.
        #expect(
          await eventually { server.metricsText.contains("mpqd_queries_running \(number)\n") })
      }
      let late = try await blocking {
        let late = try Connection(port: port)
        try late.get("/api/2.0/late")
        return late
      }
      #expect(!log.lines.contains { $0.contains("/late") })
      await gate.pass()
      try await blocking { [busy] in
        for connection in busy {
          let status = try connection.answer().status
          #expect(status == 200)
        }
        #expect(try late.answer().body.hasPrefix("/api/2.0/late"))
      }
    }
  }

  @Test(arguments: ["", "GET /api/2.0/events HT", "GET / HTTP/1.1\r\nHost: local"])
  func headersThatTakeTooLongEndTheConnection(_ beginning: String) async throws {
    var configuration = APIServer.Configuration()
    configuration.headerLimit = 1
    try await withServer(configuration) { port, _, _ in
      try await blocking {
        // Also after an answer.
        for isUsed in [false, true] {
          let connection = try Connection(port: port)
          if isUsed {
            try connection.get("/api/2.0/events")
            #expect(try connection.answer().status == 200)
          }
          guard !isUsed || !beginning.isEmpty else { continue }
          try connection.send(beginning)
          #expect(connection.isEnded())
        }
      }
    }
  }
}
