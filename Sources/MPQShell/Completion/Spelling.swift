import MPQSyntax

/// How a text is written at the cursor, so that it is read back as the same text.
struct Spelling: Equatable, Sendable {
  /// What the text is read as.
  enum Form: Equatable, Sendable {
    /// A word or a sign of the language, or of a command.
    case word
    /// A name.
    case name
    /// A value of a property, which may be a number and may be empty.
    case value
    /// A file; a folder continues after its `/`.
    case file
  }

  let form: Form
  /// The quote that is open at the cursor.
  var quote: Name.Quote?
  /// Whether that quote is closed after the cursor.
  var isClosed = false
  /// The start of the replaced range, which is kept.
  var lead = ""

  /// Whether the empty text can be written.
  var writesEmpty: Bool { form == .value }

  /// `text` in full, in quotes if needed.
  func whole(_ text: String) -> String {
    if form == .word { return lead + text }
    if form == .file, text.hasSuffix("/") { return beginning(text) }
    if let quote {
      let end = isClosed ? "" : quote.rawValue
      return lead + quote.rawValue + Name.escaped(text, in: quote) + end
    }
    return lead + (isBare(text) ? text : Self.quoted(text))
  }

  /// `text` as the beginning of a longer text, without a closing quote.
  func beginning(_ text: String) -> String {
    if form == .word { return lead + text }
    if let quote { return lead + quote.rawValue + Name.escaped(text, in: quote) }
    if isBeginningOfBare(text) { return lead + text }
    return lead + Name.Quote.double.rawValue + Name.escaped(text, in: .double)
  }

  private func isBare(_ text: String) -> Bool {
    switch form {
    case .word: true
    case .name: Name.isOneToken(text) { $0 == .name }
    case .value: Name.isOneToken(text) { $0 == .name || $0 == .number }
    case .file: Self.isPlainPath(text)
    }
  }

  /// Whether `text` begins a bare word; it may be a reserved word, since it continues.
  private func isBeginningOfBare(_ text: String) -> Bool {
    guard form != .file else { return Self.isPlainPath(text) }
    return Name.isOneToken(text) { kind in
      switch kind {
      case .name, .keyword: true
      default: false
      }
    }
  }

  private static func quoted(_ text: String) -> String {
    let quote = Name.Quote.double
    return quote.rawValue + Name.escaped(text, in: quote) + quote.rawValue
  }

  /// Whether a command reads `text` as one word.
  private static func isPlainPath(_ text: String) -> Bool {
    !text.isEmpty
      && text.unicodeScalars.allSatisfy { scalar in
        switch scalar {
        case "\"", "'", "\\", "#": false
        default: !scalar.properties.isWhitespace && !Visible.isHidden(scalar)
        }
      }
  }
}
