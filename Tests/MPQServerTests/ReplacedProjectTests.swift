import Foundation
import MPQAPI
import MPQSQLite
import MPQStore
import Testing

/// A project's file that is deleted or replaced while `mpqd` runs.
struct ReplacedProjectTests {
  private static let account = ["MPQ_API_KEY": "wholekey1234", "MPQ_API_SECRET": "s3cr3t"]

  private static func target() throws -> String {
    let secret = try #require(Secret("s3cr3t"))
    let credentials = try #require(Credentials(key: "wholekey1234", secret: secret))
    let call = try Call(.eventsNames, [Call.Argument(.type, .measure(.general))])
    let expiry = Int(Date().timeIntervalSince1970) + 600
    return try Signer(credentials).sign(call, expiry: expiry).target
  }

  /// A project of one event at noon of 2024-06-30, UTC.
  private static func project(_ name: String, of event: String, _ folder: ProjectFolder)
    async throws
  {
    let project = try Project.create(at: folder.path(name), timeZone: "Asia/Tokyo")
    let line = #"{"event": "\#(event)", "properties": {"time": 1719748800, "distinct_id": "u"}}"#
    let events = try folder.file("\(name).ndjson", line, mode: 0o600)
    _ = try await project.importEvents(from: [events])
    try project.close()
  }

  private static func answer(_ target: String, _ port: Int) throws -> Connection.Answer {
    let connection = try Connection(port: port)
    try connection.get(target)
    return try connection.answer()
  }

  /// Repeats the request until the status is as expected: the health is up to a second old.
  private static func wait(for status: Int, of target: String, _ port: Int) throws -> Bool {
    let end = ContinuousClock.now + .seconds(60)
    let connection = try Connection(port: port)
    repeat {
      try connection.get(target)
      if try connection.answer().status == status { return true }
    } while ContinuousClock.now < end
    return false
  }

  @Test func itIsNoticedAtOnce() async throws {
    let folder = try ProjectFolder()
    try await Self.project("old.mpqdb", of: "old", folder)
    try await Self.project("new.mpqdb", of: "new", folder)
    let text = try folder.file("text", "no project", mode: 0o600)
    let (path, new, away) = (
      folder.path("old.mpqdb"), folder.path("new.mpqdb"), folder.path("away")
    )
    let target = try Self.target()
    let outcome = try await blocking {
      let server = try Program(
        // A log of each request would fill the pipe, which nothing reads meanwhile.
        [path, "--port", "0", "--now", "2024-07-01", "--log-level", "notice"],
        environment: Self.account)
      defer { server.send(SIGKILL) }
      let port = try server.port()
      #expect(try Self.answer(target, port).body == #"["old"]"#)

      #expect(rename(path, away) == 0)
      for _ in 0..<3 {
        let refusal = try Self.answer(target, port)
        #expect(refusal.status == 503)
        #expect(refusal.headers["retry-after"] == "5")
      }
      #expect(try Self.answer(target.replacing("sig=", with: "sig=0"), port).status == 400)
      #expect(try Self.wait(for: 503, of: "/healthz", port))
      #expect(rename(away, path) == 0)
      #expect(try Self.answer(target, port).body == #"["old"]"#)
      #expect(try Self.wait(for: 200, of: "/healthz", port))

      #expect(rename(text, path) == 0)
      #expect(try Self.answer(target, port).status == 503)
      #expect(rename(new, path) == 0)
      try server.wait(for: "cannot be read")
      #expect(try Self.wait(for: 200, of: target, port))
      #expect(try Self.answer(target, port).body == #"["new"]"#)
      #expect(try Self.wait(for: 200, of: "/healthz", port))
      server.send(SIGTERM)
      return server.outcome()
    }
    withExtendedLifetime(folder) {}
    #expect(outcome.status == 0)
    for text in ["is missing", "is back", "cannot be read", "serving the new one"] {
      #expect(outcome.errors.split(separator: "\n").count { $0.contains(text) } == 1, "\(text)")
    }
  }
}

/// `mpqd` with few file descriptors.
struct FewDescriptorsTests {
  @Test(arguments: [16, 24])
  func tooFewAreSaid(_ limit: Int) throws {
    let folder = try ProjectFolder()
    let process = Process()
    let errors = Pipe()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = [
      "-c", "ulimit -n \(limit); exec \"$0\" \"$@\"", Program.url.path(), folder.project, "--port",
      "0",
    ]
    process.environment = ["MPQ_API_KEY": "key", "MPQ_API_SECRET": "secret"]
    process.standardError = errors
    try process.run()
    let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == 2)
    #expect(text.contains("the limit of open files is \(limit)"), "\(text)")
  }
}
