import MPQSyntax
import Testing

/// What does not parse: the problem and the bytes that are underlined.
@Suite struct RefusalTests {
  @Test(arguments: [
    ("events a ? b", Refused<TokenProblem>(.unexpectedCharacter("?"), 9, 10)),
    ("events a\u{7}", .init(.unexpectedCharacter("\u{7}"), 8, 9)),
    ("events “a b” x", .init(.typographicQuote("“", text: "a b"), 7, 16)),
    ("events “a b", .init(.typographicQuote("“", text: nil), 7, 10)),
    ("events a，b", .init(.lookalike("，", ascii: ","), 8, 11)),
    ("events a – b", .init(.lookalike("–", ascii: "-"), 9, 12)),
    ("events a\u{200B}b", .init(.invisibleCharacter("\u{200B}"), 8, 11)),
    ("events a\u{3164}b", .init(.invisibleCharacter("\u{3164}"), 8, 11)),
    ("events \"a b\n", .init(.unterminatedString(quote: "\""), 7, 11)),
    ("events 'a b\\'", .init(.unterminatedString(quote: "'"), 7, 13)),
    ("events \"a\\", .init(.unterminatedString(quote: "\""), 7, 10)),
    ("events \"a\u{1B}\"", .init(.controlCharacterInString("\u{1B}"), 7, 11)),
    ("events \"\\q\\z\"", .init(.unknownEscape("\\q"), 7, 13)),
    ("events \"\\é\"", .init(.unknownEscape("\\é"), 7, 12)),
    ("events \"\\u{}\"", .init(.badScalarEscape("\\u{}"), 7, 13)),
    ("events \"\\u{0}\"", .init(.badScalarEscape("\\u{0}"), 7, 14)),
    ("events \"\\u{dfff}\"", .init(.badScalarEscape("\\u{dfff}"), 7, 17)),
    ("events \"\\u{110000}\"", .init(.badScalarEscape("\\u{110000}"), 7, 19)),
    (
      "events \"\\u{ffffffffffffffffff}\"",
      .init(.badScalarEscape("\\u{ffffffffffffffffff}"), 7, 31)
    ),
    ("events \"\\u12\"", .init(.badScalarEscape("\\u"), 7, 13)),
    ("events \"\\u{12\"", .init(.badScalarEscape("\\u{12"), 7, 14)),
    ("events 404page", .init(.malformedNumber("404page"), 7, 14)),
    ("events 1.2.3", .init(.malformedNumber("1.2.3"), 7, 12)),
    ("events a by b in (1e5)", .init(.malformedNumber("1e5"), 18, 21)),
    ("events a by b in (2011-05-24)", .init(.date("2011-05-24"), 18, 28)),
    ("events a days 007", .init(.leadingZero("007"), 14, 17)),
    ("events a by b in (-007)", .init(.leadingZero("007"), 19, 22)),
    ("events a by b in (00.5)", .init(.leadingZero("00.5"), 18, 22)),
  ])
  func tokens(_ text: String, _ refusal: Refused<TokenProblem>) throws {
    try expect(text, refusal)
  }

  @Test(arguments: [
    ("funel \"a\"", Refused<SyntaxProblem>(.unknownVerb("funel", suggestion: "funnel"), 0, 5)),
    ("weks 4", .init(.unknownVerb("weks", suggestion: "weeks"), 0, 4)),
    ("days7 x", .init(.unknownVerb("days7", suggestion: "days 7"), 0, 5)),
    ("tables x", .init(.unknownVerb("tables", suggestion: nil), 0, 6)),
    ("top evnets", .init(.expected("'events' after 'top'", found: "'evnets'"), 4, 10)),
    ("funnel \"a\" weks 4", .init(.unknownClause("weks", suggestion: "weeks"), 11, 15)),
    ("funnel a weks 4", .init(.unknownClause("weks", suggestion: "weeks"), 9, 13)),
    ("events a day-7", .init(.unknownClause("day-7", suggestion: "day 7"), 9, 14)),
    ("events a limt 7", .init(.unknownClause("limt", suggestion: "limit"), 9, 13)),
    ("events a days 7 foo", .init(.unknownClause("foo", suggestion: nil), 16, 19)),
    ("funnel Signup flow weeks 4", .init(.blanksInName("Signup flow"), 7, 18)),
    ("events a, b c d", .init(.blanksInName("b c d"), 10, 15)),
    ("events play top song", .init(.blanksInName("play top song"), 7, 20)),
    ("events a by b in (New York)", .init(.blanksInName("New York"), 18, 26)),
    ("events total", .init(.reservedWord("total", instead: "an event name"), 7, 12)),
    ("funnel Limit", .init(.reservedWord("Limit", instead: "a funnel name"), 7, 12)),
    ("events a by in", .init(.reservedWord("in", instead: "a property name"), 12, 14)),
    ("events a by b in (or)", .init(.reservedWord("or", instead: "a value"), 18, 20)),
    ("events \"a\" \"b\"", .init(.missingComma, 11, 14)),
    ("events \"a\" b", .init(.missingComma, 11, 12)),
    ("events a by b in (\"c\" \"d\")", .init(.missingComma, 22, 25)),
    ("events a, days 7", .init(.trailingComma(before: "'days'"), 8, 9)),
    ("events a,;", .init(.trailingComma(before: "';'"), 8, 9)),
    ("events a by b in (c,)", .init(.trailingComma(before: "')'"), 19, 20)),
    ("events a days 7, unique", .init(.commaBetweenClauses, 15, 16)),
    ("events a, '' days 7", .init(.emptyName, 10, 12)),
    ("top events a", .init(.namesNotTaken(by: "top events"), 11, 12)),
    ("show events, a", .init(.namesNotTaken(by: "show events"), 11, 12)),
    ("show funnel \"a\"", .init(.namesNotTaken(by: "show funnels"), 12, 15)),
    ("events a total unique", .init(.repeatedClause("unique", earlier: "total"), 15, 21)),
    ("events a by b by c", .init(.repeatedClause("by", earlier: "by"), 14, 18)),
    ("events a days 7 week 2", .init(.repeatedClause("weeks", earlier: "days"), 16, 22)),
    ("events a by b, c days 7", .init(.secondProperty, 15, 16)),
    ("events a 7 days", .init(.countBeforeUnit("7", unit: "days"), 9, 15)),
    ("events a limit 0", .init(.countOutOfRange("0"), 15, 16)),
    ("events a limit -1", .init(.countOutOfRange("-1"), 15, 17)),
    ("events a limit 1.5", .init(.countOutOfRange("1.5"), 15, 18)),
    ("events a limit 1000000000", .init(.countOutOfRange("1000000000"), 15, 25)),
    ("events a limit 1,000,000", .init(.groupedDigits("1,000,000"), 15, 24)),
    ("explain explain events a", .init(.repeatedExplain, 8, 15)),
    ("events ((", .init(.expected("an event name", found: "'('"), 7, 8)),
  ])
  func statements(_ text: String, _ refusal: Refused<SyntaxProblem>) throws {
    try expect(text, refusal)
  }

  private func expect<Problem: Reason>(_ text: String, _ refusal: Refused<Problem>) throws {
    let (script, diagnostics) = try parse(text)
    #expect(script.statements.isEmpty)
    let diagnostic = try #require(diagnostics.first)
    #expect(diagnostic.reason as? Problem == refusal.problem)
    #expect(diagnostic.span == refusal.span)
  }
}
