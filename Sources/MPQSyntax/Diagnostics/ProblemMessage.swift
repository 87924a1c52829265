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
    case .notUTF8(let line): "the text is not UTF-8: line \(line) has a byte that cannot be read"
    case .nulByte(let line): "the text has a zero byte, in line \(line)"
    default: ""
    }
  }

  private var tokenMessage: String {
    switch self {
    case .unexpectedCharacter(let scalar):
      "the character '\(Visible.text(String(scalar)))' has no meaning here; "
        + "names that hold it stand in quotes"
    case .typographicQuote(let scalar, _):
      "'\(scalar)' is a typographic quote, and names are put in straight ones"
    case .lookalike(let scalar, let ascii):
      "'\(scalar)' looks like '\(ascii)' and is another character"
    case .invisibleCharacter(let scalar):
      "here is a character that cannot be seen: \(Visible.escape(scalar))"
    case .unterminatedString(let quote): "the quote \(quote) is not closed on its line"
    case .controlCharacterInString(let scalar):
      "a string cannot hold the control character \(Visible.escape(scalar)) as it is"
    case .unknownEscape(let escape): "'\(Visible.excerpt(escape))' is not an escape of a string"
    case .badScalarEscape(let escape): "'\(Visible.excerpt(escape))' is not a character"
    case .malformedNumber(let text):
      "'\(Visible.excerpt(text))' is neither a number nor a name"
    case .date(let text): "'\(Visible.excerpt(text))' is a date, and dates must be quoted"
    case .groupedDigits(let text): "the number \(Visible.excerpt(text)) has commas in it"
    case .leadingZero(let text): "the number \(Visible.excerpt(text)) begins with a needless 0"
    default: ""
    }
  }

  private var statementMessage: String {
    switch self {
    case .expected(let what, let found): "expected \(what), found \(found)"
    case .unknownVerb(let word, _): "no statement begins with '\(Visible.excerpt(word))'"
    case .unknownClause(let word, _):
      "'\(Visible.excerpt(word))' does not belong here: expected a clause or the end of the query"
    case .blanksInName(let name):
      "'\(Visible.excerpt(name))' is more than one word, and a name with blanks must be quoted"
    case .reservedWord(let word, let instead):
      "expected \(instead), found '\(word)', which is a reserved word"
    case .missingComma: "a comma is missing between two items of a list"
    case .trailingComma(let found): "nothing follows the comma: found \(found)"
    case .commaBetweenClauses: "clauses are separated by blanks, not by commas"
    case .emptyName: "a name cannot be empty"
    case .namesNotTaken(let subject): "'\(subject)' takes no names"
    case .repeatedClause(let clause, let earlier):
      clause == earlier
        ? "'\(clause)' stands here for the second time"
        : "'\(clause)' cannot stand beside '\(earlier)', which stands before it"
    case .secondProperty: "one query is counted by one property"
    case .countBeforeUnit(let count, let unit):
      "the number comes after its unit: '\(unit) \(count)'"
    case .countOutOfRange(let text):
      "\(Visible.excerpt(text)) is not a whole number from 1 to \(Clause.countLimit)"
    case .repeatedExplain: "'explain' stands here for the second time"
    case .notSupportedYet(let part): "\(part) not supported yet"
    default: ""
    }
  }

  private var limitMessage: String {
    switch self {
    case .nestingTooDeep: "more than \(Script.nestingLimit) parentheses inside one another"
    case .listTooLong: "more than \(Script.listLimit) items in one list"
    case .tooManyStatements: "more than \(Script.statementLimit) statements in one text"
    case .furtherProblems(1): "and 1 more problem, which is not shown"
    case .furtherProblems(let count): "and \(count) more problems, which are not shown"
    case .refused(let message, _): message
    default: ""
    }
  }
}
