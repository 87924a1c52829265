import Foundation
import MPQAPI
import MPQSQLite
import MPQStore
import Testing

/// Clients that disconnect during a long query, which `mpqd` cancels.
struct CancellationTests {
  private static let account = ["MPQ_API_KEY": "wholekey1234", "MPQ_API_SECRET": "s3cr3t-m4rk3d"]
  private static let funnels = (0..<400).map { "f\($0)" }

  /// A project whose days are not kept by columns, so that each answer reads the raw rows; what it
  /// is asked for takes many times as long as a test may wait.
  private static func unsettledProject(_ folder: ProjectFolder) async throws -> String {
    let path = folder.path("long.mpqdb")
    let project = try Project.create(at: path, timeZone: "UTC")
    var lines = ""
    for number in 0..<60_000 {
      let time = 1_706_702_000 - number * 10
      lines += #"{"event": "e\#(number % 3)", "properties": {"time": \#(time), "#
      lines += #""distinct_id": "u\#(number * 31 % 997)", "p": \#(number % 7)}}"# + "\n"
    }
    let events = try folder.file("events.ndjson", lines, mode: 0o600)
    // An import that fails behind its first file leaves the days as they are.
    await #expect(throws: ImportError.self) {
      try await project.importEvents(from: [events, folder.path("nothing")])
    }
    try await project.define(
      funnels.map { try FunnelDefinition(name: $0, steps: ["e0", "e1", "e2", "e0"]) })
    try project.close()
    return path
  }

  private static func target(_ endpoint: Endpoint.ID) throws -> String {
    let secret = try #require(Secret("s3cr3t-m4rk3d"))
    let credentials = try #require(Credentials(key: "wholekey1234", secret: secret))
    var arguments = [
      Call.Argument(.unit, .unit(.week)), Call.Argument(.interval, .integer(4)),
    ]
    if endpoint == .funnels { arguments.append(Call.Argument(.funnel, .texts(funnels))) }
    let expiry = Int(Date().timeIntervalSince1970) + 600
    return try Signer(credentials).sign(try Call(endpoint, arguments), expiry: expiry).target
  }

  private static func metrics(port: Int) throws -> String {
    let connection = try Connection(port: port)
    try connection.get("/metrics")
    return try connection.answer().body
  }

  /// Waits until the metrics have a line, for at most a minute.
  private static func wait(for line: String, port: Int) throws {
    let end = ContinuousClock.now + .seconds(60)
    while try !metrics(port: port).split(separator: "\n").contains(Substring(line)) {
      guard ContinuousClock.now < end else { throw Never(line: line) }
    }
  }

  /// The metrics never had this line.
  private struct Never: Error {
    var line: String
  }

  @Test(arguments: [Endpoint.ID.funnels, .funnelsNames])
  func theStoreStopsAndThePlaceIsFree(_ endpoint: Endpoint.ID) async throws {
    let folder = try ProjectFolder()
    let project = try await Self.unsettledProject(folder)
    let outcome = try await blocking {
      let server = try Program(
        [
          project, "--port", "0", "--admin-port", "0", "--now", "2024-01-31", "--queries", "1",
          "--query-seconds", "3600", "--log-level", "debug",
        ], environment: Self.account)
      defer { server.send(SIGKILL) }
      let port = try server.announcedPort("listening on")
      let adminPort = try server.announcedPort("metrics at")
      var client: Connection? = try Connection(port: port)
      try client?.get(try Self.target(endpoint))
      try Self.wait(for: "mpqd_queries_running 1", port: adminPort)
      client = nil
      try Self.wait(for: "mpqd_queries_running 0", port: adminPort)
      try Self.wait(
        for: #"mpqd_queries_refused_total{reason="client_left"} 1"#, port: adminPort)
      server.send(SIGTERM)
      return server.outcome()
    }
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("status=499"), "\(outcome.errors)")
    // Logged only if the store notices the cancellation before its answer.
    #expect(outcome.errors.contains("a cancelled query has ended"))
  }
}
