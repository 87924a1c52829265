import Testing
import TestSupport

@testable import MPQShell

/// The pages match the tables of the shell.
struct DocumentationTests {
  @Test(arguments: DotCommand.allCases)
  func grammarListsEveryCommand(_ command: DotCommand) throws {
    let usage = command.usage.replacing("|", with: "\\|")
    #expect(try Repository.text("grammar.md").contains("| `\(usage)` | \(command.summary) |"))
  }

  @Test func thePageOfTheShellListsEveryKey() throws {
    let page = try Repository.text("Sources/MPQ/MPQ.docc/Shell.md")
    for row in KeyTable.rows { #expect(page.contains("| \(row.keys) | "), "\(row.keys)") }
  }
}
