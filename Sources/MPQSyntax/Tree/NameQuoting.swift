extension Name {
  /// The quotes that can enclose a string.
  public enum Quote: String, Sendable {
    /// `"`
    case double = "\""
    /// `'`
    case single = "'"

    /// The quote that `byte` is; `nil` for other characters.
    init?(byte: UInt8) { self.init(rawValue: String(Unicode.Scalar(byte))) }
  }

  /// `text` as a query writes it: bare where it may be, else in double quotes with escapes.
  ///
  /// Its bytes are kept, so that composed and decomposed accents stay what they are. Characters
  /// that cannot be seen are written as `\u{...}`. A NUL or an empty text gives a string that
  /// the parser refuses as a name, since neither can be one.
  ///
  /// - Parameter text: A name, as it is meant.
  /// - Returns: Text that the parser reads as that name.
  public static func quoted(_ text: String) -> String {
    isBare(text) ? text : string(text)
  }

  /// The value of `text`, a string with its quotes; `nil` when it is not a string.
  public static func text(ofString text: String) -> String? {
    guard isOneToken(text, { $0 == .string }), let source = try? SourceText(text) else {
      return nil
    }
    return Lexer.text(ofStringAt: SourceSpan(lower: 0, upper: text.utf8.count), in: source)
  }

  /// Whether the lexer reads the whole of `text` as one token of a kind that `isWanted`.
  package static func isOneToken(_ text: String, _ isWanted: (Token.Kind) -> Bool) -> Bool {
    guard !text.isEmpty, let source = try? SourceText(text) else { return false }
    var lexer = Lexer(source)
    let token = lexer.next()
    // A byte order mark is dropped from a text, so the lengths have to agree as well.
    return isWanted(token.kind) && token.span == SourceSpan(lower: 0, upper: text.utf8.count)
  }

  /// Whether the lexer reads the whole of `text` as one bare word.
  private static func isBare(_ text: String) -> Bool {
    isOneToken(text) { $0 == .name }
  }

  /// `text` in double quotes.
  static func string(_ text: String) -> String {
    let quote = Quote.double
    return quote.rawValue + escaped(text, in: quote) + quote.rawValue
  }

  /// `text` with escapes and without quotes, so that the lexer reads back the same bytes.
  public static func escaped(_ text: String, in quote: Quote) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case _ where quote.rawValue.unicodeScalars.first == scalar: result += "\\" + quote.rawValue
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case _ where Visible.isHidden(scalar): result += Visible.escape(scalar)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
