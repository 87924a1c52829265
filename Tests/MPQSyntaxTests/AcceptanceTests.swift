import MPQSyntax
import Testing

/// What parses, and how it is printed.
@Suite struct AcceptanceTests {
  /// Each text and its canonical text.
  @Test(arguments: [
    ("", ""),
    (" \n# nothing\n;;\n", ""),
    ("events \"play song\", \"log in\" days 7 unique", nil),
    ("events \"splash features\" by feature days 7", nil),
    ("events \"splash features\" by feature in (male, \"not said\") days 7 limit 10", nil),
    ("top events unique limit 20", nil),
    ("retention \"play song\" weeks 4", nil),
    ("funnel \"Signup flow\", Invite weeks 4", nil),
    ("funnel \"Signup flow\" weeks 4 by referrer", nil),
    ("show events days 30 limit 50", nil),
    ("show properties of event \"splash features\" days 7", nil),
    ("show values of feature of event \"splash features\", login", nil),
    ("show funnels weeks 4", nil),
    ("show dates of funnel \"Signup flow\", Purchase", nil),
    ("show properties of funnel \"Signup flow\"", nil),
    ("explain top events", nil),
  ])
  func canonical(_ text: String, _ printed: String?) throws {
    let (script, diagnostics) = try parse(text)
    #expect(diagnostics.isEmpty)
    #expect(script.description == printed ?? text)
  }

  /// Spellings that mean the same as another.
  @Test(arguments: [
    ("event a day 1", "events a days 1"),
    ("top event general", "top events total"),
    ("funnels a week 1", "funnel a weeks 1"),
    ("show event month 2", "show events months 2"),
    ("show funnel hour 3", "show funnels hours 3"),
    ("show properties of events a", "show properties of event a"),
    ("show dates of funnels a", "show dates of funnel a"),
    ("EVENTS Signup DAYS 7 By Plan IN (x)", "events Signup days 7 by Plan in (x)"),
    ("events 'a', \"b c\"", "events a, \"b c\""),
    ("events \"\\u{e9}\\u{65}\\u{301}\"", "events ée\u{301}"),
    ("events \"a\\n\\t\\\"\\'\\\\b\"", "events \"a\\n\\t\\\"'\\\\b\""),
    ("events a by b in ('', -1.50,0, \"007\")", "events a by b in (\"\", -1.50, 0, \"007\")"),
    ("events\u{A0}a\u{3000}days\u{2003}7", "events a days 7"),
    ("\u{FEFF}events a", "events a"),
    ("#!/bin/x\nevents a#b\n", "events a"),
    ("events sign-up,a-1-b", "events sign-up, a-1-b"),
  ])
  func spellings(_ text: String, _ printed: String) throws {
    let (script, diagnostics) = try parse(text)
    #expect(diagnostics.isEmpty)
    #expect(Array(script.description.utf8) == Array(printed.utf8))
  }

  /// Where statements end, by the number of statements.
  @Test(arguments: [
    ("events a\nevents b", 2),
    ("events a; events b;", 2),
    ("events a\r\nevents b\revents c", 3),
    ("events a\n days 7\n by x\n  in (\n y,\n z)\n limit\n3", 1),
    ("events a,\n# comment\n\n b", 1),
    ("events a\n, b", 1),
    ("show\nproperties\nof\nevent\na", 1),
    ("events\na\n\nunique", 1),
    ("explain\nevents a\nexplain events b", 2),
    ("show events\nfunnel a", 2),
    ("top\nevents\nevents a", 2),
  ])
  func ends(_ text: String, _ count: Int) throws {
    let (script, diagnostics) = try parse(text)
    #expect(diagnostics.isEmpty)
    #expect(script.statements.count == count)
  }

  /// Texts for which a shell must ask for another line.
  @Test(arguments: [
    ("events", true), ("show", true), ("events a,", true), ("events a,  # more\n\n", true),
    ("events a days", true), ("events a by x in", true), ("events a by x in (", true),
    ("events a by x in (y", true), ("events a by x in (y,", true), ("explain", true),
    ("show values of", true), ("show values of p", true), ("events a; top", true),
    ("", false), ("events a", false), ("events a\n", false), ("events ;", false),
    ("events \"a", false), ("evnts a,", false), ("events b c; events a,", false),
    ("events a by x in ()", false), ("events a days 0 limit", false), ("let", true),
  ])
  func incomplete(_ text: String, _ expected: Bool) throws {
    #expect(Script.isIncomplete(try SourceText(text)) == expected)
  }
}
