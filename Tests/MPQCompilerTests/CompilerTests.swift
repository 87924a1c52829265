import MPQAPI
import MPQSyntax
import Testing

@testable import MPQCompiler

/// Queries and the calls that they compile to, one line per call.
struct CompilerTests {
  private static func compile(_ text: String) throws -> (plans: [Plan], diagnostics: [Diagnostic]) {
    let source = try SourceText(text, name: "test")
    #expect(Script.parse(source).diagnostics.isEmpty, "\(text) does not parse")
    let compilation = Compiler().compile([source])
    let program = compilation.program
    return (program.outputs.indices.flatMap(program.plans(ofOutput:)), compilation.diagnostics)
  }

  private static func line(_ call: Call) -> String {
    let arguments = call.arguments.map { "\($0.name.rawValue)=\($0.value.wireText)" }
    return "\(call.endpoint.rawValue)?\(arguments.joined(separator: "&"))"
  }

  @Test(arguments: [
    ("events a", [#"events?event=["a"]&type=general&unit=day&interval=7"#]),
    (
      "events a, b unique hours 24",
      [#"events?event=["a", "b"]&type=unique&unit=hour&interval=24"#]
    ),
    ("events a, a", [#"events?event=["a"]&type=general&unit=day&interval=7"#]),
    (
      "events \u{e9}, e\u{301} general month 1",
      ["events?event=[\"\u{e9}\", \"e\u{301}\"]&type=general&unit=month&interval=1"]
    ),
    (
      "events a by p", ["events/properties?event=a&name=p&type=general&unit=day&interval=7"]
    ),
    (
      "events a limit 10 average weeks 2 by p",
      ["events/properties?event=a&name=p&type=average&unit=week&interval=2&limit=10"]
    ),
    (
      #"events a, b by p in ("x", 7, "x")"#,
      [
        #"events/properties?event=a&name=p&values=["x", "7"]&type=general&unit=day&interval=7"#,
        #"events/properties?event=b&name=p&values=["x", "7"]&type=general&unit=day&interval=7"#,
      ]
    ),
    (
      #"events a by p in (1.50, 1.5, "1.50", -0, 0.0, 9007199254740993)"#,
      [
        "events/properties?event=a&name=p&"
          + #"values=["1.5", "1.50", "0", "9007199254740993"]&type=general&unit=day&interval=7"#
      ]
    ),
    ("top events", ["events/top?type=general"]),
    ("top events unique limit 3", ["events/top?type=unique&limit=3"]),
    (
      "retention a, b", [#"events/retention?event=["a", "b"]&type=general&unit=week&interval=4"#]
    ),
    (
      "retention a days 10 unique",
      [#"events/retention?event=["a"]&type=unique&unit=day&interval=10"#]
    ),
    ("funnel a, b", [#"funnels?funnel=["a", "b"]&unit=week&interval=4"#]),
    (
      #"funnel "Signup flow" weeks 4 by referrer"#,
      ["funnels/properties?funnel=Signup flow&name=referrer&unit=week&interval=4"]
    ),
    (
      "funnel a, b by p limit 3 week 1",
      [
        "funnels/properties?funnel=a&name=p&unit=week&interval=1&limit=3",
        "funnels/properties?funnel=b&name=p&unit=week&interval=1&limit=3",
      ]
    ),
    ("show events", ["events/names?type=general&unit=day&interval=7"]),
    (
      "show events unique months 2 limit 5",
      ["events/names?type=unique&unit=month&interval=2&limit=5"]
    ),
    (
      "show properties of event a, b",
      [
        "events/properties/top?event=a&type=general&unit=day&interval=7",
        "events/properties/top?event=b&type=general&unit=day&interval=7",
      ]
    ),
    (
      "show values of p of event a limit 9",
      ["events/properties/values?event=a&name=p&type=general&unit=day&interval=7&limit=9"]
    ),
    ("show funnels", ["funnels/names?unit=week&interval=4"]),
    ("show dates of funnel a, b", [#"funnels/dates?funnel=["a", "b"]&unit=week"#]),
    ("show dates of funnel a limit 2", [#"funnels/dates?funnel=["a"]&unit=week&limit=2"#]),
    (
      "show properties of funnel a weeks 3",
      ["funnels/properties/names?funnel=a&unit=week&interval=3"]
    ),
  ])
  func compiles(_ text: String, _ calls: [String]) throws {
    let (plans, diagnostics) = try Self.compile(text)
    #expect(diagnostics.isEmpty)
    #expect(plans.flatMap(\.steps).map { Self.line($0.call) } == calls)
  }

  @Test(arguments: [
    ("funnel a days 7", "funnels are counted by week, not by day", "write 'weeks 1'"),
    ("funnel a by p days 8", "funnels are counted by week, not by day", "write 'weeks 2'"),
    ("show funnels hours 24", "funnels are counted by week, not by hour", "write 'weeks 1'"),
    (
      "show properties of funnel a months 1", "funnels are counted by week, not by month",
      "write 'weeks 5'"
    ),
    (
      "funnel a unique", "a funnel has no measure: funnels count users",
      "the form is: funnel NAME, ... [weeks N]"
    ),
    (
      "show dates of funnel a weeks 2", "'show dates' has no window",
      "the form is: show dates of funnel NAME, ... [limit N]"
    ),
    (
      "top events days 7",
      "'top events' has no window: it counts today and compares with yesterday",
      "the form is: top events [MEASURE] [limit N]"
    ),
    (
      "retention a by p", "retention cannot be broken down by a property",
      "the form is: retention NAME, ... [MEASURE] [weeks N]"
    ),
    (
      "show events by p", "'show events' cannot be broken down by a property",
      "the form is: show events [MEASURE] [days N] [limit N]"
    ),
    (
      "show values of p of event a by q", "'show values' cannot be broken down by a property",
      "the form is: show values of PROPERTY of event NAME [MEASURE] [days N] [limit N]"
    ),
    (
      "funnel a by p in (x)", "a funnel by a property takes no list of values",
      "leave 'in (...)' out; the form is: funnel NAME by PROPERTY [weeks N] [limit N]"
    ),
    (
      "events a limit 10", "a query for events has no limit",
      "a limit goes with 'by PROPERTY', 'top events' or 'show'"
    ),
    (
      "retention a limit 10", "retention has no limit",
      "the form is: retention NAME, ... [MEASURE] [weeks N]"
    ),
    ("events a days 10001", "the maximum is 'days 10000'", nil),
    ("top events limit 100001", "the maximum is 'limit 100000'", nil),
    (
      #"events "xexpire=4102444800interval=7name=foo" by feature"#,
      "a name makes the signed text ambiguous; the query is not sent",
      "names that hold 'expire=', 'name=' and the like cannot be asked about safely"
    ),
  ])
  func refuses(_ text: String, _ message: String, _ hint: String?) throws {
    let (plans, diagnostics) = try Self.compile(text)
    #expect(plans.isEmpty)
    #expect(diagnostics.map(\.message) == [message])
    #expect(diagnostics.first?.hints.first == hint)
  }

  @Test func everyProblemIsReported() throws {
    let (plans, diagnostics) = try Self.compile(
      "funnel a unique days 7 limit 3\nshow events\nretention a by p limit 2")
    #expect(plans.count == 1)
    #expect(diagnostics.count == 5)
  }

  /// A form sends all parameters that its endpoint requires, and none that it lacks.
  @Test(arguments: Form.allCases)
  func formsAndEndpointsAgree(_ form: Form) throws {
    let text =
      switch form {
      case .events: "events a"
      case .eventsByProperty: "events a by p"
      case .topEvents: "top events"
      case .retention: "retention a"
      case .funnel: "funnel a"
      case .funnelByProperty: "funnel a by p"
      case .showEvents: "show events"
      case .showEventProperties: "show properties of event a"
      case .showEventValues: "show values of p of event a"
      case .showFunnels: "show funnels"
      case .showFunnelDates: "show dates of funnel a"
      case .showFunnelProperties: "show properties of funnel a"
      }
    let plan = try #require(try Self.compile(text).plans.first)
    #expect(plan.form == form)
    let sent = try #require(plan.steps.first).call.arguments.map(\.name)
    let required = form.endpoint.parameters.filter(\.isRequired).map(\.name)
    #expect(sent == required)
  }

  @Test func defaultsOfAProfileCount() throws {
    let source = try SourceText("events a\nfunnel b\nretention c", name: "test")
    let defaults = Defaults(
      measure: .unique, eventWindow: Window(unit: .hour, interval: 12), weeks: 8)
    let program = Compiler(defaults: defaults).compile([source]).program
    let calls = program.outputs.indices.flatMap(program.calls(ofOutput:))
    #expect(
      calls.map(Self.line) == [
        #"events?event=["a"]&type=unique&unit=hour&interval=12"#,
        #"funnels?funnel=["b"]&unit=week&interval=8"#,
        #"events/retention?event=["c"]&type=unique&unit=week&interval=8"#,
      ])
  }

  @Test func explainIsKept() throws {
    let source = try SourceText("explain show funnels", name: "test")
    let program = Compiler().compile([source]).program
    #expect(program.outputs.map(\.isExplain) == [true])
    #expect(
      program.explanation(ofOutput: 0) == """
        show funnels
          GET /api/2.0/funnels/names  (the names of the funnels)
            unit=week
            interval=4
        """)
  }
}
