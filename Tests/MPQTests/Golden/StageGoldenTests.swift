import MPQSyntax
import TestSupport
import Testing

@testable import MPQ

/// Each file of Stages holds a pipeline and a table, and shows what the pipeline makes of it.
struct StageGoldenTests {
  @Test(arguments: GoldenFile.all(in: "Stages"))
  func stages(_ file: GoldenFile) throws {
    let pipeline = try #require(file["pipeline"])
    let source = try SourceText("events signup \(pipeline)")
    let (script, diagnostics) = Script.parse(source)
    #expect(diagnostics.isEmpty)
    let statement = try #require(script.statements.first)
    guard case .answer(let expression) = statement.kind else {
      Issue.record("not an answer")
      return
    }
    var sections: [GoldenFile.Section] = []
    func add(_ name: String, _ text: String) {
      sections.append(GoldenFile.Section(name: name, text: text))
    }
    add("canonical", expression.stages.map { "| \($0)" }.joined(separator: "\n"))
    var result = StageResult(Table(written: try #require(file["table"])))
    do throws(StageError) {
      for stage in expression.stages {
        let next = try StageRunner.apply(stage.kind, to: result.table)
        result = StageResult(next.table, notes: result.notes + next.notes)
      }
      add("result", result.table.written)
      let answer = Answer(query: "", table: result.table)
      add("shown", String(decoding: Renderer.render([answer], as: .table), as: UTF8.self))
      if !result.notes.isEmpty {
        add("notes", result.notes.map(\.text).joined(separator: "\n"))
      }
    } catch {
      add("error", ([error.message] + error.hints).joined(separator: "\n"))
    }
    try file.check(sections, inputs: ["pipeline", "table"])
  }

  @Test func everyStageHasAFile() {
    let names = GoldenFile.all(in: "Stages").map { $0.testDescription.prefix { $0 != "." } }
    for word in StageWord.allCases { #expect(names.contains { $0 == word.rawValue }) }
  }
}
