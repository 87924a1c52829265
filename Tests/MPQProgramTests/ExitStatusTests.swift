import MPQConsole
import Testing
import TestSupport

/// The pages show the exit codes that the programs have.
struct ExitStatusTests {
  @Test(arguments: ["README.md", "Sources/MPQ/MPQ.docc/Scripts.md"])
  func thePagesListThem(_ page: String) throws {
    let text = try Repository.text(page)
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
