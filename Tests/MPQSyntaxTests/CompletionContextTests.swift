import Foundation
import MPQSyntax
import Testing

/// What can occur at a place of a program, which is marked by `‸`.
@Suite struct CompletionContextTests {
  private func expectations(_ marked: String) throws -> [MPQSyntax.Expectation] {
    let parts = marked.components(separatedBy: "‸")
    let source = try SourceText(parts.joined())
    return CompletionContext(of: source, at: parts[0].utf8.count).expectations
  }

  private func words(_ marked: String) throws -> [String] {
    try expectations(marked).compactMap { expectation in
      switch expectation {
      case .word(let word): word.spelling
      case .contextWord(let word, _): word
      default: nil
      }
    }
  }

  @Test(arguments: [
    ("x | ‸", StageEntry.all.map(\.word.rawValue)),
    ("x | so‸", StageEntry.all.map(\.word.rawValue)),
    ("x | sort a ‸", ["desc"]),
    ("x | sort a desc ‸", []),
    ("x | select a ‸", ["as"]),
    ("x | sum ‸", ["by"]),
    ("x | where ‸", ["not"]),
    ("x | where a ‸", ["in", "is"]),
    ("x | where a is ‸", ["not", "null"]),
    ("x | where a is not ‸", ["null"]),
    ("x | where a = 1 ‸", ["and", "or"]),
    ("x | where (a = 1 ‸)", ["and", "or"]),
    ("x | chart ‸", ChartWord.allCases.map(\.rawValue)),
    ("x | save \"a\" | ‸", ["chart"]),
    ("x | chart | ‸", []),
    ("events a / ‸", ["events", "top", "retention", "funnel", "show"]),
    ("let a = ‸", ["events", "top", "retention", "funnel", "show"]),
    ("(‸", ["events", "top", "retention", "funnel", "show"]),
    ("let ‸", []),
    (
      "events a; ‸",
      [
        "events", "top", "retention", "funnel", "show", "explain", "let", "param", "include",
      ]
    ),
  ])
  func words(_ marked: String, _ expected: [String]) throws {
    #expect(try words(marked) == expected)
  }

  @Test func outputsAreNotOfferedInside() throws {
    for text in ["let a = x | ‸", "(x | ‸"] {
      let words = try words(text)
      #expect(words.contains("sort") && !words.contains("chart") && !words.contains("save"))
    }
  }

  /// A column comes with the expression that has it, up to its stage.
  @Test(arguments: [
    ("events a | sort ‸", "events a", []),
    ("events a | share | sort x, ‸ desc | sum", "events a | share", ["x"]),
    ("x / y | where a = 1 and b‸ = 2", "x / y", []),
    ("(events a | first 2 | select p as q, ‸) / 2 | sum", "events a | first 2", ["p"]),
    ("let a = top events | add n = m * ‸", "top events", []),
    ("x | mean by a, ‸", "x", ["a"]),
    ("x | pivot ‸", "x", []),
    ("x | expect ‸", "x", []),
  ])
  func columns(_ marked: String, _ pipeline: String, _ listed: [String]) throws {
    var found: [String] = []
    for case .column(let names, let expression) in try expectations(marked) {
      #expect(names == listed)
      found.append(expression.description)
    }
    #expect(found == [pipeline])
  }

  @Test(arguments: [
    ("let a = x; let b = y; ‸", ["a", "b"], []),
    ("let a = x\nlet b = a / ‸", ["a"], []),
    ("let a = x\nlet b = y\na + (b | sum) / ‸ | share", ["a", "b"], []),
    ("param n = 4; param m; events a days :‸", [], ["n", "m"]),
    ("param n = 4\nevents :‸", [], ["n"]),
    ("param n = 4\nx | where a = :n‸", [], ["n"]),
    ("param n = 4\nx | first :‸ | share", [], ["n"]),
    ("events a ‸\nlet b = a", [], []),
  ])
  func names(_ marked: String, _ answers: [String], _ parameters: [String]) throws {
    var found: (answers: [String], parameters: [String]) = ([], [])
    for expectation in try expectations(marked) {
      switch expectation {
      case .answer(let names): found.answers += names
      case .parameter(let names): found.parameters += names
      default: break
      }
    }
    #expect(found == (answers, parameters))
  }

  @Test(arguments: ["include ‸", "include \"a‸", "include 'a‸'", "x | save \"‸", "x | save ‸"])
  func files(_ marked: String) throws {
    #expect(try expectations(marked).contains(.file))
  }

  @Test(arguments: [
    ("x | first ‸", StageWord.first), ("x | rolling ‸", .rolling), ("x | change ‸", .change),
  ])
  func counts(_ marked: String, _ word: StageWord) throws {
    #expect(try expectations(marked).contains(.count(.stage(word))))
  }

  /// The query is the one at the cursor, of several in an expression.
  @Test(arguments: [
    ("events a days 2 ‸ / events b", "events a"), ("events a / events b ‸", "events b"),
    ("events a / (events b ‸) / events c", "events b"), ("events a | sort ‸", "events a"),
  ])
  func queries(_ marked: String, _ subject: String) throws {
    let parts = marked.components(separatedBy: "‸")
    let source = try SourceText(parts.joined())
    let kind = CompletionContext(of: source, at: parts[0].utf8.count).kind
    #expect(kind?.description == subject)
  }
}
