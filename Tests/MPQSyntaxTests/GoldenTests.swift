import MPQSyntax
import Testing
import TestSupport

/// Files with texts and their results; `MPQ_UPDATE_GOLDEN=1` rewrites them.
@Suite struct GoldenTests {
  /// Typical mistakes and their messages.
  @Test func messages() throws {
    try CaseFile("MPQSyntaxTests/Golden/messages.txt").check { text in
      let drawn = try MPQSyntaxTests.messages(of: text)
      #expect(!drawn.isEmpty, "\(text)")
      return [drawn]
    }
  }

  /// Valid texts, their tokens, their trees and their canonical form.
  @Test func trees() throws {
    try CaseFile("MPQSyntaxTests/Golden/trees.txt").check { text in
      let source = try SourceText(text)
      let (script, diagnostics) = Script.parse(source)
      #expect(diagnostics.isEmpty, "\(text)")
      return [Token.dump(source), script.dump, script.description]
    }
  }
}
