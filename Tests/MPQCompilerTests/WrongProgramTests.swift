import MPQSyntax
import TestSupport
import Testing

@testable import MPQCompiler

/// Programs that parse and cannot be run, with the exact messages; `MPQ_UPDATE_GOLDEN=1` rewrites
/// them.
struct WrongProgramTests {
  @Test func messages() throws {
    try CaseFile("MPQCompilerTests/Golden/wrong-programs.txt").check { text in
      let compilation = Compiler().compile([try SourceText(text, name: "test.mpq")])
      #expect(!compilation.diagnostics.isEmpty, "\(text)")
      return [
        compilation.diagnostics.map { $0.rendered(in: compilation.program.sources) }
          .joined(separator: "\n")
      ]
    }
  }

  @Test func settings() throws {
    let text = try SourceText("param weeks = 4\nparam f\nfunnel :f weeks :weeks", name: "test.mpq")
    func messages(_ settings: String...) -> [String] {
      let settings = settings.compactMap { Parameters.Setting($0) }
      return Compiler(settings: settings).compile([text]).diagnostics.map(\.message)
    }
    #expect(messages("f=signup") == [])
    #expect(messages("f=signup", "weeks=8") == [])
    #expect(
      messages("f=signup", "weeks=many") == ["parameter \"weeks\" is a number, and \"many\" is not"]
    )
    #expect(messages("f=a", "f=b") == ["parameter \"f\" is set twice"])
    #expect(messages("f=a", "week=8") == ["the script has no parameter \"week\""])
    #expect(messages() == ["parameter \"f\" has no value"])
    // A value is one value: it adds no clause and no stage.
    #expect(messages("f=signup weeks 8 | first 1") == [])
    #expect(messages("f=signup", "weeks=8 by referrer").count == 1)
  }
}
