/// Keeps what the parser looked for at one place of its text, the cursor.
///
/// The text is read without the word there. Where that leaves a name, a value or a
/// number out, the parser continues as if it were written, so the rest of the statement counts.
struct ExpectationRecorder {
  /// The index of the first token after the cursor.
  let index: Int
  /// Where the word at the cursor begins, which was left out of the text.
  let offset: Int
  /// Whether the cursor's line has only blanks before it.
  let startsLine: Bool
  /// Whether bare words before the cursor may belong to the word there.
  let joinsWords: Bool
  /// Whether the start of a statement at the cursor was noted.
  var hasStatement = false
  /// Whether the parser has gone on as if the missing word were written.
  var isFilled = false
  /// The expectations of the parser, in its order.
  var expectations: [Expectation] = []
  /// The subject of the statement at the cursor, when all of it could be read.
  var kind: Query.Kind? {
    get { statement.kind }
    set { if !isComplete { statement.kind = newValue } }
  }
  /// The clauses of that statement that could be read, before the cursor and after it.
  var clauses: [Clause.Kind] {
    get { statement.clauses }
    set { if !isComplete { statement.clauses = newValue } }
  }

  private var statement: (kind: Query.Kind?, clauses: [Clause.Kind]) = (nil, [])
  /// Whether the statement of the cursor has been read.
  private var isComplete = false

  init(index: Int, offset: Int, startsLine: Bool, joinsWords: Bool) {
    self.index = index
    self.offset = offset
    self.startsLine = startsLine
    self.joinsWords = joinsWords
  }

  /// Forgets the query before, unless the cursor was in it or in its stages.
  mutating func beginQuery(at token: Int) {
    // At the beginning of a line the cursor may be at the end of one statement and before another.
    if token > index || (token == index && expectations.contains(.clause)) { isComplete = true }
    if !isComplete { statement = (nil, []) }
  }
}

extension Parser {
  /// Whether the next token is the first after the cursor.
  var isAtCursor: Bool {
    guard let recorder else { return false }
    return recorder.index == index && !recorder.isFilled
  }

  /// Whether the required word is the one at the cursor, since the next token is not one
  /// of `kinds`; if so, it counts as read.
  mutating func fillsWordAtCursor(unless kinds: Token.Kind...) -> Bool {
    guard isAtCursor, !kinds.contains(current.kind) else { return false }
    recorder?.isFilled = true
    return true
  }

  /// Skips what follows the clause word that is missing at the cursor: `7` of `days 7`.
  mutating func skipRestOfClauseAtCursor() {
    guard isAtCursor, !current.startsLine else { return }
    switch current.kind {
    case .number, .name, .string:
      recorder?.isFilled = true
      advance()
    default: break
    }
  }

  /// Notes that `expectation` can occur at the cursor, if the parser is there.
  mutating func note(_ expectation: Expectation) {
    if isAtCursor { recorder?.expectations.append(expectation) }
  }

  /// Notes the words that can occur at `place`: those for `keywords`, or all.
  mutating func noteWords(_ keywords: Keyword..., at place: ReservedWord.Places) {
    guard isAtCursor else { return }
    for word in ReservedWord.all where !word.offered.isDisjoint(with: place) {
      if keywords.isEmpty || keywords.contains(word.keyword) { note(.word(word)) }
    }
  }

  /// Notes what a statement starts with, if one can start at the cursor.
  mutating func noteStatement() {
    guard isAtCursor, let recorder, !recorder.hasStatement else { return }
    let isAfterEnd = previous.map { $0.isSign(.semicolon) } ?? true
    // Only what the previous statement still needs can follow on the next line.
    let needsMore = recorder.expectations.contains { !$0.canBeLeftOut }
    guard isAfterEnd || (recorder.startsLine && !needsMore) else { return }
    self.recorder?.hasStatement = true
    noteWords(at: [.verb, .prefix])
    noteAnswers()
  }

  /// Notes what an operand starts with, if that is not the start of a statement.
  mutating func noteOperand() {
    guard isAtCursor, recorder?.hasStatement == false else { return }
    noteWords(at: .verb)
    noteAnswers()
  }

  private mutating func noteAnswers() {
    if !bound.isEmpty { note(.answer(bound.map(\.text))) }
  }

  /// Notes words that belong to the language at this place only.
  mutating func noteContextWords(_ words: [String], isOptional: Bool = false) {
    guard isAtCursor else { return }
    for word in words { note(.contextWord(word, isOptional: isOptional)) }
  }

  /// Notes that a column of the pipeline can occur at the cursor.
  mutating func noteColumn(listed: [Name]) {
    guard isAtCursor, let pipeline else { return }
    note(.column(listed: listed.map(\.text), of: pipeline))
  }

  /// Notes that a file can occur at the cursor.
  mutating func noteFile() { note(.file) }

  /// Notes that a name can occur at the cursor, or that the bare words before it start one.
  mutating func noteName(_ role: NameRole, listed: [Name]) {
    guard let start = startOfWordAtCursor else { return }
    recorder?.expectations.append(.name(role, listed: listed.map(\.text), from: start))
  }

  /// Notes that a value of `property` can occur at the cursor, or that the bare words before it
  /// start one.
  mutating func noteValue(of property: Name, listed: [Value]) {
    guard let start = startOfWordAtCursor else { return }
    recorder?.expectations.append(
      .value(property: property.text, listed: listed.map(\.text), from: start))
  }

  /// Where the name or value at the cursor would begin that begins with the next token; `nil` when
  /// there is something between the two.
  private var startOfWordAtCursor: Int? {
    guard let recorder, index <= recorder.index, !recorder.isFilled else { return nil }
    guard index < recorder.index else { return recorder.offset }
    guard recorder.joinsWords, !recorder.startsLine else { return nil }
    for place in index..<recorder.index {
      let token = token(at: place)
      if token.separatesWords || (place > index && token.startsLine) { return nil }
    }
    return current.span.lower
  }
}

extension Expectation {
  /// Whether a statement may also end at a place where this can occur.
  fileprivate var canBeLeftOut: Bool {
    switch self {
    case .clause: true
    case .word(let word): [.in, .by, .and, .or].contains(word.keyword)
    case .contextWord(_, let isOptional): isOptional
    default: false
    }
  }
}

extension Token {
  /// Whether the token cannot be part of a name with missing quotes.
  fileprivate var separatesWords: Bool {
    switch kind {
    case .string, .endOfInput: true
    case .sign(.comma), .sign(.semicolon), .sign(.leftParen), .sign(.rightParen): true
    case .invalid(.unterminatedString): true
    default: false
    }
  }
}
