import Foundation
import MPQAPI
import Testing

@testable import MPQServer

/// Adding and revoking: the file afterwards, and before, when something is wrong.
struct KeyFileEditTests {
  private let folder: ProjectFolder
  private let path: String
  private let day = CivilDate(year: 2026, month: 11, day: 24)

  init() throws {
    folder = try ProjectFolder()
    path = folder.path("keys")
  }

  private func text() throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

  private func mode() throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  @Test func addsUpToTwoSecrets() throws {
    #expect(try KeyFile.add(secret: "one", to: "web", on: day, path: path) == 1)
    #expect(try KeyFile.add(secret: "x", to: "app", on: day, path: path) == 1)
    #expect(try KeyFile.add(secret: "two", to: "web", on: day, path: path) == 2)
    let lines = "web one 2026-11-24\napp x 2026-11-24\nweb two 2026-11-24\n"
    #expect(try text() == lines)
    #expect(try mode() == 0o600)
    #expect(throws: KeyFile.Problem.hasTwoSecrets("web")) {
      try KeyFile.add(secret: "three", to: "web", on: day, path: path)
    }
    #expect(throws: KeyFile.Problem.hasSecret("app")) {
      try KeyFile.add(secret: "x", to: "app", on: day, path: path)
    }
    #expect(try text() == lines)
  }

  @Test func whatElseStandsInTheFileStays() throws {
    _ = try folder.file("keys", "# ours\n\n  web  one\n# theirs\napp x", mode: 0o400)
    #expect(try KeyFile.add(secret: "two", to: "web", on: day, path: path) == 2)
    #expect(try text() == "# ours\n\n  web  one\n# theirs\napp x\nweb two 2026-11-24\n")
    #expect(try KeyFile.revoke(key: "web", .older, path: path) == 1)
    #expect(try text() == "# ours\n\n# theirs\napp x\nweb two 2026-11-24\n")
    #expect(try mode() == 0o600)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.url.path()).filter {
        $0.hasPrefix("keys")
      }.sorted() == ["keys", "keys.lock"])
  }

  @Test(arguments: [
    (KeyFile.Choice.older, ["app x", "web two"]), (.newer, ["web one", "app x"]),
    (.all, ["app x"]),
  ])
  func revokes(_ choice: KeyFile.Choice, _ left: [String]) throws {
    _ = try folder.file("keys", "web one\napp x\nweb two\n", mode: 0o600)
    #expect(try KeyFile.revoke(key: "web", choice, path: path) == left.count - 1)
    #expect(try text().split(separator: "\n").map(String.init) == left)
  }

  @Test(arguments: [
    ("web", KeyFile.Choice.only, KeyFile.Problem.whichSecret("web")),
    ("nobody", .only, .unknownKey("nobody")), ("nobody", .older, .unknownKey("nobody")),
  ])
  func refusesToRevoke(_ key: String, _ choice: KeyFile.Choice, _ problem: KeyFile.Problem) throws {
    let before = "web one\napp x\nweb two\n"
    _ = try folder.file("keys", before, mode: 0o600)
    #expect(throws: problem) { try KeyFile.revoke(key: key, choice, path: path) }
    #expect(try text() == before)
  }

  @Test func theLastKeyStays() throws {
    _ = try folder.file("keys", "web one\nweb two\n", mode: 0o600)
    #expect(throws: KeyFile.Problem.lastKey("web")) {
      try KeyFile.revoke(key: "web", .all, path: path)
    }
    #expect(try KeyFile.revoke(key: "web", .newer, path: path) == 1)
  }

  @Test func additionsAtOnceAreAllKept() async throws {
    _ = try folder.file("keys", "web one\n", mode: 0o600)
    let (path, day) = (path, day)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<12 {
        group.addTask { _ = try KeyFile.add(secret: "s", to: "key\(number)", on: day, path: path) }
      }
      try await group.waitForAll()
    }
    #expect(try KeyFile.read(path: path).count == 13)
  }

  @Test func aFolderThatOthersMayWrite() throws {
    let open = "\((path as NSString).deletingLastPathComponent)/open"
    try FileManager.default.createDirectory(
      atPath: open, withIntermediateDirectories: false)
    let keys = try folder.file("open/keys", "web one\n", mode: 0o600)
    try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: open)
    #expect(throws: KeyFile.Problem.openFolder(open)) { try KeyFile.read(path: keys) }
  }

  @Test func aLinkStaysALink() throws {
    let real = try folder.file("real", "web one\n", mode: 0o600)
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: real)
    #expect(try KeyFile.add(secret: "two", to: "web", on: day, path: path) == 2)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path) == real)
    #expect(try KeyFile.read(path: real).count == 2)
  }

  @Test func whatIsWrongWithTheFileIsNotMadeWorse() throws {
    _ = try folder.file("keys", "web one\nnonsense\n", mode: 0o600)
    #expect(throws: KeyFile.Problem.badLine(2)) {
      try KeyFile.add(secret: "two", to: "web", on: day, path: path)
    }
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    #expect(throws: KeyFile.Problem.shared) {
      try KeyFile.add(secret: "two", to: "web", on: day, path: path)
    }
  }

  @Test func newSecretsAreLongAndDifferent() {
    let secrets = Set((0..<100).map { _ in KeyFile.newSecret() })
    #expect(secrets.count == 100)
    #expect(secrets.allSatisfy { $0.wholeMatch(of: /[0-9a-f]{32}/) != nil })
  }
}
