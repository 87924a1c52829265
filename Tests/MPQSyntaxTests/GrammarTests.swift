import Foundation
import MPQSyntax
import Testing
import TestSupport

/// The parser matches grammar.md.
@Suite struct GrammarTests {
  private let blocks: [Block]
  private let page: String

  /// A fenced block of the page.
  private struct Block {
    let language: String
    let text: String
  }

  init() throws {
    page = try Repository.text("grammar.md")
    var blocks: [Block] = []
    for (index, part) in page.components(separatedBy: "```").enumerated() where index % 2 == 1 {
      let lines = part.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      blocks.append(Block(language: String(lines[0]), text: lines.dropFirst().joined()))
    }
    self.blocks = blocks
  }

  private var productions: [String] {
    blocks.filter { $0.language == "ebnf" }.map { Self.squeezed($0.text) }
  }

  @Test func pageHasItsBlocks() {
    #expect(productions.count > 25)
    #expect(Set(blocks.map(\.language)) == ["ebnf", "mpq", "mpq-wrong"])
  }

  /// Each production is quoted before the method with its name, and only there.
  @Test func productionsAreThoseOfTheParser() throws {
    var quoted: [String: String] = [:]
    for source in try Repository.sources() {
      for (production, method) in Self.quotedProductions(in: source) {
        #expect(production.hasPrefix(method + " ="), "\(method) quotes \(production)")
        quoted[method] = production
      }
    }
    #expect(Set(quoted.values) == Set(productions))
    #expect(quoted.count == productions.count)
  }

  /// Productions that belong together share an example.
  @Test func eachProductionHasAnExample() {
    for (block, next) in zip(blocks, blocks.dropFirst()) where block.language == "ebnf" {
      #expect(next.language != "mpq-wrong", "\(block.text)")
    }
    #expect(blocks.last?.language != "ebnf")
  }

  /// Each name that a production uses is defined, in a production or in words.
  @Test func productionsAreComplete() throws {
    let names = Set(productions.map { String($0.prefix { $0 != " " }) })
    let inWords: Set = ["newline", "other", "digit", "nonzero", "char", "hex", "any", "keyword"]
    for production in productions {
      let bare = production.replacing(/'"'|"[^"]*"/, with: " ")
      for use in bare.matches(of: /[A-Za-z]+/).map({ String($0.output) }) {
        #expect(names.contains(use) || inWords.contains(use), "\(use) in \(production)")
      }
    }
  }

  @Test func examplesParse() throws {
    for block in blocks where block.language == "mpq" {
      let (script, diagnostics) = try parse(block.text)
      #expect(diagnostics.isEmpty, "\(block.text)")
      #expect(!script.statements.isEmpty, "\(block.text)")
    }
  }

  @Test func wrongExamplesDoNot() throws {
    for block in blocks where block.language == "mpq-wrong" {
      for line in block.text.split(separator: "\n") {
        #expect(try !parse(String(line)).diagnostics.isEmpty, "\(line)")
      }
    }
  }

  /// The table of reserved words lists those of the language, each in its column.
  @Test func reservedWordsAreListed() {
    var listed: [String: Keyword?] = [:]
    for row in page.matches(of: /\n\| `([a-z]+)` \| (?:`([a-z]+)`)? ?\|/) {
      let word = String(row.output.1)
      listed[word] = Keyword(spelling: word)
      if let alias = row.output.2 { listed[String(alias)] = Keyword(spelling: word) }
    }
    let words = ReservedWord.all.map { ($0.spelling, Optional($0.keyword)) }
    #expect(listed == Dictionary(uniqueKeysWithValues: words))
  }

  /// The table of stages lists those of the language, with their usage and an example of each.
  @Test func stagesAreListed() throws {
    let rows = page.components(separatedBy: "| stage | result | example |")[1]
      .split(separator: "\n").dropFirst().prefix { $0.hasPrefix("|") }
    var listed: [String] = []
    for row in rows {
      let cells = row.split(separator: "|")
      let usages = cells[0].matches(of: /`([^`]+)`/).map { String($0.output.1) }
      listed += usages.filter { !$0.hasPrefix("[") }
      let example = cells[2].filter { $0 != "`" }
      let (script, diagnostics) = try parse("top events | \(example)")
      #expect(diagnostics.isEmpty, "\(example)")
      #expect(usages.contains { $0.hasPrefix(example.split(separator: " ")[0]) })
      #expect(!script.statements.isEmpty)
    }
    let folds = FoldWord.allCases.map(\.stageWord)
    let usages = StageEntry.all.map { folds.contains($0.word) ? $0.word.rawValue : $0.usage }
    #expect(Set(listed) == Set(usages))
    #expect(Set(StageEntry.all.map(\.word)) == Set(StageWord.allCases))
  }

  /// Each example of the table of stages is right, and uses its stage.
  @Test(arguments: StageEntry.all)
  func examplesOfStages(_ entry: StageEntry) throws {
    let (script, diagnostics) = try parse(entry.example)
    #expect(diagnostics.isEmpty)
    var words: [StageWord] = []
    script.walk { if case .stage(let stage) = $0 { words.append(stage.word) } }
    #expect(words.last == entry.word)
    #expect(script.description == entry.example)
  }

  @Test func sampleErrorIsTheRenderedOne() throws {
    let source = try SourceText("funnel Signup flow weeks 4", name: "report.mpq")
    let diagnostic = try #require(Script.parse(source).diagnostics.first)
    let indented = diagnostic.rendered(in: source).split(separator: "\n").map { "    " + $0 }
    #expect(page.contains(indented.joined(separator: "\n")))
  }

  /// The productions in doc comments, each with the method that the comment belongs to.
  private static func quotedProductions(in source: String) -> [(String, String)] {
    var found: [(String, String)] = []
    var comment: [Substring] = []
    for line in source.split(separator: "\n", omittingEmptySubsequences: false) {
      let text = line.drop { $0 == " " }
      if text.hasPrefix("///") {
        comment.append(text.dropFirst(3))
        continue
      }
      let first = comment.prefix { $0.hasPrefix("     ") }.joined(separator: " ")
      if let method = text.firstMatch(of: /func ([A-Za-z]+)\(/),
        first.contains(" = "), first.hasSuffix(".")
      {
        found.append((squeezed(first), String(method.output.1)))
      }
      comment = []
    }
    return found
  }

  /// `text` with one blank for each stretch of blanks and line ends.
  private static func squeezed(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}

extension Repository {
  /// The Swift files of the library, as text.
  fileprivate static func sources() throws -> [String] {
    let folder = root.appending(path: "Sources/MPQSyntax")
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    return try paths.filter { $0.hasSuffix(".swift") }.sorted()
      .map { try String(contentsOf: folder.appending(path: $0), encoding: .utf8) }
  }
}
