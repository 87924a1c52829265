import MPQSyntax
import Testing

@testable import MPQCompiler

/// The columns of statements, before anything is asked.
struct SchemaTests {
  @Test(arguments: [
    ("events a, b", "date (key), a, b"),
    ("events date", "date (key), event:date"),
    ("events a by p", "date (key), one for each of the values of \"p\""),
    ("events a, b by p", "event (key), date (key), one for each of the values of \"p\""),
    ("top events", "event (key), amount, change"),
    ("retention a", "event (key), cohort (key), one for each of the periods of retention"),
    (
      "funnel f",
      "funnel (key), date (key), step (key), goal, count, step_ratio, overall_ratio"
    ),
    (
      "funnel f by p",
      "date (key), value (key), one for each of the steps of a funnel, start, end, total"
    ),
    ("show events", "event (key)"), ("show funnels", "funnel (key)"),
    ("show values of p of event a, b", "event (key), value (key)"),
    ("show properties of funnel f", "property (key), count"),
    ("show dates of funnel f", "funnel (key), date (key)"),
    ("top events | select amount as n, event", "event (key), n"),
    ("top events | add twice = amount * 2", "event (key), amount, change, twice"),
    ("funnel f | mean by step", "step (key), count, step_ratio, overall_ratio"),
    ("top events | max", "amount, change"),
    ("events a, b | unpivot", "date (key), name (key), value"),
    ("events a, b | unpivot event", "date (key), event (key), value"),
    ("events a, b | unpivot | pivot name", "date (key), one for each of the texts of \"name\""),
    ("events a, b | transpose", "name (key), one for each of the texts of \"date\""),
    ("events a / events b", "date (key), a / b"),
    ("events a / events a", "date (key), a"),
    ("events a, b / events c", "date (key), a, b"),
    ("events a / events b, c", "date (key), b, c"),
    ("events a, b - events b, c", "date (key), a, b, c"),
    ("events a by p / events b", "date (key), one for each of the values of \"p\""),
    ("events a by p / events b by p", "date (key), one for each of the values of \"p\""),
    ("1 - events a / events b", "date (key), a / b"),
    ("let x = events a days 30\nx / x | rolling 7", "date (key), a"),
  ])
  func columns(_ program: String, _ columns: String) throws {
    let compilation = Compiler().compile([try SourceText(program, name: "test.mpq")])
    try #require(compilation.diagnostics == [])
    let output = try #require(compilation.program.outputs.last)
    #expect(compilation.program.schemas[output.node].text == columns)
  }

  @Test(arguments: [
    ("events a", "integer"), ("events a average", "number"), ("events a / events b", "fraction"),
    ("events a / 7", "number"), ("events a / events b * 100", "number"),
    ("events a | share", "fraction"), ("events a | rolling 7", "number"),
    ("events a | change", "fraction"), ("events a | cumulate", "integer"),
    ("events a | sum", "integer"), ("events a | mean", "number"),
    ("events a / events b | rolling 7", "fraction"), ("events a - events b", "integer"),
  ])
  func kinds(_ program: String, _ kind: String) throws {
    let program = Compiler().compile([try SourceText(program, name: "test.mpq")]).program
    let output = try #require(program.outputs.last)
    #expect(program.schemas[output.node].values.map(\.kind.rawValue) == [kind])
  }
}
