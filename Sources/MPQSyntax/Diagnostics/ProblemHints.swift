extension Problem {
  /// What to do next, as far as the problem alone determines it.
  var hints: [String] {
    switch self {
    case .unknownVerb(_, let suggestion?), .unknownClause(_, let suggestion?):
      ["did you mean '\(suggestion)'?"]
    case .unknownClause:
      [Self.clauses]
    case .repeatedClause(let clause, let earlier) where clause != earlier:
      ["keep one of the two"]
    case .repeatedClause, .repeatedExplain: ["delete one of the two"]
    case .blanksInName(let name): ["write \(Self.excerpt(quoting: name))"]
    case .reservedWord(let word, _): ["if it is a name, quote it: \(Name.quoted(word))"]
    case .missingComma: ["items are separated by commas: signup, \"log in\""]
    case .trailingComma: ["delete the comma, or write what follows it"]
    case .commaBetweenClauses: ["delete the comma"]
    case .secondProperty: ["write one query for each property"]
    case .countOutOfRange(let text) where text.utf8.count > 9 && text.utf8.allSatisfy(\.isDigit):
      ["use a smaller number"]
    case .countOutOfRange(let text) where text == "0": ["the minimum is 1"]
    case .refused(_, let hints): hints
    default: tokenHints
    }
  }

  /// What may follow the subject of a query, in one line.
  static let clauses =
    "clauses are 'days 7' (or hours, weeks, months), 'unique' (or total, average), "
    + "'by PROPERTY' and 'limit 10'"

  private var tokenHints: [String] {
    switch self {
    case .textTooLong: ["split it into several files"]
    case .notUTF8, .nulByte: ["save the file as UTF-8"]
    case .typographicQuote(_, let text?): ["write \(Self.excerpt(quoting: text))"]
    case .typographicQuote: ["put names in straight quotes: \"play song\""]
    case .lookalike(_, let ascii): ["write '\(ascii)'; inside a quoted name it can stay"]
    case .invisibleCharacter(let scalar):
      ["delete it; in a name, write the name in quotes with \(Visible.escape(scalar))"]
    case .unterminatedString: ["a string ends on its line; write a quote inside it as \\\""]
    case .controlCharacterInString(let scalar): ["write \(Visible.escape(scalar))"]
    case .unknownEscape: ["escapes are \\\" \\' \\\\ \\n \\t \\u{...}; write a plain \\ as \\\\"]
    case .badScalarEscape: ["\\u{...} takes 1 to 6 hexadecimal digits, such as \\u{E9} for é"]
    case .malformedNumber(let text): Self.numberHints(text)
    case .date(let text):
      ["a window counts back from now: 'days 7'", "as a value, write \"\(text)\""]
    case .groupedDigits(let text): ["write \(Visible.excerpt(text.filter { $0 != "," }))"]
    case .leadingZero(let text): Self.leadingZeroHints(text)
    default: []
    }
  }

  /// `7days` may be meant as a window, `404page` as a name.
  private static func numberHints(_ text: String) -> [String] {
    let digits = text.utf8.prefix(while: \.isDigit)
    let rest = String(decoding: text.utf8.dropFirst(digits.count), as: UTF8.self)
    guard let unit = UnitWord(abbreviation: rest) else {
      return ["a name that begins with a digit must be quoted: \(excerpt(quoting: text))"]
    }
    return ["write '\(unit.plural) \(String(decoding: digits, as: UTF8.self))'"]
  }

  /// `007` may be meant as 7, or as a name of three digits.
  private static func leadingZeroHints(_ text: String) -> [String] {
    let digits = text.drop { $0 == "0" }
    let number = digits.first?.isNumber == true ? String(digits) : "0" + digits
    return ["write \(Visible.excerpt(number)), or \(excerpt(quoting: text)) for a text of digits"]
  }

  /// `text` in quotes where it needs them, as far as a hint has room for it.
  static func excerpt(quoting text: String) -> String { Visible.excerpt(Name.quoted(text)) }
}

extension UnitWord {
  /// The unit of `7d`, `7days`, `7-day`; `nil` for anything else.
  init?(abbreviation: String) {
    let letters = abbreviation.lowercased().drop { $0 == "-" }
    let unit = Self.allCases.first { unit in
      letters == unit.rawValue || letters == unit.plural || letters == unit.rawValue.prefix(1)
    }
    guard let unit else { return nil }
    self = unit
  }
}
