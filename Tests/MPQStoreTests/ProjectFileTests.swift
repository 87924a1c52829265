import Foundation
import MPQAPI
import MPQStore
import Testing

/// What happens to files that are no projects, not any more, or in use.
@Suite struct ProjectFileTests {
  /// The bytes of a project's file with one event.
  private static func projectBytes() async throws -> [UInt8] {
    let project = try await TestProject([line("a", "u", "2024-01-31")])
    try project.project.close()
    return try project.folder.bytes(of: "p.mpqdb")
  }

  @Test func aFileOfItsOwn() async throws {
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
    #expect(throws: StoreError.notFound(path: path)) {
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

  /// A foreign file is refused, whether for reading or for writing, and nothing of it changes.
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

  /// Wherever a project's file is damaged, the cause is a typed error or the answer a right one.
  @Test func damaged() async throws {
    let bytes = try await Self.projectBytes()
    var random = SeededGenerator(5)
    var refused = 0
    for _ in 0..<60 {
      let folder = try TemporaryFolder()
      var damaged = bytes
      let start = Int.random(in: 100..<(damaged.count - 4000), using: &random)
      for index in start..<(start + 4000) {
        damaged[index] = UInt8.random(in: 0...255, using: &random)
      }
      let path = try folder.write(damaged, to: "p.mpqdb")
      do throws(StoreError) {
        let project = try Project.open(at: path)
        _ = try await project.funnels()
        _ = try await Self.names(project)
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
      let project = try Project.open(at: path)
      _ = try await Self.names(project)
    }
  }

  /// Asks everything that reads events.
  private static func names(_ project: Project) async throws(StoreError) -> Int {
    guard let secret = Secret("s"), let account = Credentials(key: "k", secret: secret),
      let handler = RequestHandler(
        project: project, accounts: [account], clock: .fixed(2_000_000_000)),
      let call = try? Call(
        .eventsNames,
        [
          Call.Argument(.type, .measure(.unique)), Call.Argument(.unit, .unit(.month)),
          Call.Argument(.interval, .integer(1000)),
        ]), let request = try? Signer(account).sign(call, expiry: 10)
    else { return 0 }
    return try await handler.respond(path: request.path, query: request.query, time: 5).status
  }

  @Test func oneWriter() async throws {
    let project = try await TestProject([line("a", "u", "2024-01-31")])
    let path = project.folder.path("p.mpqdb")
    #expect(throws: StoreError.locked(path: path)) { try Project.open(at: path, for: .writing) }
    // Readers go on.
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
