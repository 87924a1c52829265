/// What can be wrong with a text; each case shows a text that has the problem.
public enum Problem: Error, Equatable {
  // MARK: The whole text

  /// A text of more than `SourceText.byteLimit` bytes.
  case textTooLong(byteCount: Int)
  /// A file in another encoding than UTF-8; the line is the first that shows it.
  case notUTF8(line: Int)
  /// A file with a zero byte, such as a text in UTF-16.
  case nulByte(line: Int)

  // MARK: Tokens

  /// `events signup ? days 7`
  case unexpectedCharacter(Unicode.Scalar)
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
  /// `limit 1,000`
  case groupedDigits(String)
  /// `limit 007`
  case leadingZero(String)

  // MARK: Statements

  /// `events days 7`: another token where `what` is required.
  case expected(String, found: String)
  /// `funel "Signup flow"`: a statement that does not start with a verb.
  case unknownVerb(String, suggestion: String?)
  /// `funnel Signup weks 4`: a word after the subject that does not start a clause.
  case unknownClause(String, suggestion: String?)
  /// `funnel Signup flow`
  case blanksInName(String)
  /// `events total`: a reserved word where a name is required.
  case reservedWord(String, instead: String)
  /// `events "signup" "login"`
  case missingComma
  /// `events signup, days 7`: a comma with nothing to its right.
  case trailingComma(before: String)
  /// `events signup days 7, by referrer`
  case commaBetweenClauses
  /// `events ""`
  case emptyName
  /// `top events "signup"`: a name after a subject that takes none.
  case namesNotTaken(by: String)
  /// `events signup days 7 weeks 2`
  case repeatedClause(String, earlier: String)
  /// `events signup by referrer, country`
  case secondProperty
  /// `events signup 7 days`
  case countBeforeUnit(String, unit: String)
  /// `limit 0`, `limit 1.5`, `limit -1` and `limit 1000000000`
  case countOutOfRange(String)
  /// `explain explain top events`
  case repeatedExplain
  /// `events signup | chart`: part of the language to come.
  case notSupportedYet(String)

  // MARK: Limits and layers above

  /// `((((...`: more than `Script.nestingLimit` parentheses in one another.
  case nestingTooDeep
  /// More than `Script.listLimit` names or values in one list.
  case listTooLong
  /// More than `Script.statementLimit` statements.
  case tooManyStatements
  /// The last of a list that was cut: how many problems are not shown.
  case furtherProblems(Int)
  /// A query that parses but is refused by a layer above, in the words of that layer.
  case refused(String, hints: [String])
}
