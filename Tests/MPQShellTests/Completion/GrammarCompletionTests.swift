import Foundation
import MPQAPI
import MPQCompiler
import MPQSyntax
import Testing
import TestSupport

@testable import MPQShell

/// Completion offers what the language accepts, along the examples of grammar.md.
struct GrammarCompletionTests {
  private let examples: [String]

  init() throws {
    let page = try Repository.text("grammar.md")
    var examples: [String] = []
    for (index, block) in page.components(separatedBy: "```").enumerated() where index % 2 == 1 {
      guard block.hasPrefix("mpq\n") else { continue }
      examples.append(String(block.dropFirst(4)))
    }
    self.examples = examples
  }

  /// Each word, sign and number that is offered after a beginning of an example is valid there, and
  /// the resulting query compiles.
  @Test func offeredTextsAreValid() throws {
    let completer = Completer(names: KnownNames())
    var offeredCount = 0
    for line in examples.flatMap({ $0.split(separator: "\n") }) {
      for place in line.utf8.indices where Self.isBoundary(place, in: line) {
        let start = String(line[..<place])
        let completion = completer.completion(of: start, at: start.utf8.count)
        for candidate in completion.candidates {
          offeredCount += 1
          let before = String(
            decoding: start.utf8.prefix(completion.range.lowerBound), as: UTF8.self)
          let problem = try Self.problem(of: candidate, after: before)
          if let problem { Issue.record("\(before)‸\(candidate.insertion): \(problem)") }
        }
      }
    }
    #expect(offeredCount > 1_000)
  }

  /// Each reserved word of an example is offered in its place when its first letter is typed.
  @Test func wordsOfExamplesAreOffered() throws {
    let completer = Completer(names: KnownNames())
    var checkedCount = 0
    for example in examples {
      let source = try SourceText(example)
      let names = Self.names(in: Script.parse(source).script, Self.any)
      for token in Lexer.tokens(of: source) {
        guard case .keyword = token.kind else { continue }
        // The name of a column or a parameter may be a reserved word.
        guard !names.contains(where: { $0.span.upper == token.span.upper }) else { continue }
        let word = try #require(ReservedWord(spelling: source[token.span]))
        guard !word.offered.isEmpty else { continue }
        checkedCount += 1
        for cursor in [token.span.lower + 1, token.span.upper] {
          let completion = completer.completion(of: example, at: cursor)
          let isOffered = completion.candidates.contains { $0.insertion == word.spelling }
          #expect(isOffered, "\(word.spelling) at \(cursor) of \(example)")
          #expect(completion.range == token.span.lower..<cursor)
        }
      }
    }
    #expect(checkedCount > 100)
  }

  /// Each name and value of an example is offered in its place when it is known.
  @Test func namesOfExamplesAreOffered() throws {
    var checkedCount = 0
    for example in examples {
      let source = try SourceText(example)
      let names = Self.names(in: Script.parse(source).script, Self.isOfProject)
      for name in names {
        // A value that is written twice, as a text and as a number, is offered once.
        guard names.count(where: { $0.text == name.text && $0.span != name.span }) == 0
        else { continue }
        checkedCount += 1
        let place = name.span.lower
        // The whole name is removed, so that it is not in its list already.
        let text =
          source[SourceSpan(lower: 0, upper: place)] + "x"
          + source[SourceSpan(lower: name.span.upper, upper: source.bytes.count)]
        let wanted = Completer(names: KnownNames()).completion(of: text, at: place).wanted
        #expect(!wanted.isEmpty, "\(text)")
        let known = KnownNames(
          Dictionary(uniqueKeysWithValues: wanted.map { ($0, NameList(["other", name.text])) }))
        let offered = Completer(names: known).completion(of: text, at: place).candidates
        let isOffered = offered.contains { $0.text == name.text && $0.kind != .word }
        #expect(isOffered, "\(name.text) at \(place) of \(text)")
      }
    }
    #expect(checkedCount > 50)
  }

  /// Why `candidate` cannot follow `before`; `nil` if it can.
  private static func problem(
    of candidate: Candidate, after before: String
  ) throws -> String? {
    let start = before.utf8.count
    let line = before + candidate.insertion
    let source = try SourceText(line)
    if let diagnostic = Script.parse(source).diagnostics.first(where: {
      $0.span.lower >= start && $0.span.count > 0
    }) {
      return diagnostic.message
    }
    guard let word = ReservedWord(spelling: candidate.text) else { return nil }
    let rest: String? =
      switch word.keyword {
      case .days, .hours, .weeks, .months, .limit: " 3"
      case .by: " x"
      case .total, .unique, .average: ""
      default: nil
      }
    guard let rest else { return nil }
    // Errors elsewhere in the query may still be fixed.
    let problems = Compiler().compile([try SourceText(line + rest)]).diagnostics
    // Any column is named after 'by', which the table may not have.
    return problems.first {
      $0.span.lower >= start && $0.span.count > 0 && !$0.message.contains("has no column")
    }?.message
  }

  private static func any(_ part: TreePart) -> Bool { true }

  /// Whether a name or value is one of the project, and is written and not a parameter.
  private static func isOfProject(_ part: TreePart) -> Bool {
    switch part {
    case .name(let name, let role):
      return !name.isParameter && [.event, .funnel, .property].contains(role)
    case .value(let value, .property):
      if case .parameter = value.kind { return false }
      return true
    case .value, .query, .clause, .stage, .count: return false
    }
  }

  /// The names and values of `script` for which `isWanted` is true.
  private static func names(
    in script: Script, _ isWanted: (TreePart) -> Bool
  ) -> [(text: String, span: SourceSpan)] {
    var names: [(text: String, span: SourceSpan)] = []
    script.walk { part in
      guard isWanted(part) else { return }
      switch part {
      case .name(let name, _): names.append((name.text, name.span))
      case .value(let value, _): names.append((value.text, value.span))
      case .count(.parameter(let name), _): names.append((name.text, name.span))
      case .query, .clause, .stage, .count: break
      }
    }
    return names
  }

  private static func isBoundary(_ place: String.Index, in line: Substring) -> Bool {
    line.utf8[place] & 0xC0 != 0x80
  }
}
