/// A word that other languages have for a stage, and what to write here instead.
enum ForeignStage {
  /// What to write in place of `word` after `|`; `nil` if the table does not list it.
  static func replacement(for word: String) -> String? {
    word.utf8.count <= 16 ? byWord[word.lowercased()] : nil
  }

  private static let rows: [(words: String, replacement: String)] = [
    ("order orderby order_by arrange sorted", "sort COLUMN"),
    ("group groupby group_by by summarize aggregate", "sum by COLUMN"),
    ("limit head take fetch", "first 10"),
    ("tail bottom", "last 10"),
    ("top", "sort COLUMN desc | first 10"),
    ("filter having when only", "where CONDITION"),
    ("avg average", "mean"),
    ("total count totals", "sum"),
    ("minimum", "min"),
    ("maximum", "max"),
    ("project columns keep", "select COLUMN, ..."),
    ("rename", "select COLUMN as NAME"),
    ("extend mutate compute derive eval let", "add NAME = ARITHMETIC"),
    ("melt unstack stack", "unpivot"),
    ("percent ratio fraction normalize", "share"),
    ("diff delta growth", "change"),
    ("smooth moving window", "rolling 7"),
    ("cumsum cumulative running", "cumulate"),
    ("assert alert check ensure", "expect CONDITION"),
    ("plot graph draw", "chart"),
    ("write export output store into", "save \"FILE\""),
  ]

  private static let byWord: [String: String] = {
    var entries: [String: String] = [:]
    for (words, replacement) in rows {
      for word in words.split(separator: " ") { entries[String(word)] = replacement }
    }
    return entries
  }()
}
