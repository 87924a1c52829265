/// What can occur at one place of a text, according to the lexer and the parser.
package struct CompletionContext: Equatable, Sendable {
  /// The word at the place, as far as it goes.
  package struct Word: Equatable, Sendable {
    /// Where it is written, from its first byte, or its opening quote, to the place.
    package var span: SourceSpan
    /// Its text, escapes resolved.
    package var text: String
    /// The quote that is open at the place.
    package var quote: Name.Quote?
    /// Whether the quote is closed later in the line.
    package var isClosed: Bool
  }

  /// The word at the place, which may be empty.
  package var word: Word
  /// What can replace the word there, in the order in which the parser tries it.
  package var expectations: [Expectation]
  /// The subject of the statement around the place, as far as all of it can be read.
  ///
  /// A name that is missing at the place itself is the empty text.
  package var kind: Query.Kind?
  /// The other clauses of that statement, before the place and after it.
  package var clauses: [Clause.Kind]

  /// Finds what can occur in `source` at `offset`.
  ///
  /// - Parameters:
  ///   - source: A text of any number of statements, right or not.
  ///   - offset: A place in bytes; one inside a character or outside the text counts as the
  ///     nearest before.
  package init(of source: SourceText, at offset: Int) {
    let bytes = source.bytes
    var place = min(max(offset, 0), bytes.count)
    while place > 0, place < bytes.count, bytes[place].isContinuation { place -= 1 }
    word = Word(span: SourceSpan(lower: place, upper: place), text: "", isClosed: false)
    expectations = []
    clauses = []
    let tokens = Lexer.tokens(of: source)
    let before = tokens.prefix { $0.kind != .endOfInput && $0.span.upper <= place }
    let holder = tokens.first { $0.span.lower < place && place <= $0.span.upper }
    var resume = place
    var index = before.count
    if let holder, holder.isString(in: source) {
      guard let inside = Word(in: holder, at: place, of: source) else { return }
      word = inside
      if inside.isClosed { resume = holder.span.upper }
    } else if let holder, holder.isWord {
      let span = SourceSpan(lower: holder.span.lower, upper: place)
      word = Word(span: span, text: source[span], isClosed: false)
      resume = holder.span.upper
    } else if holder.map({ place < $0.span.upper }) == true {
      return
    }
    let start = word.span.lower
    if let last = before.last, last.span.lower >= start { index -= 1 }
    let end = index > 0 ? tokens[index - 1].span.upper : 0
    let gap = bytes[end..<start]
    let line = gap.suffix(while: { !$0.isLineEnd })
    guard !line.contains(UInt8(ascii: "#")) else { return }
    let rest = Array(bytes[..<start]) + [UInt8(ascii: " ")] + bytes[resume...]
    guard let text = try? SourceText(bytes: rest, name: source.name),
      text.bytes.count == rest.count
    else { return }
    var parser = Parser(
      text,
      recorder: ExpectationRecorder(
        index: index, offset: start, startsLine: line.count < gap.count,
        joinsWords: word.quote == nil))
    _ = parser.script()
    expectations = parser.recorder?.expectations ?? []
    kind = parser.recorder?.kind
    clauses = parser.recorder?.clauses ?? []
  }
}

extension CompletionContext.Word {
  /// The part of the string `token` before `place`; `nil` after its closing quote.
  fileprivate init?(in token: Token, at place: Int, of source: SourceText) {
    guard let quote = Name.Quote(byte: source.bytes[token.span.lower]) else { return nil }
    var isOpen = false
    if case .invalid(.unterminatedString) = token.kind { isOpen = true }
    guard isOpen || place < token.span.upper else { return nil }
    span = SourceSpan(lower: token.span.lower, upper: place)
    text = Lexer.text(ofOpenStringAt: span, in: source)
    self.quote = quote
    isClosed = !isOpen
  }
}

extension Token {
  /// Whether the token begins with a quote, whatever is wrong with the rest.
  fileprivate func isString(in source: SourceText) -> Bool {
    span.lower < source.bytes.count && Name.Quote(byte: source.bytes[span.lower]) != nil
  }

  /// Whether the token is written as a word: a name, a reserved word, or something like a number.
  fileprivate var isWord: Bool {
    switch kind {
    case .name, .keyword, .number: true
    case .invalid(.malformedNumber), .invalid(.date), .invalid(.leadingZero): true
    default: false
    }
  }
}

extension BidirectionalCollection {
  /// The longest stretch at the end whose elements all are as `predicate` says.
  fileprivate func suffix(while predicate: (Element) -> Bool) -> SubSequence {
    var start = endIndex
    while start > startIndex, predicate(self[index(before: start)]) { start = index(before: start) }
    return self[start...]
  }
}
