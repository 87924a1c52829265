import Foundation
import MPQAPI
import MPQStore
import Testing

/// A folder that goes with its last use.
final class TemporaryFolder: Sendable {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("mpq-store-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  /// Writes `bytes` to a file of the folder.
  func write(_ bytes: [UInt8], to name: String) throws -> String {
    try Data(bytes).write(to: url.appendingPathComponent(name))
    return path(name)
  }

  func bytes(of name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: url.appendingPathComponent(name)))
  }

  func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: url.path).sorted()
  }
}

/// A project of a few events, with a clock that stands still.
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
    funnels: [(String, [String])] = [], allowsJSONP: Bool = false
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
        project: project, accounts: [credentials], clock: clock, allowsJSONP: allowsJSONP))
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

/// A line of a raw export; `time` is as people write it in UTC.
func line(
  _ event: String, _ user: String, _ time: String, _ properties: String = "", id: String? = nil
) -> String {
  let utc = ProjectCalendar(timeZone: "UTC")
  guard let utc, case .fixed(let seconds) = ProjectClock(parsing: time, in: utc) else {
    return "a time that cannot be read: \(time)"
  }
  var members = ["\"time\": \(seconds)", "\"distinct_id\": \(JSONWriter.quoted(user))"]
  if let id { members.append("\"$insert_id\": \(JSONWriter.quoted(id))") }
  if !properties.isEmpty { members.append(properties) }
  let joined = members.joined(separator: ", ")
  return "{\"event\": \(JSONWriter.quoted(event)), \"properties\": {\(joined)}}"
}

/// The same numbers in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
