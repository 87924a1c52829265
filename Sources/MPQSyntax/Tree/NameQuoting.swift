extension Name {
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

  /// Whether the lexer reads the whole of `text` as one bare word.
  private static func isBare(_ text: String) -> Bool {
    guard !text.isEmpty, let source = try? SourceText(text) else { return false }
    var lexer = Lexer(source)
    let token = lexer.next()
    // A byte order mark is dropped from a text, so the lengths have to agree as well.
    return token.kind == .name
      && token.span == SourceSpan(lower: 0, upper: text.utf8.count)
  }

  /// `text` in double quotes.
  static func string(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case _ where Visible.isHidden(scalar): result += Visible.escape(scalar)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
