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
    ("events a/events b", "events a / events b"),
    ("((events a))", "events a"),
    ("(events a * 2) + (events b)", "events a * 2 + events b"),
    ("(a + b) + c - (d - e)", "(a + b) + c - (d - e)"),
    ("a * (b * c) / (d | sum)", "a * (b * c) / (d | sum)"),
    ("a -1", "a - 1"),
    ("a - -1", "a - -1"),
    ("30-7*2", "30 - 7 * 2"),
    ("a|SUM BY date|SORT x DESC,y asc", "a | sum by date | sort x desc, y"),
    ("a | where not not x = 1", "a | where not not x = 1"),
    ("a | where (x = 1 and (y = 2)) or z = 3", "a | where x = 1 and y = 2 or z = 3"),
    ("a | where x = 1 and (y = 2 or z = 3)", "a | where x = 1 and (y = 2 or z = 3)"),
    ("a | where x IS NOT NULL", "a | where x is not null"),
    ("a | where \"in\" = not", "a | where \"in\" = \"not\""),
    ("a | where x = \"null\"", "a | where x = \"null\""),
    ("a | add x = (b + c) * 2 - :d", "a | add x = (b + c) * 2 - :d"),
    ("a | select total as desc, \"b c\"", "a | select total as desc, \"b c\""),
    ("a | chart FUNNEL", "a | chart funnel"),
    ("a | save 'x y.csv'", "a | save \"x y.csv\""),
    ("include 'x'", "include \"x\""),
    ("param By = -1.50", "param By = -1.50"),
    ("x\n; -1 * y", "x;\n-1 * y"),
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
    ("events a\n| sort x\n  desc", 2),
    ("events a\n|\nshare\n# c\n\n| sum", 1),
    ("events a |\nshare", 1),
    ("events a\n/ events b\n- 1", 1),
    ("events a /\nevents b", 1),
    ("(events a\nby x\n)\n(events b)", 2),
    ("(events a\n/\nevents b) | share", 1),
    ("a\nb\n:c\n7\n(d)", 5),
    ("let\nx\n=\nevents a\ny", 2),
    ("a | change\n7", 2),
    ("a | unpivot\nb", 2),
    ("a | chart\nfunnel b", 2),
    ("a | where x = 1\nand y = 2\nor z\nin (1,\n2)\nb", 2),
    ("a | sort x,\ny\nb", 2),
    ("a | add y =\nb\n+ c\n* d", 1),
    ("param x\n= 4\nparam y", 2),
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
    ("let x", true), ("let x =", true), ("let x = events a", false), ("param", true),
    ("param x", false), ("param x =", true), ("include", true), ("include \"a\"", false),
    ("events a |", true), ("events a | # c\n", true), ("events a /", true), ("a *\n", true),
    ("(events a", true), ("(events a |", true), ("(events a | share", true), ("((a) ", true),
    ("a | sort", true), ("a | sort x", false), ("a | sort x,", true), ("a | where", true),
    ("a | where x", true), ("a | where x =", true), ("a | where x = 1 and", true),
    ("a | where (x = 1", true), ("a | where x is", true), ("a | where x in", true),
    ("a | where x in (1", true), ("a | add", true), ("a | add y", true), ("a | add y = b +", true),
    ("a | sum by", true), ("a | sum", false), ("a | change", false), ("a | save", true),
    ("a | select b as", true), ("a | srot", false), ("a | where x ==", false), ("a b |", false),
  ])
  func incomplete(_ text: String, _ expected: Bool) throws {
    #expect(Script.isIncomplete(try SourceText(text)) == expected)
  }
}
