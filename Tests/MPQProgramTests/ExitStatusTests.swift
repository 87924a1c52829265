import Foundation
import MPQConsole
import Testing

/// The pages show the exit codes that the programs have.
struct ExitStatusTests {
  private static let repository = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  @Test(arguments: ["README.md", "Sources/MPQ/MPQ.docc/Scripts.md"])
  func thePagesListThem(_ page: String) throws {
    let text = try String(contentsOf: Self.repository.appending(path: page), encoding: .utf8)
    let rows = text.split(separator: "\n").filter { $0.firstMatch(of: /^\| [0-9]+ \|/) != nil }
    let expected = ExitStatus.allCases.map { "| \($0.rawValue) | \($0.meaning) |" }
    #expect(rows.map(String.init) == expected)
  }

  @Test func helpListsThem() {
    let lines = ExitStatus.help.split(separator: "\n")
    #expect(lines.count == ExitStatus.allCases.count + 1)
    #expect(lines.last == "  130  interrupted")
  }
}
