import Foundation
import Testing
import TestSupport

/// The contract of the command line, as the files of Tests/Contract state it.
///
/// Each case runs a shell command and compares its output, its errors and its exit code.
struct ContractTests {
  /// The demo's events are generated once for all cases.
  private static let cache = Result { try TemporaryFolder() }

  private static let files = ["mpq", "mpqd"]
  private static let cases = Result { try files.flatMap(Contract.read) }

  @Test func theFilesHoldCases() throws {
    let cases = try Self.cases.get()
    #expect(cases.count > 50)
    #expect(Set(cases.map(\.name)).count == cases.count)
  }

  /// `130` is tested with a process that is interrupted.
  @Test func everyExitCodeHasACase() throws {
    #expect(Set(try Self.cases.get().map(\.exit)).isSuperset(of: 0...8))
  }

  @Test(arguments: (try? cases.get()) ?? [])
  func holds(_ contract: Contract) throws {
    let home = try TemporaryFolder()
    var environment = [
      "PATH": "\(Programs.folder.path()):\(home.environment["PATH"] ?? "")",
      "XDG_CACHE_HOME": try Self.cache.get().path("cache"),
    ]
    environment.merge(contract.environment) { $1 }
    let server = try contract.answer.map { try CannedServer($0, isSilent: $0.isEmpty) }
    defer { server?.stop() }
    if let server { environment.merge(server.environment) { $1 } }
    let outcome = try Programs.run(
      path: "/bin/sh", ["-c", "cd \"$HOME\"\n\(contract.script)"], home: home,
      environment: environment, input: contract.input)
    #expect(outcome.status == contract.exit, "\(outcome.errors)")
    #expect(Contract.matches(outcome.output, contract.output), "\(outcome.output)")
    #expect(Contract.matches(outcome.errors, contract.errors), "\(outcome.errors)")
    #expect(!(outcome.output + outcome.errors).contains(Server.secret))
  }

  @Test(arguments: [
    ("", [], true), ("a\n", [], false), ("a\n", ["a"], true), ("a", ["a"], true),
    ("a\nb\n", ["a"], false), ("a\nb\n", ["..."], true), ("a\nb\nc\n", ["a", "...", "c"], true),
    ("a\nc\n", ["a", "...", "c"], true), ("a\nb\n", ["...", "c"], false),
    ("port 81 is taken\n", ["port * is taken"], true), ("port 81\n", ["port * is taken"], false),
    ("aXbXc\n", ["a*b*c"], true), ("abcb\n", ["a*b"], true), ("*\n", ["*"], true),
  ])
  func patternsMatch(_ text: String, _ lines: [String], _ matches: Bool) {
    #expect(Contract.matches(text, lines) == matches)
  }
}
