import MPQAPI
import MPQCompiler
import MPQSyntax
import Testing

@testable import MPQ

/// Arithmetic between answers.
struct CombiningTests {
  struct Row: CustomTestStringConvertible {
    var left: String
    var sign = ArithmeticSign.over
    var right: String
    var openSides: (left: Bool, right: Bool) = (false, false)
    var result: String
    var notes: [String] = []

    var testDescription: String { "\(left) \(sign.rawValue) \(right)" }
  }

  private static let rows: [Row] = [
    Row(
      left: "date* date, signup integer\nd1, 1\nd2, 2\nd3, 3",
      right: "date* date, visit integer\nd2, 4\nd3, 0\nd4, 5",
      result: "date* date, signup / visit fraction\nd2, 0.5\nd3, -",
      notes: [
        "left out 1 row of the left side and 1 of the right side, "
          + "whose dates the other side does not have",
        "1 value is null: 1 divided by zero",
      ]),
    Row(
      left: "date* date, a integer\nd1, 1", sign: .minus, right: "date* date, a integer\nd1, 4",
      result: "date* date, a integer\nd1, -3"),
    Row(
      left: "date* date, a integer, b integer\nd1, 1, 2", right: "date* date, c integer\nd1, 4",
      result: "date* date, a fraction, b fraction\nd1, 0.25, 0.5"),
    Row(
      left: "date* date, c integer\nd1, 4", sign: .plus,
      right: "date* date, a integer, b number\nd1, 1, 0.5",
      result: "date* date, a integer, b number\nd1, 5, 4.5"),
    Row(
      left: "date* date, a integer, b integer\nd1, 1, 2", sign: .times,
      right: "date* date, b integer, c integer\nd1, 4, 5",
      result: "date* date, a integer, b integer, c integer\nd1, -, 8, -",
      notes: ["2 values are null: 2 without a partner"]),
    Row(
      // The data has one value on each side, but which ones it has is not known.
      left: "date* date, google integer\nd1, 1", right: "date* date, bing integer\nd1, 4",
      openSides: (true, true), result: "date* date, google fraction, bing fraction\nd1, -, -",
      notes: ["2 values are null: 2 without a partner"]),
    Row(
      left: "date* date, google integer\nd1, 1", right: "date* date, all integer\nd1, 4",
      openSides: (true, false), result: "date* date, google fraction\nd1, 0.25"),
    Row(
      left: "value* text, n integer\nx, 1\ny, 2\n-, 7",
      right: "value* text, n integer\nz, 3\n-, 14\ny, -",
      result: "value* text, n fraction\nx, -\ny, -\n-, 0.5\nz, -",
      notes: ["2 values are null: 2 without a partner"]),
    Row(
      left: "date* date, value* text, n integer\nd1, x, 1\nd2, x, 2\nd2, y, 3", sign: .minus,
      right: "value* text, date* date, n integer\nz, d2, 1\nx, d2, 1\nx, d3, 1",
      result: "date* date, value* text, n integer\nd2, x, 1\nd2, y, -\nd2, z, -",
      notes: [
        "left out 1 row of the left side and 1 of the right side, "
          + "whose dates the other side does not have",
        "2 values are null: 2 without a partner",
      ]),
    Row(
      left: "step* integer, goal text, n integer\n1, home, 4\n2, end, 2",
      right: "step* integer, goal text, n integer\n1, x, 8\n3, y, 1",
      result: "step* integer, goal text, n fraction\n1, home, 0.5\n2, end, -\n3, -, -",
      notes: ["2 values are null: 2 without a partner"]),
    Row(left: "n integer\n6", right: "m integer\n4", result: "n / m fraction\n1.5"),
    Row(
      left: "a* text, n integer\nx, 1", right: "b* text, n integer\nx, 1",
      result: #"error: the sides have different key columns: "a" and "b""#),
    Row(
      left: "a* text, b* text, n integer\nx, y, 1", right: "n integer\n1",
      result: #"error: the sides have different key columns: "a" with "b" and none"#),
    Row(
      left: "a* date, n integer\nx, 1", right: "a* text, n integer\nx, 1",
      result: #"error: the sides have different key columns: "a" and "a""#),
  ]

  @Test(arguments: rows) func row(_ row: Row) {
    do throws(StageError) {
      let (left, right) = (Table(written: row.left), Table(written: row.right))
      let spread = Program.Spread(
        hasOneLeft: !row.openSides.left && left.numericColumns.count == 1,
        hasOneRight: !row.openSides.right && right.numericColumns.count == 1)
      let result = try StageRunner.combine(left, row.sign, right, spread: spread)
      #expect(result.table.written == row.result)
      #expect(result.notes.map(\.text) == row.notes)
    } catch {
      #expect("error: \(error.message)" == row.result)
    }
  }

  @Test(
    arguments: [
      (.integer(2), .times, true, "n integer, r number\n6, 0.5\n0, -"),
      (.integer(6), .over, true, "n number, r number\n2, 24\n-, -"),
      (.integer(2), .over, false, "n number, r fraction\n1.5, 0.125\n0, -"),
      (.integer(1), .minus, true, "n integer, r fraction\n-2, 0.75\n1, -"),
      (.double(0.5), .plus, false, "n number, r fraction\n3.5, 0.75\n0.5, -"),
      (.integer(0), .over, false, "n number, r fraction\n-, -\n-, -"),
    ] as [(Number, ArithmeticSign, Bool, String)])
  func number(_ number: Number, _ sign: ArithmeticSign, _ isLeft: Bool, _ result: String) {
    let table = Table(
      written: "t text, k* integer, n integer, r fraction\nx, 1, 3, 0.25\ny, 2, 0, -")
    let found = StageRunner.combine(table, sign, number, numberIsLeft: isLeft).table
    #expect(Table(columns: Array(found.columns.dropFirst(2))).written == result)
    #expect(found.columns.prefix(2) == table.columns.prefix(2))
  }
}
