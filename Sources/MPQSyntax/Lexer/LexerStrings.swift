extension Lexer {
  ///     string = '"' { char | escape } '"' | "'" { char | escape } "'" .
  ///
  /// Keeps the first thing that is wrong in it.
  /// An open quote ends with its line, so that the next line is read as it was meant.
  mutating func string() -> Token.Kind {
    let quote = source.bytes[position]
    position += 1
    var problem: TokenProblem?
    while let byte = peek(), !byte.isLineEnd {
      if byte == quote {
        position += 1
        return problem.map { .invalid($0) } ?? .string
      }
      var ignored: [UInt8] = []
      do throws(TokenProblem) {
        try stringPart(into: &ignored)
      } catch {
        problem = problem ?? error
      }
    }
    return .invalid(.unterminatedString(quote: String(Unicode.Scalar(quote))))
  }

  /// The text that the string at `span` means; the span is that of a `.string` token.
  static func text(ofStringAt span: SourceSpan, in source: SourceText) -> String {
    var lexer = Lexer(source)
    lexer.position = span.lower + 1
    var bytes: [UInt8] = []
    while lexer.position < span.upper - 1 {
      // The lexer has found the string right: there is nothing left to report.
      try? lexer.stringPart(into: &bytes)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The text of a string that may be unterminated: `span` starts with its opening quote.
  ///
  /// An escape that is wrong or incomplete is left out.
  static func text(ofOpenStringAt span: SourceSpan, in source: SourceText) -> String {
    let bytes = Array(source.bytes[source.clamped(span)])
    guard let part = try? SourceText(bytes: bytes, name: source.name) else { return "" }
    var lexer = Lexer(part)
    lexer.position = 1
    var text: [UInt8] = []
    while lexer.position < bytes.count { try? lexer.stringPart(into: &text) }
    return String(decoding: text, as: UTF8.self)
  }

  /// Reads one character or escape; always at least a byte.
  private mutating func stringPart(into bytes: inout [UInt8]) throws(TokenProblem) {
    guard let byte = peek() else { return }
    if byte == UInt8(ascii: "\\") {
      try escape(into: &bytes)
      return
    }
    position += 1
    bytes.append(byte)
    let isControl = byte < 0x20 || byte == 0x7F
    guard !isControl || byte == UInt8(ascii: "\t") else {
      throw .controlCharacterInString(Unicode.Scalar(byte))
    }
  }

  ///     escape = "\" ( '"' | "'" | "\" | "n" | "t" | "u{" hex { hex } "}" ) .
  private mutating func escape(into bytes: inout [UInt8]) throws(TokenProblem) {
    position += 1
    guard let byte = peek(), !byte.isLineEnd else { return }
    let (scalar, length) = UTF8Scanner.scalar(at: position, in: source.bytes)
    position += length
    switch scalar {
    case "\"", "'", "\\": bytes.append(byte)
    case "n": bytes.append(UInt8(ascii: "\n"))
    case "t": bytes.append(UInt8(ascii: "\t"))
    case "u": bytes += try scalarEscape()
    default: throw .unknownEscape("\\" + String(scalar))
    }
  }

  /// The UTF-8 of what `{...}` after `\u` names.
  private mutating func scalarEscape() throws(TokenProblem) -> [UInt8] {
    let start = position - 2
    var value: UInt32 = 0
    var digitCount = 0
    if take("{") {
      while let byte = peek(), byte.isHexDigit {
        position += 1
        digitCount += 1
        // Seven digits are too many whatever they are, and must not overflow.
        if digitCount <= 6 { value = value << 4 | byte.hexValue }
      }
      if take("}"), (1...6).contains(digitCount), value > 0, let scalar = Unicode.Scalar(value) {
        return Array(String(scalar).utf8)
      }
    }
    throw .badScalarEscape(source[SourceSpan(lower: start, upper: position)])
  }
}

extension UInt8 {
  /// The value of a hexadecimal digit.
  fileprivate var hexValue: UInt32 {
    UInt32(isDigit ? self - UInt8(ascii: "0") : (self | 0x20) - UInt8(ascii: "a") + 10)
  }
}
