/// One stage of the language: its word, its arguments, and its help.
///
/// ``all`` is the whole table. Parser, completion, help and the tests of grammar.md read it.
package struct StageEntry: Sendable {
  /// What follows the word, and the stage that it makes.
  package enum Arguments: Sendable {
    /// `share`
    case none(Stage.Kind)
    /// `first 10`
    case count(@Sendable (Count) -> Stage.Kind)
    /// `change` or `change 7`
    case optionalCount(@Sendable (Count?) -> Stage.Kind)
    /// `where step = 2`
    case condition(@Sendable (Condition) -> Stage.Kind)
    /// `sort total desc, date`
    case sortKeys
    /// `select date, home as landing`
    case selections
    /// `add rate = end / start`
    case assignment
    /// `sum` or `sum by date`
    case grouping(FoldWord)
    /// `pivot value`
    case column
    /// `unpivot` or `unpivot referrer`
    case newColumn
    /// `chart` or `chart bar`
    case chart
    /// `save "weekly.csv"`
    case file
  }

  /// The word.
  package let word: StageWord
  /// What follows the word.
  package let arguments: Arguments
  /// The stage with placeholders for its arguments: `sort COLUMN [desc], ...`.
  package let usage: String
  /// What it does, in a few words.
  package let summary: String
  /// A statement with the stage.
  package let example: String

  /// The entry of `word`, ignoring case; `nil` when it names no stage.
  package init?(spelling word: String) {
    guard word.utf8.count <= Self.longest, let word = StageWord(rawValue: word.lowercased()),
      let entry = Self.byWord[word]
    else { return nil }
    self = entry
  }

  private init(
    _ word: StageWord, _ arguments: Arguments, _ usage: String, _ summary: String,
    _ example: String
  ) {
    self.word = word
    self.arguments = arguments
    self.usage = usage.isEmpty ? word.rawValue : "\(word.rawValue) \(usage)"
    self.summary = summary
    self.example = example
  }

  private static let longest = StageWord.allCases.map(\.rawValue.utf8.count).max() ?? 0

  private static let byWord = Dictionary(
    all.map { ($0.word, $0) }, uniquingKeysWith: { first, _ in first })

  /// The word of each stage that ends its pipeline.
  static let outputs: Set<StageWord> = [.chart, .save]
}

extension StageEntry {
  /// Every stage, in the order of help.
  package static let all: [StageEntry] = rows + columns + numbers + outputStages

  private static let rows = [
    StageEntry(
      .sort, .sortKeys, "COLUMN [desc], ...", "order the rows",
      "top events | sort change desc"),
    StageEntry(
      .first, .count { .first($0) }, "N", "keep the first rows",
      "top events | first 10"),
    StageEntry(
      .last, .count { .last($0) }, "N", "keep the last rows",
      "events signup days 30 | last 7"),
    StageEntry(
      .where, .condition { .where($0) }, "CONDITION", "keep the rows that meet a condition",
      "funnel \"Signup flow\" | where step >= 2"),
    StageEntry(
      .expect, .condition { .expect($0) }, "CONDITION",
      "end the run with exit code 8 unless every row meets a condition",
      "events signup | expect signup > 100"),
  ]

  private static let columns = [
    StageEntry(
      .select, .selections, "COLUMN [as NAME], ...", "keep, order and rename columns",
      "top events | select event, amount as visits"),
    StageEntry(
      .add, .assignment, "NAME = ARITHMETIC", "add a column computed from others",
      "events signup, visit | add rate = signup / visit"),
    StageEntry(
      .unpivot, .newColumn, "[NAME]", "turn value columns into rows",
      "events signup by referrer | unpivot referrer"),
    StageEntry(
      .pivot, .column, "COLUMN", "turn rows into columns, one per value",
      "funnel \"Signup flow\" | select date, step, count | pivot step"),
    StageEntry(
      .transpose, .none(.transpose), "", "turn rows into columns and columns into rows",
      "events signup, visit | transpose"),
  ]

  private static let numbers = [
    StageEntry(
      .sum, .grouping(.sum), "[by COLUMN, ...]", "add up the rows",
      "events signup days 30 | sum"),
    StageEntry(
      .mean, .grouping(.mean), "[by COLUMN, ...]", "average the rows",
      "events signup days 30 | mean"),
    StageEntry(
      .min, .grouping(.min), "[by COLUMN, ...]", "keep the least values of the rows",
      "events signup days 30 | min"),
    StageEntry(
      .max, .grouping(.max), "[by COLUMN, ...]", "keep the greatest values of the rows",
      "events signup days 30 | max"),
    StageEntry(
      .share, .none(.share), "", "divide each value by the total of its row",
      "events signup by referrer | share"),
    StageEntry(
      .change, .optionalCount { .change($0) }, "[N]",
      "compute the relative change from N rows before",
      "events signup days 28 | change 7"),
    StageEntry(
      .rolling, .count { .rolling($0) }, "N", "average the last N rows",
      "events signup days 30 | rolling 7"),
    StageEntry(
      .cumulate, .none(.cumulate), "", "add up the rows so far",
      "events signup days 30 | cumulate"),
  ]

  private static let outputStages = [
    StageEntry(
      .chart, .chart, "[KIND]",
      "draw a chart; kinds are \(ChartWord.allCases.map(\.rawValue).joined(separator: ", "))",
      "events signup days 30 | chart line"),
    StageEntry(
      .save, .file, "\"FILE\"", "write the answer to a file",
      "events signup days 30 | save \"signups.csv\""),
  ]
}
