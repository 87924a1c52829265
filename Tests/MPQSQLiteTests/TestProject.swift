import MPQAPI
import MPQSQLite
import MPQStore
import TestSupport
import Testing

/// A project of a few events with a fixed clock.
struct TestProject {
  static let key = "test_key"

  let folder: TemporaryFolder
  let project: Project
  let report: ImportReport
  let handler: RequestHandler
  let credentials: Credentials

  /// Imports `lines` and defines `funnels`.
  init(
    _ lines: [String], zone: String = "UTC", now: String = "2024-01-31 12:00:00",
    funnels: [(String, [String])] = [], callbacks: CallbackNames? = nil
  ) async throws {
    folder = try TemporaryFolder()
    project = try Project.create(at: folder.path("p.mpqdb"), timeZone: zone)
    let text = lines.joined(separator: "\n")
    report = try await project.importEvents(
      from: [try folder.write(Array(text.utf8), to: "events.ndjson")])
    try await project.define(funnels.map { try FunnelDefinition(name: $0, steps: $1) })
    let secret = try #require(Secret("test_secret"))
    credentials = try #require(Credentials(key: Self.key, secret: secret))
    let clock = try #require(ProjectClock(parsing: now, in: project.calendar))
    handler = try #require(
      RequestHandler(
        project: project, accounts: [credentials], clock: clock, callbacks: callbacks))
  }

  /// The body of the answer to a call; `values` are wire texts.
  func ask(
    _ endpoint: Endpoint.ID, _ values: KeyValuePairs<Parameter.Name, String>
  ) async throws -> String {
    let table = Endpoint.of(endpoint)
    var arguments: [Call.Argument] = []
    for (name, text) in values {
      let parameter = try #require(table.parameter(name))
      arguments.append(Call.Argument(name, try parameter.value(reading: text)))
    }
    let call = try Call(endpoint, arguments)
    let transport = LocalTransport(handler: handler)
    let request = try Signer(credentials).sign(call, expiry: ProjectClock.realNow + 600)
    let response = try await transport.send(request, timeout: 60)
    return String(decoding: response.body, as: UTF8.self)
  }
}

extension EventWriter {
  /// Stores `events` without a mark.
  func append(_ events: [RawEvent]) async throws(StoreError) -> AppendSummary {
    try await append(RawEvents(events), at: nil)
  }
}
