import MPQAPI
import MPQCompiler
import MPQSyntax
import Testing

@testable import MPQ

/// The stages that choose, add and fold columns.
struct ColumnStageTests {
  private static let steps = """
    date* date, step* integer, goal text, count integer, ratio fraction
    d1, 1, home, 10, 1
    d1, 2, signup, 4, 0.4
    d2, 1, home, 0, 1
    """

  private static func column(_ name: Name) -> Arithmetic<CellOperand> {
    .operand(CellOperand(.column(name)))
  }

  private static func number(_ value: Value) -> Arithmetic<CellOperand> {
    .operand(CellOperand(.number(value)))
  }

  private static func product(
    _ left: Arithmetic<CellOperand>, _ sign: ArithmeticSign, _ right: Arithmetic<CellOperand>
  ) -> Arithmetic<CellOperand> {
    .product(left, [.init(sign, right)])
  }

  @Test(arguments: [
    StageFact(
      .select([Selection("count", as: "n"), Selection("step"), Selection("date")]), steps,
      "n integer, step* integer, date* date\n10, 1, d1\n4, 2, d1\n0, 1, d2"),
    StageFact(
      .select([Selection("date"), Selection("count")]), steps,
      #"error: rows are not distinct without "step""#),
    StageFact(
      .select([Selection("count")]), steps,
      #"error: rows are not distinct without "date" and "step""#),
    StageFact(
      .select([Selection("n")]), "date* date, n integer\nd1, 5", "n integer\n5"),
    StageFact(
      .select([Selection("date"), Selection("n"), Selection("n"), Selection("x")]),
      "date* date, n integer\nd1, 5", "date* date, n integer, n_2 integer, x number\nd1, 5, 5, -",
      notes: [#"no column "x" in the answer: its values are null"#]),
    StageFact(
      .add("x", product(column("count"), .over, column("step"))), steps,
      steps.replacing(" fraction", with: " fraction, x fraction")
        .replacing("10, 1", with: "10, 1, 10").replacing("0.4", with: "0.4, 2")
        .replacing(", 0, 1", with: ", 0, 1, 0")),
    StageFact(
      .add("x", product(column("step"), .over, column("count"))),
      "step integer, count integer\n1, 0",
      "step integer, count integer, x fraction\n1, 0, -",
      notes: ["1 value is null: 1 divided by zero"]),
    StageFact(
      .add("x", .sum(number(1), [.init(.minus, column("r"))])), "r fraction\n0.25\n-",
      "r fraction, x fraction\n0.25, 0.75\n-, -"),
    StageFact(
      .add("x", product(number(2), .times, number(3))), "r fraction\n0.25",
      "r fraction, x integer\n0.25, 6"),
    StageFact(
      .add("x", product(column("n"), .times, column("n"))), "n integer\n4294967296\n3",
      "n integer, x integer\n4294967296, 18446744073709552000\n3, 9"),
    StageFact(
      .add("x", product(column("n"), .times, column("n"))), "n number\n1e200",
      "n number, x number\n1e200, -", notes: ["1 value is null: 1 too large"]),
    StageFact(
      .add("x", column("goal")), steps,
      #"error: column "goal" holds text; arithmetic needs numbers"#),
    StageFact(
      .fold(.sum, by: ["date"]), steps,
      "date* date, count integer, ratio fraction\nd1, 14, 1.4\nd2, 0, 1"),
    StageFact(
      .fold(.mean, by: ["step"]), steps,
      "step* integer, count number, ratio fraction\n1, 5, 1\n2, 4, 0.4"),
    StageFact(.fold(.max, by: []), steps, "count integer, ratio fraction\n10, 1"),
    StageFact(
      .fold(.min, by: ["goal", "step"]), steps,
      "goal* text, step* integer, count integer, ratio fraction\nhome, 1, 0, 1\nsignup, 2, 4, 0.4"),
    StageFact(
      .fold(.sum, by: ["k"]), "k* text, n integer\n-, 1\na, -\n-, 3\nb, -",
      "k* text, n integer\n-, 4\na, -\nb, -"),
    StageFact(.fold(.sum, by: []), "k* text, n integer", "n integer\n-"),
    StageFact(.fold(.mean, by: []), "n integer\n-\n2\n5", "n number\n3.5"),
    StageFact(
      .fold(.sum, by: []),
      "n integer\n9223372036854775807\n9223372036854775807\n-9223372036854775807",
      "n integer\n9223372036854775807"),
    StageFact(
      .fold(.sum, by: []), "n integer\n9223372036854775807\n1", "n integer\n9223372036854776000"),
    StageFact(.fold(.max, by: []), "n number\n1\n1.5\n-\n1.25", "n number\n1.5"),
    StageFact(
      .fold(.sum, by: ["lost"]), "k* text, n integer\na, 1\nb, 2", "lost* text, n integer\n-, 3",
      notes: [#"no column "lost" in the answer: its values are null"#]),
  ])
  func columns(_ fact: StageFact) {
    #expect(fact.result.text == fact.output)
    #expect(fact.result.notes == fact.notes)
  }

  @Test(arguments: [
    StageFact(
      .unpivot(nil), "date* date, a integer, b number\nd1, 1, 0.5\nd2, -, 2",
      "date* date, name* text, value number\nd1, a, 1\nd1, b, 0.5\nd2, a, -\nd2, b, 2"),
    StageFact(
      .unpivot("referrer"), "date* date, value* text, a integer\nd1, x, 1",
      "date* date, value* text, referrer* text, value_2 integer\nd1, x, a, 1"),
    StageFact(.unpivot(nil), "date* date\nd1", "date* date, name* text, value number"),
    StageFact(
      .unpivot(nil), "date* date, goal text, n integer\nd1, x, 1",
      #"error: 'unpivot' cannot put text ("goal") and numbers ("n") in one column"#),
    StageFact(
      .pivot("value"), "date* date, value* text, n integer\nd1, x, 1\nd1, y, 2\nd2, y, 3\nd2, -, 4",
      "date* date, x integer, y integer, null integer\nd1, 1, 2, -\nd2, -, 3, 4"),
    StageFact(
      .pivot("step"), "date* date, step* integer, goal text\nd1, 1, home\nd1, 2, end",
      "date* date, 1 text, 2 text\nd1, home, end"),
    StageFact(
      .pivot("goal"), "date* date, goal text, n integer\nd1, home, 1\nd2, end, 2",
      "date* date, home integer, end integer\nd1, 1, -\nd2, -, 2"),
    StageFact(
      .pivot("a"), "a* text, b integer, c integer\nx, 1, 2",
      #"error: 'pivot' needs one value column besides "a", and there are 2: "b" and "c""#),
    StageFact(
      .pivot("a"), "a* text\nx",
      #"error: 'pivot' needs one value column besides "a"; the table has no other"#),
    StageFact(
      .pivot("a"), "a text, k* date, n integer\nx, d1, 2\nx, d1, 3",
      #"error: 'pivot' found two values for a "x" in the row k d1"#),
    StageFact(
      .transpose, "date* date, a integer, b number\nd1, 1, 0.5\nd2, -, 2",
      "name* text, d1 number, d2 number\na, 1, -\nb, 0.5, 2"),
    StageFact(
      .transpose, "a* date, b* text, n integer\nd1, x, 1",
      #"error: 'transpose' needs one key column, and there are 2: "a" and "b""#),
    StageFact(
      .transpose, "n integer\n1",
      "error: 'transpose' needs one key column; the table has no key column"),
    StageFact(.transpose, "a* text, n integer", "name* text\nn"),
  ])
  func reshaping(_ fact: StageFact) {
    #expect(fact.result.text == fact.output)
  }

  @Test func limitsOfColumnsAndCells() {
    let names: [String?] = (0..<10_001).map { "\($0)" }
    let numbers = [Number?](repeating: .integer(1), count: names.count)
    let wide = Table(columns: [
      Table.Column("a", .text, isKey: true, .texts(names)),
      Table.Column("n", .integer, .numbers(numbers)),
    ])
    for stage in [Stage.Kind.pivot("a"), .transpose] {
      #expect(throws: StageError.tooLarge(.columns, limit: 10_000)) {
        try StageRunner.apply(stage, to: wide)
      }
    }
    let keys: [String?] = (0..<9_000).map { "\($0)" }
    let large = Table(columns: [
      Table.Column("a", .text, isKey: true, .texts(keys)),
      Table.Column("b", .text, isKey: true, .texts(keys)),
      Table.Column("n", .integer, .numbers(numbers)),
    ])
    #expect(throws: StageError.tooLarge(.cells, limit: 20_000_000)) {
      try StageRunner.apply(.pivot("b"), to: large)
    }
  }
}
