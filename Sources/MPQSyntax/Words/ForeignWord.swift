/// A word of other query languages, or of English, and what to write here instead.
struct ForeignWord {
  /// What to write here.
  let hint: String
  /// Whether the word would occur inside a query, not at its start.
  let isClause: Bool

  /// The entry of `word`, ignoring case; `nil` if the table does not list it.
  init?(spelling word: String) {
    guard word.utf8.count <= 16, let entry = Self.bySpelling[word.lowercased()] else { return nil }
    self = entry
  }

  private init(_ hint: String, isClause: Bool) {
    self.hint = hint
    self.isClause = isClause
  }

  private static let clauseWords: [(words: String, hint: String)] = [
    (
      "last past previous from since between until to during within ago today yesterday over",
      "a window counts back from now: 'days 7'"
    ),
    (
      "group grouped per segment segmented split breakdown broken divided across",
      "to split by a property, write 'by PROPERTY'"
    ),
    (
      "where filter having with when whose is equals like only",
      "to select values of a property, write 'by PROPERTY in (\"a\", \"b\")'"
    ),
    ("sort sorted order ordered asc desc", "to sort the answer, write '| sort COLUMN'"),
    (
      "hourly daily weekly monthly every each yearly annually",
      "the unit of the window is the period: 'days 7' is 7 days, day by day"
    ),
    ("first max rows head take offset maximum", "to show less, write 'limit 10'"),
    ("uniques distinct users people visitors", "to count users, write 'unique'"),
    ("avg mean", "for events per user, write 'average'"),
    ("totals sum all", "to count every event, write 'total'"),
    ("year years minute minutes quarter quarters", "the units are hours, days, weeks and months"),
  ]

  private static let statementWords: [(words: String, hint: String)] = [
    ("select get find query give fetch count", verbs),
    ("segmentation insights trend trends", "to count events over time, write 'events signup'"),
    (
      "list describe display desc tables names",
      "to list names, write 'show events' or 'show funnels'"
    ),
    ("conversion conversions steps", "to see how a funnel converts, write 'funnel \"NAME\"'"),
    ("cohort cohorts retain retained churn", "to see who comes back, write 'retention NAME'"),
    ("help quit exit", "a script holds queries only; see 'mpq --help'"),
  ]

  /// The verbs, in one line.
  static let verbs = "a query begins with 'events', 'top events', 'retention', 'funnel' or 'show'"

  private static let bySpelling: [String: ForeignWord] = {
    var entries: [String: ForeignWord] = [:]
    for (table, isClause) in [(clauseWords, true), (statementWords, false)] {
      for (words, hint) in table {
        for word in words.split(separator: " ") where entries[String(word)] == nil {
          entries[String(word)] = ForeignWord(hint, isClause: isClause)
        }
      }
    }
    return entries
  }()
}
