import MPQAPI
import MPQSyntax

/// Why a stage or an operator cannot be applied to the columns that it gets.
///
/// Each case shows such an expression. All messages are worded here.
enum SchemaProblem: Equatable {
  /// `top events | sort amuont`
  case unknownColumn(String, nearest: String?, known: [String])
  /// `top events | where event > 3`: a text compared with a number, or a number with a text.
  case wrongValue(column: String, isNumeric: Bool)
  /// `top events | where amount ~ 3`
  case containsNeedsText(column: String)
  /// `top events | add x = event + 1`
  case notNumeric(column: String)
  /// `show events | share`
  case nothingToCompute(stage: String)
  /// `funnel a | unpivot`: texts and numbers in one column.
  case mixedColumns(stage: String)
  /// `events a days 7 unique | sum`
  case doesNotAddUp(stage: String, measure: Measure)
  /// `top events | sum by amount`
  case notAKey(column: String, keys: [String])
  /// `top events | pivot amount`
  case pivotNeedsKey(column: String)
  /// `funnel a | pivot step`: more than one column could give the cells.
  case pivotNeedsOneColumn
  /// `funnel a | transpose`
  case transposeNeedsOneKey([String])
  /// `top events | add amount = 1`
  case duplicateColumn(String)
  /// `top events | select amount, amount`
  case selectedTwice(String)
  /// `top events | share`: fractions are not parts of a total.
  case shareOfFractions(column: String?)

  /// `events a weeks 4 / events b days 28`
  case differentUnits(Window.Unit, Window.Unit)
  /// `top events / events a`
  case differentKeys([String], [String])
  /// `events a by p / events a by q`
  case differentSets(String, String)
  /// `show events + show events`
  case nothingToCombine
  /// `1 + 2`: an expression without a query.
  case onlyNumbers
  /// `top events / :name`, where the parameter is a text
  case notANumber(String)
  /// `top events / 0`
  case divisionByZero
  /// `1e300 * 1e300`: a number that no double can hold.
  case numberTooLarge
}

extension SchemaProblem: Reason {
  /// What is wrong, one sentence without a full stop.
  var message: String {
    switch self {
    case .unknownColumn(let name, _, _): "the table has no column \(quoted(name))"
    case .wrongValue(let column, true):
      "column \(quoted(column)) has numbers, and this is a text"
    case .wrongValue(let column, false):
      "column \(quoted(column)) has texts, and this is a number"
    case .containsNeedsText(let column):
      "'~' compares texts, and column \(quoted(column)) has numbers"
    case .notNumeric(let column):
      "column \(quoted(column)) has texts; arithmetic needs numbers"
    case .nothingToCompute(let stage): "'\(stage)' needs a column of numbers"
    case .mixedColumns(let stage):
      "'\(stage)' would put texts and numbers into one column"
    case .doesNotAddUp(let stage, .average):
      "averages do not add up: '\(stage)' would count some users more than others"
    case .doesNotAddUp(let stage, _):
      "unique users do not add up: '\(stage)' would count a user once for each row"
    case .notAKey(let column, _): "\(quoted(column)) is not a key column"
    case .pivotNeedsKey(let column):
      "'pivot' needs a key column, and \(quoted(column)) is not one"
    case .pivotNeedsOneColumn: "'pivot' needs exactly one column of values"
    case .transposeNeedsOneKey([]): "'transpose' needs a key column, and the table has none"
    case .transposeNeedsOneKey(let keys):
      "'transpose' needs one key column, and the table has \(keys.count)"
    case .duplicateColumn(let name): "the table already has a column \(quoted(name))"
    case .selectedTwice(let name): "column name \(quoted(name)) occurs twice"
    case .shareOfFractions: "fractions are not parts of a total"
    case .differentUnits(let left, let right):
      "the left side is counted by \(left.rawValue), the right side by \(right.rawValue)"
    case .differentKeys(let left, let right):
      "the rows cannot be matched: the left side has \(Self.keys(left)), "
        + "the right side \(Self.keys(right))"
    case .differentSets(let left, let right):
      "the columns cannot be matched: the left side has \(left), the right side \(right)"
    case .nothingToCombine: "arithmetic needs a column of numbers on both sides"
    case .onlyNumbers: "the expression has no query"
    case .notANumber(let text): "arithmetic needs numbers, and \(quoted(text)) is a text"
    case .divisionByZero: "division by zero"
    case .numberTooLarge: "the number is too large"
    }
  }

  /// What to write instead.
  var hints: [String] {
    switch self {
    case .unknownColumn(_, let nearest?, _): ["did you mean '\(nearest)'?"]
    case .unknownColumn(_, nil, let known): [Self.listed("columns", known)]
    case .wrongValue(_, true): ["write the number without quotes"]
    case .wrongValue(_, false): ["use '=' or put the value in quotes"]
    case .containsNeedsText: ["use =, !=, <, <=, > or >="]
    case .mixedColumns: ["choose columns of one kind first: | select COLUMN, ..."]
    case .doesNotAddUp(_, let measure):
      [
        measure == .average
          ? "ask for 'total', or use 'mean'"
          : "ask for one longer period, such as 'months 1', or use 'mean' or 'max'"
      ]
    case .notAKey(_, let keys), .transposeNeedsOneKey(let keys): [Self.listed("key columns", keys)]
    case .pivotNeedsKey: ["'unpivot' makes rows of columns"]
    case .pivotNeedsOneColumn: ["choose the column first: | select COLUMN, ..."]
    case .duplicateColumn, .selectedTwice: ["choose another name"]
    case .shareOfFractions: ["choose the counts first: | select COLUMN, ..."]
    case .differentUnits: ["write both windows in the same unit"]
    case .differentKeys: ["'sum by COLUMN' reduces the key columns of a side"]
    case .differentSets: ["ask both sides by the same property"]
    case .nothingToCompute, .nothingToCombine, .notNumeric, .divisionByZero, .numberTooLarge: []
    case .notANumber: ["give the parameter a number as its default: param rate = 1"]
    case .onlyNumbers: ["write a query: top events"]
    }
  }

  private static func keys(_ names: [String]) -> String {
    names.isEmpty ? "no key column" : "the key " + names.map(quoted).joined(separator: ", ")
  }

  private static func listed(_ what: String, _ names: [String]) -> String {
    guard !names.isEmpty else { return "it has no \(what)" }
    let shown = names.prefix(8).map(quoted).joined(separator: ", ")
    return "\(what): \(shown)\(names.count > 8 ? ", ..." : "")"
  }
}
