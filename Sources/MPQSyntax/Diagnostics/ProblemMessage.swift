extension Problem {
  /// The problem in a sentence, without a full stop; shown by way of `Diagnostic.message`.
  var message: String {
    switch self {
    case .textTooLong, .notUTF8, .nulByte: textMessage
    case .unexpectedCharacter, .typographicQuote, .lookalike, .invisibleCharacter,
      .unterminatedString, .controlCharacterInString, .unknownEscape, .badScalarEscape,
      .malformedNumber, .date, .groupedDigits, .leadingZero:
      tokenMessage
    case .nestingTooDeep, .listTooLong, .tooManyStatements, .furtherProblems, .refused:
      limitMessage
    default: statementMessage
    }
  }

  private var textMessage: String {
    switch self {
    case .textTooLong(let count):
      "the text has \(count) bytes; the limit is \(SourceText.byteLimit) (1 MiB)"
    case .notUTF8(let line): "the text is not UTF-8: invalid byte in line \(line)"
    case .nulByte(let line): "the text has a zero byte in line \(line)"
    default: ""
    }
  }

  private var tokenMessage: String {
    switch self {
    case .unexpectedCharacter(let scalar):
      "unexpected character '\(Visible.text(String(scalar)))'; quote names that contain it"
    case .typographicQuote(let scalar, _):
      "'\(scalar)' is a typographic quote; use straight quotes"
    case .lookalike(let scalar, let ascii):
      "'\(scalar)' looks like '\(ascii)' but is another character"
    case .invisibleCharacter(let scalar):
      "invisible character \(Visible.escape(scalar))"
    case .unterminatedString(let quote): "the quote \(quote) is not closed on its line"
    case .controlCharacterInString(let scalar):
      "control character \(Visible.escape(scalar)) in a string"
    case .unknownEscape(let escape): "unknown escape '\(Visible.excerpt(escape))'"
    case .badScalarEscape(let escape): "'\(Visible.excerpt(escape))' is not a character"
    case .malformedNumber(let text):
      "'\(Visible.excerpt(text))' is neither a number nor a name"
    case .date(let text): "'\(Visible.excerpt(text))' is a date; dates must be quoted"
    case .groupedDigits(let text): "the number \(Visible.excerpt(text)) contains commas"
    case .leadingZero(let text): "the number \(Visible.excerpt(text)) has a leading zero"
    default: ""
    }
  }

  private var statementMessage: String {
    switch self {
    case .expected(let what, let found): "expected \(what), found \(found)"
    case .unknownVerb(let word, _): "no statement starts with '\(Visible.excerpt(word))'"
    case .unknownClause(let word, _):
      "'\(Visible.excerpt(word))' does not belong here: expected a clause or the end of the query"
    case .blanksInName(let name):
      "'\(Visible.excerpt(name))' is more than one word; quote a name with blanks"
    case .reservedWord(let word, let instead):
      "expected \(instead), found '\(word)', which is a reserved word"
    case .missingComma: "missing comma between two items of a list"
    case .trailingComma(let found): "expected an item after the comma, found \(found)"
    case .commaBetweenClauses: "clauses are separated by blanks, not by commas"
    case .emptyName: "a name cannot be empty"
    case .namesNotTaken(let subject): "'\(subject)' takes no names"
    case .repeatedClause(let clause, let earlier):
      clause == earlier
        ? "duplicate clause '\(clause)'"
        : "a query takes one \(Self.kind(ofClause: clause)); it already has '\(earlier)'"
    case .secondProperty: "a query takes one property"
    case .countBeforeUnit(let count, let unit):
      "the number comes after its unit: '\(unit) \(count)'"
    case .countOutOfRange(let text):
      "\(Visible.excerpt(text)) is not a whole number from 1 to \(Clause.countLimit)"
    case .repeatedExplain: "duplicate 'explain'"
    case .notSupportedYet(let part): "\(part) not supported yet"
    default: ""
    }
  }

  private static func kind(ofClause clause: String) -> String {
    ReservedWord(spelling: clause)?.keyword.unit == nil ? "measure" : "window"
  }

  private var limitMessage: String {
    switch self {
    case .nestingTooDeep: "more than \(Script.nestingLimit) nested parentheses"
    case .listTooLong: "more than \(Script.listLimit) items in a list"
    case .tooManyStatements: "more than \(Script.statementLimit) statements"
    case .furtherProblems(1): "and 1 more problem"
    case .furtherProblems(let count): "and \(count) more problems"
    case .refused(let message, _): message
    default: ""
    }
  }
}
