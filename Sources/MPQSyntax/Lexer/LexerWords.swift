extension Lexer {
  ///     word = letter { letter | digit | "-" ( letter | digit ) } .
  mutating func word() -> Token.Kind {
    let start = position
    skipWordParts()
    let text = source[SourceSpan(lower: start, upper: position)]
    return Keyword(spelling: text).map { .keyword($0) } ?? .name
  }

  /// Reads on to the end of a word: letters, digits, and hyphens between two of them.
  private mutating func skipWordParts() {
    while true {
      let length = wordPart(at: 0)
      if length > 0 {
        position += length
      } else if peek() == UInt8(ascii: "-"), wordPart(at: 1) > 0 {
        position += 1
      } else {
        return
      }
    }
  }

  /// The number of bytes of the letter or digit `distance` after the next byte; 0 for others.
  private func wordPart(at distance: Int) -> Int {
    peek(distance)?.isDigit == true ? 1 : letter(at: distance)
  }

  ///     letter = "A" … "Z" | "a" … "z" | "_" | "$" | other .
  ///
  /// The number of bytes of the letter `distance` after the next byte; 0 when there is not one.
  private func letter(at distance: Int) -> Int {
    guard let byte = peek(distance) else { return 0 }
    if byte.isWordHead { return 1 }
    guard byte.isNonASCII else { return 0 }
    let (scalar, length) = UTF8Scanner.scalar(at: position + distance, in: source.bytes)
    return ScalarClass(scalar) == .wordPart ? length : 0
  }

  /// A word that begins with a character outside ASCII, or what is wrong with that character.
  mutating func nonASCII() -> Token.Kind {
    let (scalar, length) = UTF8Scanner.scalar(at: position, in: source.bytes)
    switch ScalarClass(scalar) {
    case .wordPart:
      return word()
    case .lookalike(let ascii):
      position += length
      if ascii == "\"" { return .invalid(typographicString(after: scalar)) }
      return .invalid(.lookalike(scalar, ascii: ascii))
    case .invisible, .blank:
      position += length
      return .invalid(.invisibleCharacter(scalar))
    }
  }

  /// Reads on to the closing typographic quote, so that the whole name is underlined; no
  /// further than here when the line has none.
  private mutating func typographicString(after quote: Unicode.Scalar) -> TokenProblem {
    let start = position
    var end = position
    while end < source.bytes.count, !source.bytes[end].isLineEnd {
      let (scalar, length) = UTF8Scanner.scalar(at: end, in: source.bytes)
      if ScalarClass(scalar) == .lookalike("\"") {
        position = end + length
        return .typographicQuote(quote, text: source[SourceSpan(lower: start, upper: end)])
      }
      end += length
    }
    return .typographicQuote(quote, text: nil)
  }

  ///     number = ( "0" | nonzero { digit } ) [ "." digit { digit } ] .
  mutating func number() -> Token.Kind {
    let start = position
    skipDigits()
    let wholeEnd = position
    if peek() == UInt8(ascii: "."), peek(1)?.isDigit == true {
      position += 1
      skipDigits()
    }
    if let problem = numberProblem(from: start) { return .invalid(problem) }
    let hasLeadingZero = source.bytes[start] == UInt8(ascii: "0") && wholeEnd > start + 1
    guard hasLeadingZero else { return .number }
    return .invalid(.leadingZero(source[SourceSpan(lower: start, upper: position)]))
  }

  /// The problem if a number continues like a word, a date or a version; reads all of it.
  private mutating func numberProblem(from start: Int) -> TokenProblem? {
    let end = position
    var isDate = true
    for width in [2, 2] {
      isDate = isDate && take("-")
      let first = position
      skipDigits()
      isDate = isDate && position - first == width
    }
    if isDate, wordPart(at: 0) == 0 {
      return .date(source[SourceSpan(lower: start, upper: position)])
    }
    position = end
    // `30-7` is a difference.
    if !isDate, peek() == UInt8(ascii: "-"), peek(1)?.isDigit == true { return nil }
    var isMalformed = false
    while true {
      let before = position
      skipWordParts()
      if peek() == UInt8(ascii: "."), peek(1)?.isDigit == true { position += 1 }
      if position == before { break }
      isMalformed = true
    }
    guard isMalformed else { return nil }
    return .malformedNumber(source[SourceSpan(lower: start, upper: position)])
  }

  private mutating func skipDigits() {
    while peek()?.isDigit == true { position += 1 }
  }
}
