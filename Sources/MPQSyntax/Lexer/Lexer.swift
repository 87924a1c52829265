/// Divides a text into tokens, up to its end, also if it is wrong.
package struct Lexer: Sendable {
  let source: SourceText
  /// What spans call `source`.
  let id: SourceID
  /// The offset of the next byte to read.
  var position = 0
  /// Where the comments are that were read, from `#` to the end of the line.
  private(set) var comments: [SourceSpan] = []
  private var isAtLineStart = true
  private var depth = 0

  /// Begins at the start of `source`.
  package init(_ source: SourceText, as id: SourceID = .first) {
    self.source = source
    self.id = id
  }

  /// All tokens of `source`; the last, and only the last, is `.endOfInput`.
  package static func tokens(of source: SourceText, as id: SourceID = .first) -> [Token] {
    scan(source, as: id).tokens
  }

  /// All tokens of `source`, and the spans of its comments, which the parser ignores.
  package static func scan(
    _ source: SourceText, as id: SourceID = .first
  ) -> (tokens: [Token], comments: [SourceSpan]) {
    var lexer = Lexer(source, as: id)
    var tokens: [Token] = []
    tokens.reserveCapacity(source.bytes.count / 6 + 1)
    while true {
      let token = lexer.next()
      tokens.append(token)
      if case .endOfInput = token.kind { return (tokens, lexer.comments) }
    }
  }

  /// Reads the next token; at the end, and on every later call, `.endOfInput`.
  package mutating func next() -> Token {
    skipBlanks()
    let start = position
    let startsLine = isAtLineStart
    isAtLineStart = false
    let kind = peek().map { token(beginningWith: $0) } ?? .endOfInput
    let span = SourceSpan(lower: start, upper: position, source: id)
    return Token(kind: kind, span: span, startsLine: startsLine)
  }

  private mutating func token(beginningWith byte: UInt8) -> Token.Kind {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return string()
    case _ where byte.isDigit: return number()
    case _ where byte.isWordHead: return word()
    case _ where byte.isNonASCII: return nonASCII()
    default: return sign(beginningWith: byte)
    }
  }
}

// MARK: - Blanks and signs

extension Lexer {
  /// The byte `distance` after the next one; `nil` beyond the end.
  func peek(_ distance: Int = 0) -> UInt8? {
    let index = position + distance
    return index < source.bytes.count ? source.bytes[index] : nil
  }

  /// Reads `byte` if it is next.
  mutating func take(_ byte: Unicode.Scalar) -> Bool {
    guard peek() == UInt8(ascii: byte) else { return false }
    position += 1
    return true
  }

  /// Skips what separates tokens, and notes when it crosses a line end.
  private mutating func skipBlanks() {
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"):
        position += 1
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        position += 1
        isAtLineStart = true
      case UInt8(ascii: "#"):
        comment()
      case _ where byte.isNonASCII:
        let (scalar, length) = UTF8Scanner.scalar(at: position, in: source.bytes)
        guard ScalarClass(scalar) == .blank else { return }
        position += length
      default:
        return
      }
    }
  }

  ///     comment = "#" { any } .
  private mutating func comment() {
    let start = position
    while let byte = peek(), !byte.isLineEnd { position += 1 }
    comments.append(SourceSpan(lower: start, upper: position, source: id))
  }

  private mutating func sign(beginningWith byte: UInt8) -> Token.Kind {
    position += 1
    switch byte {
    case UInt8(ascii: "=") where take("="): return .invalid(.foreignSign("==", instead: "="))
    case UInt8(ascii: "=") where take("~"): return .invalid(.foreignSign("=~", instead: "~"))
    case UInt8(ascii: "<") where take(">"): return .invalid(.foreignSign("<>", instead: "!="))
    case UInt8(ascii: "&") where take("&"): return .invalid(.foreignSign("&&", instead: "and"))
    case UInt8(ascii: "|") where take("|"): return .invalid(.foreignSign("||", instead: "or"))
    case UInt8(ascii: "<") where take("="): return .sign(.lessOrEqual)
    case UInt8(ascii: ">") where take("="): return .sign(.greaterOrEqual)
    case UInt8(ascii: "!") where take("="): return .sign(.notEqual)
    default: break
    }
    let scalar = Unicode.Scalar(byte)
    guard let sign = Token.Sign(rawValue: String(scalar)) else {
      return .invalid(.unexpectedCharacter(scalar))
    }
    switch sign {
    case .leftParen:
      depth += 1
      if depth > Script.nestingLimit { return .invalid(.nestingTooDeep) }
    case .rightParen: depth = max(0, depth - 1)
    case .semicolon: depth = 0
    default: break
    }
    return .sign(sign)
  }
}
