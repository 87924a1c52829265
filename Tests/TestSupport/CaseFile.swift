import Foundation
import Testing

/// A file of texts and their results: cases between lines of `===`, parts between lines of
/// `---`, the first part of a case being its text.
package struct CaseFile {
  private let url: URL
  private let cases: [[String]]

  /// Reads the file at `path` in the folder Tests.
  package init(_ path: String) throws {
    url = Repository.root.appending(path: "Tests/\(path)")
    let text = try String(contentsOf: url, encoding: .utf8)
    cases = text.components(separatedBy: "\n===\n").map { $0.components(separatedBy: "\n---\n") }
  }

  /// Compares the parts of each case with `parts` of its text, or rewrites them if
  /// MPQ_UPDATE_GOLDEN is set.
  package func check(_ parts: (String) throws -> [String]) throws {
    var fresh: [[String]] = []
    for example in cases {
      let text = try #require(example.first)
      let given = [text] + (try parts(text)).map { $0.trimmingSuffix("\n") }
      fresh.append(given)
    }
    guard !Repository.updatesGoldenFiles else {
      let text = fresh.map { $0.joined(separator: "\n---\n") }.joined(separator: "\n===\n")
      try (text.trimmingSuffix("\n") + "\n").write(to: url, atomically: true, encoding: .utf8)
      return
    }
    for (old, new) in zip(cases, fresh) {
      #expect(old.map { $0.trimmingSuffix("\n") } == new, "\(old[0])")
    }
  }
}

extension String {
  /// The text without the characters of `suffix` at its end.
  fileprivate func trimmingSuffix(_ suffix: Character) -> String {
    var text = self[...]
    while text.last == suffix { text = text.dropLast() }
    return String(text)
  }
}
