import MPQAPI
import MPQCompiler
import MPQSyntax
import Testing

@testable import MPQ

/// The notes of answers.
struct NoteTests {
  /// A query, the body of each call's answer, and the notes.
  struct Row: CustomTestStringConvertible {
    var query: String
    var bodies: [String]
    var notes: [String]

    var testDescription: String { query }
  }

  private static func series(_ values: String) -> String {
    #"{"data": {"series": ["2024-01-01", "2024-01-02"], "values": {\#(values)}}, "#
      + #""legend_size": 1}"#
  }

  private static let full = #"{"2024-01-01": 0, "2024-01-02": 3}"#
  private static let zero = #"{"2024-01-01": 0, "2024-01-02": 0}"#
  private static let time = "from 2024-01-01 to 2024-01-02"

  private static let limitReached = "255 values (the limit); 'limit N' shows more"

  private static func words(_ count: Int) -> String {
    (0..<count).map { "v\($0)" }.joined(separator: ", ")
  }

  private static func columns(_ count: Int) -> String {
    series((0..<count).map { #""v\#($0)": \#(full)"# }.joined(separator: ", "))
  }

  private static func list(_ count: Int) -> String {
    "[" + (0..<count).map { "\"v\($0)\"" }.joined(separator: ",") + "]"
  }

  static let rows = [
    Row(query: "events a, b", bodies: [series(#""a": \#(full), "b": \#(full)"#)], notes: []),
    Row(
      query: "events a, b, c", bodies: [series(#""a": \#(full), "b": \#(zero)"#)],
      notes: [
        #"no data about event "b" \#(time)"#,
        #"the project has no event "c"; see 'show events'"#,
      ]),
    // A property, or the listed values, may have no data.
    Row(
      query: "events a by x", bodies: [series("")],
      notes: [
        #"no data about property "x" of event "a" in the last 7 days; "#
          + "see 'show properties of event a'"
      ].map { $0.replacing("in the last 7 days", with: time) }),
    Row(
      query: "events a by x in (p, q, r)", bodies: [series(#""p": \#(full), "q": \#(zero)"#)],
      notes: [#"no data about "q", "r" of property "x" of event "a" \#(time)"#]),
    Row(
      query: "events a by x in (p)", bodies: [series(#""p": \#(zero)"#)],
      notes: [#"no data about "p" of property "x" of event "a" \#(time)"#]),
    Row(
      query: "events a by x in (p, q)", bodies: [series(#""p": \#(zero), "q": \#(zero)"#)],
      notes: [#"no data about "p", "q" of property "x" of event "a" \#(time)"#]),
    Row(query: "events a by x", bodies: [series(#""p": \#(full)"#)], notes: []),
    // A list as long as the limit is complete.
    Row(query: "events a by x", bodies: [columns(255)], notes: [limitReached]),
    Row(query: "events a by x in (\(words(254)))", bodies: [columns(254)], notes: []),
    Row(query: "events a by x in (\(words(255)))", bodies: [columns(255)], notes: []),
    Row(
      query: "show values of carier of event departed", bodies: ["[]"],
      notes: [
        #"no data about property "carier" of event "departed" in the last 7 days; "#
          + "see 'show properties of event departed'"
      ]),
    Row(
      query: "show properties of event a weeks 1", bodies: ["{}"],
      notes: [
        #"no data about event "a" in the last 1 week; see 'show events'"#
      ]),
    Row(
      query: "top events", bodies: [#"{"events": [], "type": "general"}"#],
      notes: ["no events today"]),
    Row(query: "show events", bodies: ["[]"], notes: ["no data in the last 7 days"]),
    // A default limit of the server is noted; a limit of the query is not.
    Row(query: "show values of x of event a", bodies: [list(254)], notes: []),
    Row(
      query: "show values of x of event a", bodies: [list(255)],
      notes: ["255 values (the limit); 'limit N' shows more"]),
    Row(query: "show values of x of event a limit 255", bodies: [list(255)], notes: []),
    Row(query: "show events", bodies: [list(9)], notes: []),
    Row(
      query: "events a",
      bodies: [
        #"{"data": {"series": ["2024-01"], "values": {"a": {"2024-01": 7, "x": 1}}}}"#
      ],
      notes: ["left out 1 number for a date outside of the answer's window"]),
    Row(
      query: "show events", bodies: [list(255)],
      notes: ["255 events (the limit); 'limit N' shows more"]),
  ]

  @Test(arguments: rows)
  func notes(_ row: Row) throws {
    let plan = try #require(
      try Evaluator.program([try SourceText(row.query)]).plans(ofOutput: 0).first)
    let results = try zip(plan.steps, row.bodies).map { step, body in
      try CallResult(reading: Array(body.utf8), of: step.call.endpoint)
    }
    #expect(results.count == plan.steps.count)
    let answer = AnswerBuilder(plan: plan, results: results).answer()
    #expect(answer.notes.map(\.text) == row.notes)
  }

  /// The values of each week count against the limit.
  @Test func funnelsByAProperty() throws {
    let plan = try #require(
      try Evaluator.program([try SourceText("funnel f by dest")]).plans(ofOutput: 0).first)
    let step = try #require(plan.steps.first)
    func notes(_ weeks: [[String]]) -> [String] {
      let values = weeks.enumerated().map { number, values in
        FunnelBreakdown.Week(
          date: "2024-01-0\(number + 1)", property: "dest", stepCount: 1,
          values: values.map { value in
            FunnelBreakdown.Value(
              value: value, steps: [FunnelBreakdown.Step(number: 1, count: 1, isBest: true)])
          })
      }
      let result = CallResult.breakdown(FunnelBreakdown(weeks: values))
      return AnswerBuilder(plan: plan, results: [result]).answer().notes.map(\.text)
    }
    #expect(step.call.limit == 10)
    #expect(notes([(0..<9).map { "v\($0)" }, ["w"]]) == [])
    #expect(
      notes([["w"], (0..<10).map { "v\($0)" }]) == [
        "10 values a week (the limit); 'limit N' shows more"
      ])
    #expect(notes([[""], [""]]).first?.hasPrefix("no data about property \"dest\"") == true)
    #expect(notes([[]]).first?.hasPrefix("no data about funnel \"f\"") == true)
  }

  @Test func longListsAreCut() {
    let note = Note.noValues(
      (1...7).map { "v\($0)" }, property: "p", Note.Subject(.event, "e"), .always)
    #expect(
      note.text == #"no data about "v1", "v2", "v3", "v4", "v5" and 2 more of property "p" of "#
        + #"event "e" at any time"#)
  }
}
