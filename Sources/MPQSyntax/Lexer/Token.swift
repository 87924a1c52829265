/// One lexeme: what it is and where it is.
///
/// The text stays in the source.
package struct Token: Equatable, Sendable {
  /// The kinds of token, in the order of grammar.md.
  package enum Kind: Equatable, Sendable {
    /// `signup`
    case name
    /// `funnel`; the word may be one of several spellings.
    case keyword(Keyword)
    /// `"Signup flow"`
    case string
    /// `30` or `0.5`
    case number
    /// A sign of the language: `,`, `;`, `(`, and so on.
    case sign(Sign)
    /// Not a token.
    indirect case invalid(TokenProblem)
    /// The end of the text.
    case endOfInput
  }

  /// The signs of the language.
  package enum Sign: String, CaseIterable, Sendable {
    case comma = ","
    case semicolon = ";"
    case leftParen = "("
    case rightParen = ")"
    case pipe = "|"
    case plus = "+"
    case minus = "-"
    case star = "*"
    case slash = "/"
    case colon = ":"
    case equal = "="
    case notEqual = "!="
    case lessOrEqual = "<="
    case less = "<"
    case greaterOrEqual = ">="
    case greater = ">"
    case tilde = "~"
  }

  /// What was read.
  package var kind: Kind
  /// Where it was read.
  package var span: SourceSpan
  /// Whether it is the first token of its line.
  package var startsLine: Bool

  /// The word that the token is, if it is a reserved one.
  var keyword: Keyword? {
    if case .keyword(let keyword) = kind { keyword } else { nil }
  }

  /// Whether the token is `sign`.
  func isSign(_ sign: Sign) -> Bool { kind == .sign(sign) }

  /// Whether a statement may begin with the token.
  ///
  /// At the beginning of a line such a token ends the statement before; any other continues it.
  var canBeginStatement: Bool {
    switch kind {
    case .name, .string, .number, .invalid: true
    case .keyword(let keyword): keyword.beginsStatement
    case .sign(let sign): sign == .leftParen || sign == .colon
    case .endOfInput: false
    }
  }
}

extension Token.Kind: CustomStringConvertible {
  /// The word for the kind in dumps.
  package var description: String {
    switch self {
    case .name: "name"
    case .keyword(let keyword): "keyword \(keyword.rawValue)"
    case .string: "string"
    case .number: "number"
    case .sign: "sign"
    case .invalid: "invalid"
    case .endOfInput: "end"
    }
  }
}
