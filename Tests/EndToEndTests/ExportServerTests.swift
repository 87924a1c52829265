import Foundation
import Testing
import TestSupport

/// The raw export of mpqd, which curl reads as any client of Mixpanel does.
struct ExportServerTests {
  private let home: TemporaryFolder

  init() throws {
    home = try TemporaryFolder()
  }

  /// A project with 20,000 events in two days of 2024, and more than one part of lines.
  private func project() throws -> String {
    let lines = (0..<20_000).map { number in
      """
      {"event": "e\(number % 3)", "properties": {"time": \(1_718_668_800 + number * 8), \
      "distinct_id": "u\(number % 70)", "text": "\(String(repeating: "ü", count: 40))"}}
      """
    }
    let path = home.path("shop.mpqdb")
    let outcome = try Programs.run(
      "mpq", ["import", "-", "--into", path, "--time-zone", "UTC"], home: home,
      input: lines.joined(separator: "\n"))
    #expect(outcome.status == 0, "\(outcome.errors)")
    return path
  }

  private func curl(
    _ server: Server, _ query: String, _ arguments: [String] = []
  ) throws -> Programs.Outcome {
    try Programs.run(
      path: "/usr/bin/env",
      [
        "curl", "-sS", "--fail", "-u", "\(Server.key):\(Server.secret)",
        "\(server.host)/api/2.0/export?project_id=1&\(query)",
      ] + arguments, home: home)
  }

  @Test func itHasTheLinesOfTheExportCommand() throws {
    let path = try project()
    let server = try Server(project: path, home: home)
    let days = "from_date=2024-06-18&to_date=2024-06-19"
    let local = try Programs.run("mpq", ["export", path, "--canonical"], home: home)
    #expect(local.output.count { $0 == "\n" } == 20_000)
    for arguments in [[], ["--compressed"], ["--http1.0"], ["--compressed", "--http1.0"]] {
      let remote = try curl(server, days, arguments)
      #expect(remote.status == 0, "\(remote.errors)")
      let isSame = remote.output == local.output
      #expect(isSame, "\(arguments)")
    }
    let day = try curl(server, "from_date=2024-06-19&to_date=2024-06-19&event=%5B%22e1%22%5D")
    let localDay = try Programs.run(
      "mpq",
      ["export", path, "--canonical", "--from", "2024-06-19", "--event", "e1"], home: home)
    #expect(!localDay.output.isEmpty)
    let isSameDay = day.output == localDay.output
    #expect(isSameDay)
    let few = try curl(server, days + "&limit=10")
    #expect(
      few.output == local.output.split(separator: "\n").prefix(10).joined(separator: "\n") + "\n")
  }

  @Test func itCanBeImported() throws {
    let path = try project()
    let server = try Server(project: path, home: home)
    let export = try curl(server, "from_date=2024-06-01&to_date=2024-06-30")
    let copy = home.path("copy.mpqdb")
    let outcome = try Programs.run(
      "mpq", ["import", "-", "--into", copy, "--time-zone", "UTC"], home: home,
      input: export.output)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let again = try Programs.run("mpq", ["export", copy], home: home)
    let isSame = again.output == export.output
    #expect(isSame)
  }

  @Test func aClientThatLeavesDoesNotStopTheServer() throws {
    let server = try Server(project: try project(), home: home)
    let days = "from_date=2024-06-18&to_date=2024-06-19"
    for _ in 0..<10 {
      // It cannot write what it has read, and gives up.
      let cut = try curl(
        server, days, ["-o", "/dev/full"])
      #expect(cut.status != 0)
    }
    #expect(try curl(server, days).output.count { $0 == "\n" } == 20_000)
  }
}
