/// The meaning of a reserved word, in any spelling.
package enum Keyword: String, CaseIterable, Sendable {
  // Verbs, and what `show` and `of` name
  case events, top, retention, funnel, show
  case properties, values, dates

  // Before a query, and in place of one
  case explain, `let`, param, include

  // Between names
  case of, `for`, by, `in`, limit

  // Measures and units
  case total, unique, average
  case hours, days, weeks, months

  // Conditions
  case and, or, not

  /// The keyword that `text` spells, in capitals or not; `nil` for a name.
  package init?(spelling text: String) {
    guard let word = ReservedWord(spelling: text) else { return nil }
    self = word.keyword
  }

  /// The measure that the word names, if it does.
  package var measure: MeasureWord? {
    switch self {
    case .total: .total
    case .unique: .unique
    case .average: .average
    default: nil
    }
  }

  /// The unit that the word names, if it does.
  package var unit: UnitWord? {
    switch self {
    case .hours: .hour
    case .days: .day
    case .weeks: .week
    case .months: .month
    default: nil
    }
  }

  /// Whether a query can begin with the word.
  var isVerb: Bool {
    switch self {
    case .events, .top, .retention, .funnel, .show: true
    default: false
    }
  }

  /// Whether a statement can begin with the word; no other word ends the statement before it.
  var beginsStatement: Bool {
    switch self {
    case .explain, .let, .param, .include: true
    default: isVerb
    }
  }

  /// Whether a clause begins with the word.
  var beginsClause: Bool {
    measure != nil || unit != nil || self == .by || self == .limit
  }
}
