/// What is wrong with one token; each case shows a text that has the problem.
public enum TokenProblem: Error, Reason {
  /// `events signup ? days 7`
  case unexpectedCharacter(Unicode.Scalar)
  /// `events signup | where step == 2`: a sign of other languages.
  case foreignSign(String, instead: String)
  /// `events “signup”`; the text between the quotes, if both are there.
  case typographicQuote(Unicode.Scalar, text: String?)
  /// `events signup， login`: a character that looks like one of the language's own.
  case lookalike(Unicode.Scalar, ascii: String)
  /// A zero-width blank between two words.
  case invisibleCharacter(Unicode.Scalar)
  /// `events "signup`
  case unterminatedString(quote: String)
  /// A string with a control character, other than a tab, in it.
  case controlCharacterInString(Unicode.Scalar)
  /// `events "50\% off"`
  case unknownEscape(String)
  /// `events "\u{D800}"`
  case badScalarEscape(String)
  /// `events signup 7days`
  case malformedNumber(String)
  /// `events signup by day in (2011-05-24)`
  case date(String)
  /// `limit 007`
  case leadingZero(String)
  /// `((((...`: more than `Script.nestingLimit` parentheses in one another.
  case nestingTooDeep

  /// What is wrong.
  public var message: String {
    switch self {
    case .unexpectedCharacter(let scalar):
      "unexpected character '\(Visible.text(String(scalar)))'; quote names that contain it"
    case .foreignSign(let sign, _): "'\(sign)' is not a sign of this language"
    case .typographicQuote(let scalar, _):
      "'\(scalar)' is a typographic quote; use straight quotes"
    case .lookalike(let scalar, let ascii):
      "'\(scalar)' looks like '\(ascii)' but is another character"
    case .invisibleCharacter(let scalar): "invisible character \(Visible.escape(scalar))"
    case .unterminatedString(let quote): "the quote \(quote) is not closed on its line"
    case .controlCharacterInString(let scalar):
      "control character \(Visible.escape(scalar)) in a string"
    case .unknownEscape(let escape): "unknown escape '\(Visible.excerpt(escape))'"
    case .badScalarEscape(let escape): "'\(Visible.excerpt(escape))' is not a character"
    case .malformedNumber(let text): "'\(Visible.excerpt(text))' is neither a number nor a name"
    case .date(let text): "'\(Visible.excerpt(text))' is a date; dates must be quoted"
    case .leadingZero(let text): "the number \(Visible.excerpt(text)) has a leading zero"
    case .nestingTooDeep: "more than \(Script.nestingLimit) nested parentheses"
    }
  }

  /// What to do next.
  public var hints: [String] {
    switch self {
    case .unexpectedCharacter, .nestingTooDeep: []
    case .foreignSign(_, let sign): ["write '\(sign)'"]
    case .typographicQuote(_, let text?): ["write \(Self.excerpt(quoting: text))"]
    case .typographicQuote(_, nil): ["put names in straight quotes: \"play song\""]
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
    case .leadingZero(let text): Self.leadingZeroHints(text)
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
