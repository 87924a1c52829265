import MPQAPI
import MPQCompiler
import MPQSyntax

// The words for failures of stages. Names in them are made visible and cut.

extension StageError {
  /// What is wrong, one sentence without a full stop.
  public var message: String {
    switch self {
    case .expectation(let row, let values, let condition, let failures, let rows):
      Self.expectation(row, values, condition, failures, rows)
    case .missingKeys(let keys):
      "rows are not distinct without \(Self.list(keys, "and"))"
    case .mixedKinds(let stage, let texts, let numbers):
      "'\(stage.rawValue)' cannot put text (\(Self.quoted(texts))) and numbers "
        + "(\(Self.quoted(numbers))) in one column"
    case .pivotValues(let pivot, []):
      "'pivot' needs one value column besides \(Self.quoted(pivot)); the table has no other"
    case .pivotValues(let pivot, let values):
      "'pivot' needs one value column besides \(Self.quoted(pivot)), and there are "
        + "\(values.count): \(Self.list(values, "and"))"
    case .pivotRepeats(let pivot, []):
      "'pivot' found two values for \(pivot.text)"
    case .pivotRepeats(let pivot, let row):
      "'pivot' found two values for \(pivot.text) in the row \(Self.joined(row))"
    case .transposeKeys([]):
      "'transpose' needs one key column; the table has no key column"
    case .transposeKeys(let keys):
      "'transpose' needs one key column, and there are \(keys.count): \(Self.list(keys, "and"))"
    case .differentKeys(let left, let right):
      "the sides have different key columns: \(Self.keys(left)) and \(Self.keys(right))"
    case .notNumbers(let column):
      "column \(Self.quoted(column)) holds text; arithmetic needs numbers"
    case .notTexts(let column):
      "column \(Self.quoted(column)) holds numbers; '~' searches text"
    case .comparedWithText(let column, let text):
      "column \(Self.quoted(column)) holds numbers; \(Self.quoted(text)) is text"
    case .openParameter(let name): "parameter \(Self.quoted(name)) has no value"
    case .tooLarge(let size, let limit): "the table would have more than \(limit) \(size.rawValue)"
    case .cancelled: "interrupted"
    }
  }

  /// What to write instead.
  public var hints: [String] {
    switch self {
    case .missingKeys(let keys):
      ["also select \(Self.list(keys, "and")), or fold the rows first: 'sum by ...'"]
    case .mixedKinds: ["'select' the columns of one kind first"]
    case .pivotValues(_, let values) where values.count > 1:
      ["'select' the keys and one value column first"]
    case .pivotRepeats: ["keep the other keys, or fold the rows first: 'sum by ...'"]
    case .transposeKeys(let keys) where keys.count > 1:
      ["'pivot' one of the keys first, or fold the rows: 'sum by ...'"]
    case .comparedWithText: ["compare with a number, or write 'is null'"]
    case .tooLarge: ["keep fewer rows or columns first: 'first', 'where', 'select'"]
    case .expectation, .pivotValues, .transposeKeys, .differentKeys, .notNumbers, .notTexts,
      .openParameter, .cancelled:
      []
    }
  }

  /// The most names in a message.
  private static var listLimit: Int { 5 }

  private static func expectation(
    _ row: [Place], _ values: [Place], _ condition: String, _ failures: Int, _ rows: Int
  ) -> String {
    let place = row.isEmpty ? "" : " for \(joined(row))"
    let found = values.map(\.finding).joined(separator: ", ")
    let others = rows > 1 ? " (\(failures) of \(rows) rows)" : ""
    return "'\(visible(condition))' does not hold\(place)"
      + (found.isEmpty ? "" : ": \(found)") + others
  }

  private static func keys(_ names: [String]) -> String {
    names.isEmpty ? "none" : list(names, "with")
  }

  /// `"a", "b" and "c"`.
  private static func list(_ names: [String], _ conjunction: String) -> String {
    let quoted = names.prefix(listLimit).map(quoted)
    let rest = names.count - quoted.count
    let words = rest > 0 ? quoted + ["\(rest) more"] : quoted
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return "\(words.dropLast().joined(separator: ", ")) \(conjunction) \(last)"
  }

  private static func joined(_ places: [Place]) -> String {
    places.map(\.text).joined(separator: ", ")
  }

  fileprivate static func quoted(_ name: String) -> String {
    "\"\(visible(Visible.excerpt(name)))\""
  }
}

extension StageError.Place {
  /// `date 2011-05-24`, `event "play song"`.
  fileprivate var text: String { "\(visible(Visible.excerpt(column))) \(cellText)" }

  /// `step_ratio is 0.18`.
  fileprivate var finding: String { "\(visible(Visible.excerpt(column))) is \(cellText)" }

  private var cellText: String {
    switch cell {
    case .null: "null"
    case .text(let text) where kind == .date: visible(Visible.excerpt(text))
    case .text(let text): StageError.quoted(text)
    case .number(let number): number.shortText
    }
  }
}
