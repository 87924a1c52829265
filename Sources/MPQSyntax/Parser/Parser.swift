/// Reads statements by recursive descent, one method for each production of grammar.md.
///
/// `take` tries, `expect` insists. An error ends its statement; the next begins at the next
/// `;` or at a line that can begin one.
struct Parser {
  /// A part of a statement that can be its end.
  enum Part {
    case none, query(Query), name(Name), number, parentheses, stage(StageEntry)
    case parameterDefinition, inclusion
  }

  let source: SourceText
  /// What spans call `source`.
  let id: SourceID
  let tokens: [Token]
  /// The index of the token to read next.
  var index = 0
  /// The token with which the current statement begins.
  var statementStart = 0
  /// What was read last, which decides on the message when the next token does not fit.
  var part = Part.none
  /// The number of open parentheses.
  var depth = 0
  /// The number of `not` around the next condition.
  var negationCount = 0
  /// The expression that the next stage reads.
  var pipeline: Expression?
  /// The answers that the text names before this place.
  var bound: [Name] = []
  /// The parameters that the text declares before this place.
  var parameters: [Name] = []
  private var diagnostics: [Diagnostic] = []
  private var unreportedCount = 0
  /// What could occur at the cursor; `nil` when no completion is wanted.
  var recorder: ExpectationRecorder?

  init(
    _ source: SourceText, as id: SourceID = .first, recorder: ExpectationRecorder? = nil
  ) {
    self.source = source
    self.id = id
    self.recorder = recorder
    tokens = Lexer.tokens(of: source, as: id)
  }

  ///     script = [ statement ] { end [ statement ] } .
  mutating func script() -> Script {
    var script = Script()
    var count = 0
    while true {
      while take(.semicolon) {}
      noteStatement()
      guard current.kind != .endOfInput else { return script }
      count += 1
      guard count <= Script.statementLimit else {
        report(Diagnostic(.tooManyStatements, at: current.span))
        return script
      }
      statementStart = index
      part = .none
      recorder?.beginQuery(at: index)
      let problemCount = diagnostics.count + unreportedCount
      do throws(Diagnostic) {
        let statement = try statement()
        if diagnostics.count + unreportedCount == problemCount {
          script.statements.append(statement)
        }
      } catch {
        report(error)
        recover()
      }
    }
  }

  ///     end = ";" | newline .
  mutating func end() throws(Diagnostic) {
    noteStatement()
    let isAtEnd =
      current.kind == .endOfInput || current.isSign(.semicolon) || isAtNewStatement
    guard isAtEnd else { throw trailingProblem() }
  }
}

// MARK: - Tokens

extension Parser {
  /// The token to read next; the last one is the end of the text.
  var current: Token { token(at: index) }

  /// The token read last.
  var previous: Token? { index > 0 ? token(at: index - 1) : nil }

  /// The token at `index`, or the end of the text beyond the last one.
  func token(at index: Int) -> Token {
    index < tokens.count
      ? tokens[index]
      : Token(
        kind: .endOfInput,
        span: SourceSpan(lower: source.bytes.count, upper: source.bytes.count, source: id),
        startsLine: false)
  }

  /// Whether the next token begins another statement: it is the first of its line, can begin one,
  /// and no parenthesis is open.
  var isAtNewStatement: Bool { current.startsLine && depth == 0 && current.canBeginStatement }

  /// Moves to the next token; not beyond the end.
  mutating func advance() {
    if current.kind != .endOfInput { index += 1 }
  }

  /// Reads the next token if it is `keyword`.
  mutating func take(_ keyword: Keyword) -> Bool {
    guard current.keyword == keyword else { return false }
    advance()
    return true
  }

  /// Reads the next token if it is `sign`.
  mutating func take(_ sign: Token.Sign) -> Bool {
    guard current.isSign(sign) else { return false }
    advance()
    return true
  }

  /// The stretch from the token at `start` to the one read last.
  func span(from start: SourceSpan) -> SourceSpan {
    previous.map { start.joined(with: $0.span) } ?? start
  }
}

// MARK: - Problems

extension Parser {
  /// The problems up to the limit, and then the number of the rest.
  var reportedDiagnostics: [Diagnostic] {
    guard unreportedCount > 0, let last = diagnostics.last else { return diagnostics }
    return diagnostics + [Diagnostic(FurtherProblems(count: unreportedCount), at: last.span)]
  }

  /// Whether the only thing wrong is that the text ends too early.
  var breaksOff: Bool {
    guard unreportedCount == 0, diagnostics.count == 1 else { return false }
    return diagnostics[0].span == spanAtEnd && current.kind == .endOfInput
  }

  /// Keeps a problem that does not hinder reading on.
  mutating func report(_ diagnostic: Diagnostic) {
    if diagnostics.count < Script.diagnosticLimit {
      diagnostics.append(diagnostic)
    } else {
      unreportedCount += 1
    }
  }

  /// The empty stretch after the last token of the text.
  private var spanAtEnd: SourceSpan {
    let last = tokens.count >= 2 ? tokens[tokens.count - 2].span.upper : 0
    return SourceSpan(lower: last, upper: last, source: id)
  }

  /// The place of the next token; when that is the end of the text, the place after the last.
  var currentSpan: SourceSpan {
    current.kind == .endOfInput ? spanAtEnd : current.span
  }

  /// The next token, for messages.
  var found: String {
    switch current.kind {
    case .endOfInput: "the end of the text"
    case .string: Visible.excerpt(source[current.span])
    default: "'" + Visible.excerpt(source[current.span]) + "'"
    }
  }

  /// The problem that the next token is not the required `what`.
  func unexpected(wanting what: String, hints: [String] = []) -> Diagnostic {
    switch current.kind {
    case .invalid(let problem): Diagnostic(problem, at: current.span)
    default: Diagnostic(.expected(what, found: found), at: currentSpan, hints: hints)
    }
  }

  /// Skips the rest of a faulty statement.
  private mutating func recover() {
    if index == statementStart { advance() }
    var depth = 0
    for token in tokens[statementStart..<min(index, tokens.count)] { depth += token.nesting }
    while current.kind != .endOfInput, !current.isSign(.semicolon) {
      if current.startsLine, current.canBeginStatement {
        if current.keyword != nil { return }
        // A line of names continues the list before it, a foreign clause its query.
        let continues =
          depth > 0 || previous?.isSign(.comma) == true || previous?.isSign(.leftParen) == true
          || ForeignWord(spelling: source[current.span])?.isClause == true
        if !continues { return }
      }
      depth = max(0, depth + current.nesting)
      advance()
    }
  }
}

extension Token {
  /// The change of the number of open parentheses.
  fileprivate var nesting: Int {
    isSign(.leftParen) ? 1 : isSign(.rightParen) ? -1 : 0
  }
}
