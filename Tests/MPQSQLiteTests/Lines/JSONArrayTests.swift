import Foundation
import TestSupport
import Testing

@testable import MPQSQLite
@testable import MPQStore

/// Imports of JSON arrays of events.
@Suite struct JSONArrayTests {
  private static func event(_ name: String, _ text: String = "") -> String {
    #"{"event": "\#(name)", "properties": {"time": 1, "distinct_id": "u", "p": "\#(text)"}}"#
  }

  struct Outcome: Equatable {
    var added: Int
    var badLines: [Int] = []
  }

  /// Imports `text` and returns the outcome.
  private static func run(_ text: String) async throws -> Outcome {
    let folder = try TemporaryFolder()
    let project = try Project.create(at: folder.path("p.mpqdb"), timeZone: "UTC")
    let source = try folder.write(Array(text.utf8), to: "events.json")
    let report = try await project.importEvents(from: [source])
    try project.close()
    return Outcome(added: report.added, badLines: report.badLines.map(\.line))
  }

  @Test(arguments: [
    ("[\(event("a")), \(event("b"))]", 2), ("[\(event("a"))\n,\n\(event("b"))\n]\n", 2),
    ("\u{feff} \n[\(event("a"))]", 1), ("[]", 0), (" [ ] ", 0), ("[", 0),
    // Brackets, commas and escaped quotes in strings.
    ("[\(event("a", #"],[{\"\\"#)),\(event("b", "}"))]", 2),
    // One array per line, as batches are sent; arrays within an array.
    ("[\(event("a"))]\n[\(event("b")),\(event("c"))]\n", 3),
    ("[[\(event("a"))],[\(event("b"))]]", 2),
    // An object over several lines.
    ("[\n{\n  \"event\": \"a\",\n  \"properties\": {\"time\": 1, \"distinct_id\": \"u\"}\n}\n]", 1),
  ])
  func isRead(_ text: String, _ added: Int) async throws {
    let isOpen = text == "["
    #expect(try await Self.run(text) == Outcome(added: added, badLines: isOpen ? [1] : []))
  }

  /// Reports have the number of the line in which an element begins.
  @Test(arguments: [
    (
      "[\(event("a")),\n\n17, \"x\", null,\n\(event("b"))]", Outcome(added: 2, badLines: [3, 3, 3])
    ),
    ("[\(event("a")),\n\(event("b"))", Outcome(added: 2, badLines: [2])),
    ("[\(event("a")),\n{\"event\":", Outcome(added: 1, badLines: [2])),
    ("[}}]", Outcome(added: 0, badLines: [1, 1])), ("[,,]", Outcome(added: 0)),
  ])
  func badElements(_ text: String, _ outcome: Outcome) async throws {
    #expect(try await Self.run(text) == outcome)
  }

  @Test func aLongElementIsSkipped() async throws {
    let long = Self.event("a", String(repeating: "x", count: 3 << 20))
    let outcome = try await Self.run("[\(Self.event("a")),\(long),\n\(Self.event("b"))]")
    #expect(outcome == Outcome(added: 2, badLines: [1]))
  }

  /// The export has one event per line; the newlines between tokens are spaces.
  @Test func elementsBecomeLines() async throws {
    let folder = try TemporaryFolder()
    let project = try Project.create(at: folder.path("p.mpqdb"), timeZone: "UTC")
    let element = Self.event("a").replacing(", ", with: ",\r\n ")
    let source = try folder.write(Array("[\(element),\(Self.event("b"))]".utf8), to: "events.json")
    _ = try await project.importEvents(from: [source])
    let lines = [Self.event("a").replacing(", ", with: ",   "), Self.event("b")]
    let text = lines.map { $0 + "\n" }.joined()
    #expect(try await ExportTests.export(project) == Array(text.utf8))
  }

  /// An import that was interrupted within an array continues there.
  @Test func isResumed() async throws {
    let folder = try TemporaryFolder()
    let project = try Project.create(at: folder.path("p.mpqdb"), timeZone: "UTC")
    var elements = (0..<500).map { Self.event("e\($0)") }
    elements[300] = "17"
    let source = try folder.write(
      Array("[\(elements.joined(separator: ",\n"))]".utf8), to: "events.json")
    var options = ImportOptions()
    options.batchSize = 90
    options.stopsAtBadLine = true
    await #expect(throws: ImportError.self) {
      _ = try await project.importEvents(from: [source], options: options)
    }
    options.stopsAtBadLine = false
    options.resumes = true
    let report = try await project.importEvents(from: [source], options: options)
    #expect(report.addedEarlier == 270 && report.added == 229)
    #expect(report.badLines.map(\.line) == [301])
  }
}
