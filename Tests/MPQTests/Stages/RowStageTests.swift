import MPQAPI
import MPQSyntax
import Testing

@testable import MPQ

/// The stages that choose and order rows.
struct RowStageTests {
  private static let values = """
    value* text, count integer, rate number
    b, 2, 0.5
    -, 3, -
    a, -, 2
    B, 2, -0.5
    10, 9, 1e300
    """

  @Test(arguments: [
    StageFact(
      .sort([SortKey("count")]), values,
      """
      value* text, count integer, rate number
      b, 2, 0.5
      B, 2, -0.5
      -, 3, -
      10, 9, 1e300
      a, -, 2
      """),
    StageFact(
      .sort([SortKey("count", isDescending: true), SortKey("value")]), values,
      """
      value* text, count integer, rate number
      10, 9, 1e300
      -, 3, -
      B, 2, -0.5
      b, 2, 0.5
      a, -, 2
      """),
    StageFact(
      .sort([SortKey("value", isDescending: true)]), values,
      """
      value* text, count integer, rate number
      b, 2, 0.5
      a, -, 2
      B, 2, -0.5
      10, 9, 1e300
      -, 3, -
      """),
    StageFact(
      .sort([SortKey("rate")]), values,
      """
      value* text, count integer, rate number
      B, 2, -0.5
      b, 2, 0.5
      a, -, 2
      10, 9, 1e300
      -, 3, -
      """),
    StageFact(
      .sort([SortKey("lost")]), "a* text, n integer\nx, 1\ny, 0",
      "a* text, n integer\nx, 1\ny, 0",
      notes: [#"no column "lost" in the answer: its values are null"#]),
    StageFact(
      // The nearest doubles of these integers are equal.
      .sort([SortKey("n")]),
      "n number\n9007199254740993\n9007199254740992.0\n9007199254740991\n9007199254740994.0\n0.5",
      "n number\n0.5\n9007199254740991\n9007199254740992\n9007199254740993\n9007199254740994"),
    StageFact(
      .sort([SortKey("n")]), "n number\n-0.0\n0\n-1e-300\n5e-324\n-0.0",
      "n number\n-1e-300\n0\n0\n0\n5e-324"),
    StageFact(
      .sort([SortKey("u")]),
      "u text\nsame-start-b\nsame-start-\nsame-start-aaaaaaaaaa\nsame-start-aaaaaaaa",
      "u text\nsame-start-\nsame-start-aaaaaaaa\nsame-start-aaaaaaaaaa\nsame-start-b"),
    StageFact(.first(2), "n integer\n1\n2\n3", "n integer\n1\n2"),
    StageFact(.first(9), "n integer\n1\n2\n3", "n integer\n1\n2\n3"),
    StageFact(.last(2), "n integer\n1\n2\n3", "n integer\n2\n3"),
    StageFact(.last(999_999_999), "n integer\n1\n2\n3", "n integer\n1\n2\n3"),
    StageFact(.chart(nil), "n integer\n1", "n integer\n1"),
    StageFact(.save("x.csv"), "n integer\n1", "n integer\n1"),
    StageFact(
      .first(.parameter("weeks")), "n integer\n1", #"error: parameter "weeks" has no value"#),
  ])
  func row(_ fact: StageFact) {
    #expect(fact.result.text == fact.output)
    #expect(fact.result.notes == fact.notes)
  }

  /// A condition, and the rows of the table that hold it.
  @Test(
    arguments: [
      (.comparison("count", .equal, 2), "b B"),
      (.comparison("count", .notEqual, 2), "- 10"),
      (.not(.comparison("count", .equal, 2)), "- a 10"),
      (.comparison("count", .less, 2.5), "b B"),
      (.comparison("count", .lessOrEqual, 3), "b - B"),
      (.comparison("count", .greater, 2), "- 10"),
      (.comparison("rate", .greaterOrEqual, 0.5), "b a 10"),
      (.isIn("count", [9, 3.0, 4]), "- 10"),
      (.isIn("value", ["a", "A", 10]), "a 10"),
      (.isNull("count", isNegated: false), "a"),
      (.isNull("value", isNegated: true), "b a B 10"),
      (.comparison("value", .equal, "b"), "b"),
      (.comparison("value", .equal, 10), "10"),
      (.comparison("value", .equal, 10.0), "10"),
      (.comparison("value", .contains, "b"), "b B"),
      (.comparison("value", .contains, ""), "b a B 10"),
      (.comparison("value", .less, "a"), "B 10"),
      (.comparison("value", .greater, 9), "10"),
      (.comparison("value", .less, 10.5), "10"),
      (.and([.comparison("value", .less, "a"), .comparison("count", .equal, 9)]), "10"),
      (.or([.comparison("value", .equal, "a"), .comparison("count", .equal, 9)]), "a 10"),
      (.isNull("lost", isNegated: false), "b - a B 10"),
      (.comparison("lost", .equal, 1), ""),
    ] as [(Condition, String)])
  func condition(_ condition: Condition, _ rows: String) throws {
    let result = try StageRunner.apply(.where(condition), to: Table(written: Self.values))
    let names = result.table.columns[0].cells.texts.map { $0 ?? "-" }
    #expect(names.joined(separator: " ") == rows)
  }

  @Test(
    arguments: [
      (.comparison("date", .greaterOrEqual, "2011-05"), "2011-05-24 2012-01-01"),
      (.comparison("date", .less, "2011-05"), "2010-12-31"),
      (.comparison("date", .greater, 2011), "2011-05-24 2012-01-01"),
      (.comparison("date", .contains, "-01"), "2012-01-01"),
    ] as [(Condition, String)])
  func dates(_ condition: Condition, _ rows: String) throws {
    let table = Table(written: "date* date\n2010-12-31\n2011-05-24\n2012-01-01")
    let result = try StageRunner.apply(.where(condition), to: table)
    #expect(result.table.columns[0].cells.texts.map { $0 ?? "-" }.joined(separator: " ") == rows)
  }

  @Test(
    arguments: [
      (.comparison("count", .equal, "many"), #"column "count" holds numbers; "many" is text"#),
      (.comparison("count", .contains, 1), #"column "count" holds numbers; '~' searches text"#),
      (.comparison("value", .equal, Value(.parameter("goal"))), #"parameter "goal" has no value"#),
    ] as [(Condition, String)])
  func wrongCondition(_ condition: Condition, _ message: String) {
    let error = #expect(throws: StageError.self) {
      try StageRunner.apply(.where(condition), to: Table(written: Self.values))
    }
    #expect(error?.message == message)
  }

  /// A text column is compared with a number by value, where it is one in its shortest spelling.
  @Test func textsThatAreNumbers() throws {
    let texts = "12\n007\n1.0\n0x11\n1.\n1e400\n-3\n2.5\n \n-"
    let result = try StageRunner.apply(
      .where(.comparison("value", .less, 20)), to: Table(written: "value* text\n" + texts))
    #expect(result.table.written == "value* text\n12\n-3\n2.5")
  }

  @Test func expectationNamesTheRow() {
    let table = Table(
      written: """
        date* date, event* text, rate fraction, other integer
        2011-05-23, a, 0.2, 1
        2011-05-24, b c, 0.18, 1
        2011-05-25, a, -, 1
        """)
    let condition = Condition.comparison("rate", .greaterOrEqual, 0.2)
    let error = #expect(throws: StageError.self) {
      try StageRunner.apply(.expect(condition), to: table)
    }
    #expect(
      error?.message == "'\(condition)' does not hold for date 2011-05-24, event \"b c\": "
        + "rate is 0.18 (2 of 3 rows)")
  }

  @Test func expectationHolds() throws {
    let table = Table(written: "rate fraction\n0.2")
    let result = try StageRunner.apply(.expect(.comparison("rate", .greater, 0.1)), to: table)
    #expect(result == StageResult(table))
    let empty = try StageRunner.apply(
      .expect(.comparison("rate", .greater, 0.1)), to: Table(written: "rate fraction"))
    #expect(empty.notes.map(\.text) == ["'expect' had no rows to check"])
  }

  @Test(arguments: [
    ("abc", "xABCx", true), ("aab", "aaab", true), ("aab", "aabaa", true), ("É", "é", false),
    ("abab", "abaabab", true), ("abab", "abaaba", false), ("k", "K", true), ("@", "`", false),
  ])
  func contains(_ part: String, _ text: String, _ isFound: Bool) {
    #expect(FoldedPattern(part).isIn(text) == isFound)
  }
}
