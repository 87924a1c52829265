import MPQCompiler
import MPQSyntax
import Testing

/// A clause is offered if and only if the query with it compiles.
struct ClauseOfferTests {
  @Test(arguments: [
    "events signup", "events signup, login by plan", "events signup days 7 unique",
    "top events", "top events limit 3", "retention signup", "retention signup weeks 4",
    "funnel Invite", "funnel Invite weeks 4 by plan limit 3", "show events", "show funnels",
    "show properties of event signup", "show values of plan of event signup",
    "show dates of funnel Invite", "show properties of funnel Invite",
  ])
  func clausesAreOfferedIfTheyCompile(_ text: String) throws {
    let query = try Self.query(text)
    let offer = ClauseOffer(for: query.kind, with: query.clauses.map(\.kind))
    let rests: [(Keyword, String)] = [
      (.days, " 3"), (.weeks, " 3"), (.months, " 3"), (.hours, " 3"), (.by, " x"), (.limit, " 3"),
      (.total, ""), (.unique, ""), (.average, ""),
    ]
    for (keyword, rest) in rests {
      let longer = try SourceText("\(text) \(keyword.rawValue)\(rest)")
      let isRight = Compiler().compile([longer]).diagnostics.isEmpty
      #expect(offer.words.contains { $0.keyword == keyword } == isRight, "\(keyword)")
    }
  }

  @Test func usualUnitComesFirst() throws {
    for (text, unit) in [
      ("events a", Keyword.days), ("retention a", .weeks), ("funnel a", .weeks),
      ("show events", .days),
    ] {
      let offer = ClauseOffer(for: try Self.query(text).kind, with: [])
      #expect(offer.words.first?.keyword == unit, "\(text)")
    }
  }

  @Test func onlyEventsTakeValues() throws {
    let values = Clause.Kind.by(Name("x"), values: [Value(.text("y"))])
    for (text, takes) in [("events a", true), ("events a by x", true), ("funnel a", false)] {
      let query = try Self.query(text)
      let offer = ClauseOffer(for: query.kind, with: query.clauses.map(\.kind))
      #expect(offer.takes(values) == takes, "\(text)")
    }
  }

  private static func query(_ text: String) throws -> Query {
    try #require(Script.parse(try SourceText(text)).script.statements.first?.query)
  }
}
