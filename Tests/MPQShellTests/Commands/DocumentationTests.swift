import Foundation
import Testing

@testable import MPQShell

/// The pages say what the tables of the shell say.
struct DocumentationTests {
  private static func page(_ name: String) throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return try String(contentsOf: root.appending(path: name), encoding: .utf8)
  }

  @Test(arguments: DotCommand.allCases)
  func grammarListsEveryCommand(_ command: DotCommand) throws {
    let usage = command.usage.replacing("|", with: "\\|")
    #expect(try Self.page("grammar.md").contains("| `\(usage)` | \(command.summary) |"))
  }

  @Test func thePageOfTheShellListsEveryKey() throws {
    let page = try Self.page("Sources/MPQ/MPQ.docc/Shell.md")
    for row in KeyTable.rows { #expect(page.contains("| \(row.keys) | "), "\(row.keys)") }
  }
}
