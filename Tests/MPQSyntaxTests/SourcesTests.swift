import MPQSyntax
import Testing

/// Diagnostics of programs of several texts.
@Suite struct SourcesTests {
  @Test func diagnosticsNameTheirTextAndWhoIncludesIt() throws {
    var sources = Sources(try SourceText("\n\ninclude \"shared.mpq\"", name: "report.mpq"))
    let place = SourceSpan(lower: 2, upper: 22)
    let text = try SourceText("top events\ninclude \"x\"", name: "shared.mpq")
    let shared = sources.add(text, includedAt: place) ?? .first
    let inner = SourceSpan(lower: 11, upper: 22, source: shared)
    let funnel = try SourceText("funel a", name: "x\u{1B}.mpq")
    let last = sources.add(funnel, includedAt: inner) ?? .first
    let (_, diagnostics) = Script.parse(sources[last], as: last)
    #expect(
      diagnostics.map { $0.rendered(in: sources) } == [
        """
        x\\u{1B}.mpq:1:1: error: no statement starts with 'funel'
          funel a
          ^^^^^
        hint: did you mean 'funnel'?
        included from shared.mpq:2:1
        included from report.mpq:3:1
        """
      ])
    #expect(sources.inclusions(of: .first).isEmpty)
    #expect(sources.place(of: place) == "report.mpq:3:1")
  }

  @Test func spansOfTwoTextsDoNotJoin() throws {
    var sources = Sources(try SourceText("a"))
    let other = sources.add(try SourceText("b"), includedAt: nil) ?? .first
    let span = SourceSpan(lower: 3, upper: 4)
    #expect(span.joined(with: SourceSpan(lower: 0, upper: 9, source: other)) == span)
    #expect(span != SourceSpan(lower: 3, upper: 4, source: other))
  }

  @Test func theNumberOfTextsHasALimit() throws {
    let text = try SourceText("")
    var sources = Sources(text)
    var count = 1
    while sources.add(text, includedAt: nil) != nil { count += 1 }
    #expect(count == Sources.countLimit)
  }
}
