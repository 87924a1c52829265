import MPQAPI
import MPQSyntax
import Testing
import TestSupport

@testable import MPQShell

/// Every completed line is read back as the offered name, byte for byte.
struct HostileNameTests {
  /// The text before and after an inserted name.
  enum Context: CaseIterable {
    case bare, inDoubleQuotes, inSingleQuotes, inClosedQuotes

    var before: String {
      switch self {
      case .bare: "funnel "
      case .inDoubleQuotes, .inClosedQuotes: "funnel \""
      case .inSingleQuotes: "funnel '"
      }
    }

    var after: String {
      switch self {
      case .bare: " weeks 4"
      case .inDoubleQuotes, .inSingleQuotes: ""
      case .inClosedQuotes: "\" weeks 4"
      }
    }
  }

  /// 25,000 names in each of four contexts, as many at once as are offered at once.
  @Test(arguments: Context.allCases)
  func linesAreReadAgain(_ context: Context) throws {
    var source = HostileNames(seed: UInt64(context.before.utf8.count + context.after.utf8.count))
    var offeredCount = 0
    for _ in 0..<25_000 / 250 {
      let names = source.make(250)
      let completer = Completer(names: KnownNames([.funnels: NameList(names)]))
      let completion = completer.completion(
        of: context.before + context.after, at: context.before.utf8.count)
      for candidate in completion.candidates {
        offeredCount += 1
        try check(candidate, completion.range, context)
      }
    }
    #expect(offeredCount == 25_000)
  }

  private func check(
    _ candidate: Candidate, _ range: Range<Int>, _ context: Context
  ) throws {
    let start = String(decoding: context.before.utf8.prefix(range.lowerBound), as: UTF8.self)
    let line = start + candidate.insertion + candidate.trailer + context.after
    let (script, diagnostics) = Script.parse(try SourceText(line))
    guard diagnostics.isEmpty, let query = script.statements.first?.query,
      let name = query.kind.subjects.first, ByteText(name.text) == ByteText(candidate.text)
    else {
      Issue.record("\(candidate.text.debugDescription) as \(line.debugDescription)")
      return
    }
    let isSafe = !candidate.label.unicodeScalars.contains(where: Visible.isHidden)
    if !isSafe { Issue.record("\(candidate.text.debugDescription) is shown as it is") }
  }

  /// The typed part of a name finds it, and Tab continues the typed part.
  @Test func beginningsFindTheirNames() throws {
    var source = HostileNames(seed: 7)
    var random = SeededGenerator(8)
    let names = source.make(400)
    let completer = Completer(names: KnownNames([.events: NameList(names)]))
    for name in names {
      let length = random.below(name.unicodeScalars.count + 1)
      let typed = String(String.UnicodeScalarView(name.unicodeScalars.prefix(length)))
      let quote = random.pick([Name.Quote.double, .single])
      let line = "events " + quote.rawValue + Name.escaped(typed, in: quote)
      let completion = completer.completion(of: line, at: line.utf8.count)
      let isOffered = completion.candidates.contains { ByteText($0.text) == ByteText(name) }
      #expect(isOffered, "\(name.debugDescription) for \(line.debugDescription)")
      guard let shared = completion.shared else { continue }
      let longer = "events " + shared
      let next = completer.completion(of: longer, at: longer.utf8.count)
      let isBeginning = { (candidate: Candidate) in candidate.text.hasFolded(typed) }
      let count = completion.candidates.count(where: isBeginning)
      #expect(next.candidates.count(where: isBeginning) == count, "\(longer.debugDescription)")
    }
  }

  /// Names that cannot be written are not offered.
  @Test func namesThatCannotBeWrittenAreLeftOut() {
    let long = String(repeating: "x", count: NameIndex.nameLimit + 1)
    let list = NameList(["", "a\u{0}b", long, "fine"])
    let completer = Completer(names: KnownNames([.events: list]))
    #expect(completer.completion(of: "events ", at: 7).candidates.map(\.text) == ["fine"])
  }

  /// Two spellings that Swift considers equal are two names, and both are offered.
  @Test func composedAndDecomposedAreTwo() {
    let list = NameList(["caf\u{E9}", "cafe\u{301}"])
    let completer = Completer(names: KnownNames([.events: list]))
    let all = completer.completion(of: "events caf", at: 10)
    #expect(all.candidates.map { ByteText($0.text) } == list.names.map { ByteText($0) })
    let listed = completer.completion(of: "events caf\u{E9}, caf", at: 17)
    #expect(listed.candidates.map { ByteText($0.text) } == [ByteText("cafe\u{301}")])
  }
}

extension String {
  /// Whether the text begins with `beginning`, ignoring case.
  fileprivate func hasFolded(_ beginning: String) -> Bool {
    Folding.bytes(of: self).starts(with: Folding.bytes(of: beginning))
  }
}
