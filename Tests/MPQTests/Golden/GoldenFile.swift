import Foundation
import Testing
import TestSupport

/// One query at every stage: a file of sections headed `-- name --`.
///
/// `MPQ_UPDATE_GOLDEN=1 swift test` rewrites the sections; the diff is the review.
struct GoldenFile: CustomTestStringConvertible, Sendable {
  struct Section: Equatable, Sendable {
    var name: String
    var text: String
  }

  let path: String
  let sections: [Section]

  var testDescription: String { URL(filePath: path).lastPathComponent }

  /// Every file of the folder `name` next to this file.
  static func all(in name: String) -> [GoldenFile] {
    let folder = Repository.root.appending(path: "Tests/MPQTests/Golden/\(name)")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
    return names.filter { $0.hasSuffix(".txt") }.sorted().compactMap {
      GoldenFile(path: folder.appending(path: $0).path())
    }
  }

  private init?(path: String) {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
    self.path = path
    var sections: [Section] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line.hasPrefix("-- "), line.hasSuffix(" --") {
        sections.append(Section(name: String(line.dropFirst(3).dropLast(3)), text: ""))
      } else if !sections.isEmpty {
        sections[sections.count - 1].text += line + "\n"
      }
    }
    self.sections = sections.map { section in
      Section(name: section.name, text: Self.trimmed(section.text))
    }
  }

  subscript(name: String) -> String? {
    sections.first { $0.name == name }?.text
  }

  /// Compares `stages` with the file's sections after `inputs`, or rewrites them.
  func check(_ stages: [Section], inputs: [String]) throws {
    let kept = sections.filter { inputs.contains($0.name) }
    let actual = kept + stages.map { Section(name: $0.name, text: Self.trimmed($0.text)) }
    if Repository.updatesGoldenFiles {
      let text = actual.map { "-- \($0.name) --\n\($0.text)\n" }.joined(separator: "\n")
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      return
    }
    #expect(sections.map(\.name) == actual.map(\.name))
    for (expected, section) in zip(sections, actual) {
      #expect(expected.text == section.text, "section '\(section.name)' of \(testDescription)")
    }
  }

  /// `text` without the empty lines at its end, which only separate the sections.
  private static func trimmed(_ text: String) -> String {
    var text = Substring(text)
    while text.hasSuffix("\n") { text = text.dropLast() }
    return String(text)
  }
}
