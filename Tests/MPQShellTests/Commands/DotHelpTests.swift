import Foundation
import MPQ
import MPQCompiler
import MPQSyntax
import Testing

@testable import MPQShell

struct DotHelpTests {
  @Test func theOverviewFitsAScreen() {
    let lines = DotHelp.overview.split(separator: "\n", omittingEmptySubsequences: false)
    // A line for the command itself, and one for the next prompt.
    #expect(lines.count <= 22)
    for line in lines { #expect(displayWidth(String(line)) < 80, "\(line)") }
    for command in DotCommand.allCases { #expect(DotHelp.overview.contains(command.usage)) }
  }

  /// Each line has alternatives, which share its verb unless they have one.
  @Test func theOverviewShowsHowEachFormBegins() throws {
    var forms: Set<Form> = []
    for line in DotHelp.starts.split(separator: "\n") {
      var verb = ""
      for part in line.components(separatedBy: " | ") {
        let isWhole = ["events NAME", "top ", "retention ", "funnel ", "show "].contains {
          part.hasPrefix($0)
        }
        if isWhole { verb = part.hasPrefix("show ") ? "show " : "" }
        let text = (isWhole ? part : verb + part).replacing("NAME", with: "a")
          .replacing("PROPERTY", with: "p")
        let long = text.replacing("[", with: "").replacing("]", with: "")
        for query in [long, text.components(separatedBy: " [")[0]] {
          let program = try Evaluator.program([try SourceText(query, name: "help")])
          forms.formUnion(
            program.outputs.indices.flatMap(program.plans(ofOutput:)).map(\.form))
        }
      }
    }
    #expect(forms == Set(Form.allCases))
  }

  @Test(arguments: DotHelp.topics)
  func everyTopicSaysSomething(_ topic: String) throws {
    let text = try #require(DotHelp.text(about: topic))
    for line in text.split(separator: "\n") { #expect(line.utf8.count <= 100, "\(line)") }
  }

  @Test(arguments: DotCommand.allCases)
  func everyExampleIsTheCommand(_ command: DotCommand) throws {
    #expect(!command.examples.isEmpty)
    for example in command.examples {
      #expect(DotInvocation.isCommand(example))
      #expect(throws: Never.self) { try DotInvocation(parsing: example) }
      #expect(example.hasPrefix(command.name))
    }
  }

  @Test func examplesOfFormsAreQueries() throws {
    for verb in ["events", "top", "retention", "funnel", "show"] {
      let text = try #require(DotHelp.text(about: verb))
      let examples = text.split(separator: "\n").filter { $0.hasPrefix("    \(verb)") }
      #expect(!examples.isEmpty)
      for example in examples {
        let (script, problems) = Script.parse(try SourceText(String(example)))
        #expect(problems.isEmpty && script.statements.count == 1, "\(example)")
      }
    }
  }

  @Test func aVerbAndACommandOfOneNameAreBothThere() {
    #expect(DotHelp.text(about: "explain")?.contains("explain QUERY") == true)
    #expect(DotHelp.text(about: ".explain")?.contains(".explain QUERY") == true)
  }
}
