import MPQAPI
import Testing

@testable import MPQShell

struct UsageRankingTests {
  @Test(arguments: [
    (["events a", "events a", "events b"], "a", "b"),
    (["events a", "events b"], "b", "a"),  // as often, but later
    ([#"events "b" by x"#, "events a b"], "b", "a"),  // no query
    (["retention a; show properties of event a", "events b"], "a", "b"),
    ([".watch 30 events a", "top events"], "a", "b"),
    ([".explain events a\n  weeks 3", ".help b"], "a", "b"),
    (["show values of b of event a"], "a", "b"),
    (["events \"e\u{301}\""], "e\u{301}", "\u{E9}"),
  ])
  func moreIsUsed(_ entries: [String], _ more: String, _ less: String) {
    let ranking = UsageRanking(entries)
    #expect(ranking.score(.event, more) > ranking.score(.event, less))
  }

  @Test func kindsAreApart() {
    let ranking = UsageRanking([#"events a by b in (c, "d e")"#, "funnel f by b"])
    #expect(ranking.score(.event, "a") > 0)
    #expect(ranking.score(.funnel, "f") > 0)
    #expect(ranking.score(.property, "b") > ranking.score(.event, "a"))
    #expect(ranking.score(.value, "d e") > 0)
    for kind in [UsageRanking.Kind.funnel, .property, .value] {
      #expect(ranking.score(kind, "a") == 0)
    }
  }

  /// Two uses count about as much as one use a hundred entries later.
  @Test func oldEntriesCountLess() {
    var ranking = UsageRanking(["events a", "events a", "events a"])
    for _ in 0..<90 { ranking.note("top events") }
    ranking.note("events b")
    #expect(ranking.score(.event, "a") > ranking.score(.event, "b"))
    for _ in 0..<90 { ranking.note("top events") }
    ranking.note("events b")
    #expect(ranking.score(.event, "a") < ranking.score(.event, "b"))
  }

  @Test func numbersStaySmall() {
    var ranking = UsageRanking(["events a"])
    for _ in 0..<40_000 { ranking.note("top events") }
    ranking.note("events b")
    #expect(ranking.score(.event, "b").isFinite && ranking.score(.event, "b") > 0)
    #expect(ranking.score(.event, "a") == 0)
  }
}

extension UsageRanking {
  /// How much a name has been used; 0 if never.
  fileprivate func score(_ kind: Kind, _ name: String) -> Double {
    scores(kind)[ByteText(name)] ?? 0
  }
}
