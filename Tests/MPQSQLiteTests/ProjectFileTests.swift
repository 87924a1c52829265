import Foundation
import MPQAPI
import MPQStore
import TestSupport
import Testing

@testable import MPQSQLite

/// Files that are not projects, damaged or in use.
@Suite struct ProjectFileTests {
  /// The bytes of a project file with a few hundred events.
  private static func projectBytes() async throws -> [UInt8] {
    let lines = (0..<600).map { index in
      line(
        index % 3 == 0 ? "b" : "a", "user \(index % 90)", "2024-01-\(index % 20 + 10)",
        "\"p\": \"value \(index % 40)\", \"q\": \(index)", id: "\(index)")
    }
    let project = try await TestProject(lines, funnels: [("f", ["a", "b", "a"])])
    try project.project.close()
    return try project.folder.bytes(of: "p.mpqdb")
  }

  @Test func createsAFile() async throws {
    let project = try await TestProject([line("a", "u", "2024-01-31")], zone: "Europe/Berlin")
    try project.project.close()
    #expect(try project.folder.names() == ["events.ndjson", "p.mpqdb", "p.mpqdb-lock"])
    let again = try Project.open(at: project.folder.path("p.mpqdb"))
    #expect(again.calendar.name == "Europe/Berlin")
  }

  @Test func missing() throws {
    let path = try TemporaryFolder().path("p.mpqdb")
    #expect(throws: StoreError.notFound(path: path)) { try Project.open(at: path) }
  }

  @Test func folderMissing() throws {
    let path = try TemporaryFolder().path("no/p.mpqdb")
    #expect(throws: StoreError.failed(path: path, cause: "its folder does not exist")) {
      try Project.create(at: path, timeZone: "UTC")
    }
  }

  @Test func exists() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Array("mine".utf8), to: "p.mpqdb")
    #expect(throws: StoreError.alreadyExists(path: path)) {
      try Project.create(at: path, timeZone: "UTC")
    }
    #expect(try folder.bytes(of: "p.mpqdb") == Array("mine".utf8))
    #expect(try folder.names() == ["p.mpqdb"])
  }

  @Test func unknownTimeZone() throws {
    let folder = try TemporaryFolder()
    #expect(throws: StoreError.unknownTimeZone("Mars/Olympus")) {
      try Project.create(at: folder.path("p.mpqdb"), timeZone: "Mars/Olympus")
    }
    #expect(try folder.names() == [])
  }

  enum Foreign: CaseIterable {
    case empty, short, text, otherDatabase, laterVersion
  }

  /// A file of another program is rejected for reading and writing, and is not changed.
  @Test(arguments: Foreign.allCases, [Project.Access.reading, .writing])
  func foreign(_ kind: Foreign, _ access: Project.Access) async throws {
    let project = try await Self.projectBytes()
    let folder = try TemporaryFolder()
    var bytes: [UInt8]
    switch kind {
    case .empty: bytes = []
    case .short: bytes = Array(project[..<50])
    case .text: bytes = Array(String(repeating: "not a database\n", count: 20).utf8)
    case .otherDatabase:
      bytes = project
      bytes[68...71] = [0, 0, 0, 0]
    case .laterVersion:
      bytes = project
      bytes[60...63] = [0, 0, 0, 99]
    }
    let path = try folder.write(bytes, to: "p.mpqdb")
    let expected: StoreError =
      kind == .laterVersion
      ? .newerVersion(path: path, version: 99) : .notAProject(path: path)
    #expect(throws: expected) { try Project.open(at: path, for: access) }
    #expect(try folder.bytes(of: "p.mpqdb") == bytes)
    #expect(try folder.names() == ["p.mpqdb"])
  }

  /// A file that is damaged at any place is not changed, and errors have a cause.
  @Test(arguments: [1, 100, 4000])
  func damaged(_ length: Int) async throws {
    let bytes = try await Self.projectBytes()
    var random = SeededGenerator(UInt64(length))
    var refused = 0
    for _ in 0..<80 {
      let folder = try TemporaryFolder()
      var damaged = bytes
      let start = Int.random(in: 100..<(damaged.count - length), using: &random)
      for index in start..<(start + length) {
        damaged[index] = UInt8.random(in: 0...255, using: &random)
      }
      let path = try folder.write(damaged, to: "p.mpqdb")
      do throws(StoreError) {
        try await Self.askEverything(try Project.open(at: path))
      } catch {
        refused += 1
        #expect(!error.message.isEmpty)
      }
      #expect(try folder.bytes(of: "p.mpqdb") == damaged)
    }
    #expect(refused > 0)
  }

  @Test func cut() async throws {
    let bytes = try await Self.projectBytes()
    let folder = try TemporaryFolder()
    let path = try folder.write(Array(bytes[..<(bytes.count / 2)]), to: "p.mpqdb")
    await #expect(throws: StoreError.damaged(path: path)) {
      try await Self.askEverything(try Project.open(at: path))
    }
  }

  /// One call of each kind of operation.
  private static let calls: [(Endpoint.ID, [Call.Argument])] = [
    (.eventsNames, [Call.Argument(.type, .measure(.unique))]),
    (.eventsRetention, [Call.Argument(.event, .texts(["a", "b"]))]),
    (
      .eventsProperties,
      [
        Call.Argument(.event, .text("a")), Call.Argument(.name, .text("p")),
        Call.Argument(.type, .measure(.average)),
      ]
    ),
    (
      .eventsPropertiesTop,
      [Call.Argument(.event, .text("a")), Call.Argument(.type, .measure(.unique))]
    ),
    (
      .funnelsProperties,
      [Call.Argument(.funnel, .text("f")), Call.Argument(.name, .text("p"))]
    ),
  ]

  private static func askEverything(_ project: Project) async throws(StoreError) {
    guard let secret = Secret("s"), let account = Credentials(key: "k", secret: secret),
      let handler = RequestHandler(
        project: project, accounts: [account], clock: .fixed(1_706_702_400))
    else { return }
    let window = [Call.Argument(.unit, .unit(.week)), Call.Argument(.interval, .integer(8))]
    for (endpoint, arguments) in calls {
      guard let call = try? Call(endpoint, arguments + window),
        let request = try? Signer(account).sign(call, expiry: 10)
      else {
        Issue.record("a call that cannot be made")
        continue
      }
      let response = try await handler.respond(path: request.path, query: request.query, time: 5)
      #expect(response.status == 200)
    }
  }

  @Test func oneWriter() async throws {
    let project = try await TestProject([line("a", "u", "2024-01-31")])
    let path = project.folder.path("p.mpqdb")
    let refusal = StoreError.locked(path: path, holder: getpid())
    #expect(throws: refusal) { try Project.open(at: path, for: .writing) }
    // Readers are not blocked.
    let reader = try Project.open(at: path)
    #expect(try await reader.funnels() == [])
    let source = project.folder.path("events.ndjson")
    await #expect(throws: ImportError.store(.notWritable(path: path))) {
      try await reader.importEvents(from: [source])
    }
    try project.project.close()
    let writer = try Project.open(at: path, for: .writing)
    try await writer.define([try FunnelDefinition(name: "f", steps: ["a"])])
    #expect(try await reader.funnels().map(\.name) == ["f"])
  }

  @Test func failureNamesNoFile() {
    #expect(RequestHandler.failure.status == 500)
    #expect(
      String(decoding: RequestHandler.failure.body, as: UTF8.self)
        == "{\"error\": \"The project cannot be read\"}")
  }
}
