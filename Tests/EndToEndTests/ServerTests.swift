import Foundation
import Testing
import TestSupport

/// The same project asked in three ways: in the process, over HTTP, and with another program.
struct ServerTests {
  private let home: TemporaryFolder
  private static let now = "2024-06-18T12:00:00Z"

  init() throws {
    home = try TemporaryFolder()
  }

  /// The file of the demo, which a run with this clock creates.
  private func demoProject() throws -> String {
    let outcome = try Programs.run(
      "mpq", ["--demo", "--now", Self.now, "-e", "show funnels"], home: home)
    #expect(outcome.status == 0)
    let folder = home.url.appending(path: "cache/mpq/demo")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path())
    let name = try #require(names.first { $0.hasSuffix(".mpqdb") })
    return folder.appending(path: name).path()
  }

  @Test func everyFormAnswersAsInTheProcess() throws {
    let project = try demoProject()
    let server = try Server(project: project, home: home, arguments: ["--now", Self.now])
    let question = ["--format", "json", "-e", EveryForm.script]
    let local = try Programs.run(
      "mpq", ["--local", project, "--now", Self.now] + question, home: home)
    let remote = try Programs.run(
      "mpq", question, home: home, environment: server.environment)
    #expect(local.status == 0, "\(local.errors)")
    #expect(remote.status == 0, "\(remote.errors)")
    #expect(local.output == remote.output)
  }

  @Test func verboseTellsWithoutSecrets() throws {
    let server = try Server(
      project: try demoProject(), home: home, arguments: ["--now", Self.now])
    let outcome = try Programs.run(
      "mpq", ["--verbose", "-e", "show funnels"], home: home, environment: server.environment)
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("GET \(server.host)/api/2.0/funnels/names?api_key=k..."))
    #expect(outcome.errors.contains("sig=***"))
    #expect(outcome.errors.contains("-> 200, "))
    #expect(!outcome.errors.contains(Server.secret))
  }

  @Test func aProfileIsAddedTestedAndAsked() throws {
    let server = try Server(
      project: try demoProject(), home: home, arguments: ["--now", Self.now])
    let add = try Programs.run(
      "mpq", ["profile", "add", "shop", "--host", server.host, "--key", Server.key], home: home,
      input: Server.secret + "\n")
    #expect(add.status == 0, "\(add.errors)")
    let file = home.path("config/mpq/profiles.toml")
    let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    let list = try Programs.run("mpq", ["profile", "list"], home: home)
    #expect(list.output.contains("shop"))
    let test = try Programs.run("mpq", ["profile", "test"], home: home)
    #expect(test.status == 0, "\(test.errors)")
    #expect(test.output.contains("key and secret are right"))
    let ask = try Programs.run("mpq", ["--profile", "shop", "-e", "show funnels"], home: home)
    #expect(ask.status == 0, "\(ask.errors)")
    #expect(ask.output.contains("Signup flow"))

    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
    let shared = try Programs.run("mpq", ["-e", "show funnels"], home: home)
    #expect(shared.status == 2)
    #expect(shared.errors.contains("chmod 600"))
    for outcome in [add, list, test, ask, shared] {
      #expect(!(outcome.output + outcome.errors).contains(Server.secret))
    }
  }

  @Test func aCommandBringsTheSecret() throws {
    let server = try Server(
      project: try demoProject(), home: home, arguments: ["--now", Self.now])
    let add = try Programs.run(
      "mpq",
      [
        "profile", "add", "shop", "--host", server.host, "--key", Server.key,
        "--secret-command", "printf '%s\\n' \(Server.secret)",
      ], home: home)
    #expect(add.status == 0, "\(add.errors)")
    let ask = try Programs.run("mpq", ["-e", "show funnels"], home: home)
    #expect(ask.status == 0, "\(ask.errors)")
  }
}
