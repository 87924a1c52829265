/// One reserved spelling; as a name it must be quoted.
///
/// ``all`` is the whole table. Lexer, completion and help read it.
package struct ReservedWord: Equatable, Sendable {
  /// The places where a word can occur.
  package struct Places: OptionSet, Sendable {
    /// One bit for each place.
    package let rawValue: UInt16

    /// The places of the bits of `rawValue`.
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    /// Before a statement: `explain top events`.
    package static let prefix = Places(rawValue: 1 << 0)
    /// At the beginning of a query: `funnel signup`.
    package static let verb = Places(rawValue: 1 << 1)
    /// After `top`: `top events`.
    package static let topTarget = Places(rawValue: 1 << 2)
    /// After `show`: `show funnels`.
    package static let showTarget = Places(rawValue: 1 << 3)
    /// After `of`: `show properties of event signup`.
    package static let owner = Places(rawValue: 1 << 4)
    /// Where a clause begins: `by referrer`.
    package static let clause = Places(rawValue: 1 << 5)
    /// At the place of a measure, which is a clause: `unique`.
    package static let measure = Places(rawValue: 1 << 6)
    /// At the place of a unit, which starts a clause: `days 7`.
    package static let unit = Places(rawValue: 1 << 7)
    /// Inside a subject or a clause: `of`, `in`.
    package static let link = Places(rawValue: 1 << 8)
    /// In a condition: `not`, `and`, `or`.
    package static let condition = Places(rawValue: 1 << 9)
    /// Nowhere yet: reserved for later use.
    package static let future = Places(rawValue: 1 << 10)
  }

  /// The spelling, in small letters.
  package let spelling: String
  /// What it means.
  package let keyword: Keyword
  /// Where the parser takes it.
  package let places: Places
  /// Where completion offers it; where not, another spelling is preferred.
  package let offered: Places
  /// Its meaning in a few words, for help.
  package let summary: String

  private init(
    _ spelling: String, _ keyword: Keyword, _ places: Places, offered: Places? = nil,
    _ summary: String
  ) {
    self.spelling = spelling
    self.keyword = keyword
    self.places = places
    self.offered = offered ?? places
    self.summary = summary
  }

  /// The word that `text` spells, in capitals or not; `nil` for a name.
  package init?(spelling text: String) {
    // A text that is longer than every word is a name; this avoids a copy of it.
    guard text.utf8.count <= Self.longest else { return nil }
    guard let word = Self.bySpelling[text.lowercased()] else { return nil }
    self = word
  }

  private static let longest = all.map(\.spelling.utf8.count).max() ?? 0

  private static let bySpelling = Dictionary(
    all.map { ($0.spelling, $0) }, uniquingKeysWith: { first, _ in first })
}

extension ReservedWord {
  /// Every reserved word, in the order in which help lists them.
  package static let all: [ReservedWord] =
    verbs + targets + clauses + links + conditions + laterWords

  private static let verbs = [
    ReservedWord(
      "events", .events, [.verb, .topTarget, .showTarget, .owner],
      offered: [.verb, .topTarget, .showTarget], "counts of events over time"),
    ReservedWord(
      "event", .events, [.verb, .topTarget, .showTarget, .owner], offered: .owner,
      "the event that properties or values belong to"),
    ReservedWord("top", .top, .verb, "the most frequent events of today"),
    ReservedWord("retention", .retention, .verb, "how many users repeat an event"),
    ReservedWord(
      "funnel", .funnel, [.verb, .showTarget, .owner], offered: [.verb, .owner],
      "how many users reach each step of a funnel"),
    ReservedWord(
      "funnels", .funnel, [.verb, .showTarget, .owner], offered: .showTarget,
      "the names of the funnels"),
    ReservedWord("show", .show, .verb, "list names, properties, values, dates"),
    ReservedWord("explain", .explain, .prefix, "show the calls of an answer, send nothing"),
    ReservedWord("let", .let, .prefix, "name an answer: let signups = events signup"),
    ReservedWord("param", .param, .prefix, "declare a parameter of a script: param weeks = 4"),
    ReservedWord("include", .include, .prefix, "read another script: include \"shared.mpq\""),
  ]

  private static let targets = [
    ReservedWord("properties", .properties, .showTarget, "the properties of an event or funnel"),
    ReservedWord("values", .values, .showTarget, "the values of a property"),
    ReservedWord("dates", .dates, .showTarget, "the weeks for which a funnel has data"),
  ]

  private static let clauses = [
    ReservedWord("total", .total, .measure, "count every event"),
    ReservedWord("general", .total, .measure, offered: [], "another word for total"),
    ReservedWord("unique", .unique, .measure, "count each user once"),
    ReservedWord("average", .average, .measure, "events per user"),
    ReservedWord("hours", .hours, .unit, "the last N hours, hour by hour"),
    ReservedWord("hour", .hours, .unit, offered: [], "another word for hours"),
    ReservedWord("days", .days, .unit, "the last N days, day by day"),
    ReservedWord("day", .days, .unit, offered: [], "another word for days"),
    ReservedWord("weeks", .weeks, .unit, "the last N weeks, week by week"),
    ReservedWord("week", .weeks, .unit, offered: [], "another word for weeks"),
    ReservedWord("months", .months, .unit, "the last N months, month by month"),
    ReservedWord("month", .months, .unit, offered: [], "another word for months"),
    ReservedWord("by", .by, .clause, "split by the values of a property"),
    ReservedWord("limit", .limit, .clause, "show the first N rows or values"),
  ]

  private static let links = [
    ReservedWord("of", .of, .link, "says what properties, values or dates belong to"),
    ReservedWord("in", .in, .link, "selects values: by gender in (female, male)"),
  ]

  private static let conditions = [
    ReservedWord("and", .and, .condition, "both conditions are met"),
    ReservedWord("or", .or, .condition, "one of two conditions is met"),
    ReservedWord("not", .not, .condition, "the condition is not met"),
  ]

  private static let laterWords = [
    ReservedWord("for", .for, .future, "reserved for later use")
  ]
}
