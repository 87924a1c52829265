/// A parsed text: its statements, in their order.
public struct Script: Equatable, Sendable {
  /// The greatest number of statements of a script.
  public static let statementLimit = 1_000
  /// The greatest number of names or values of one list.
  public static let listLimit = 1_000
  /// The greatest number of stages of a pipeline.
  public static let stageLimit = 100
  /// The greatest number of operators of one sum, product or condition.
  public static let chainLimit = 1_000
  /// The greatest depth of parentheses.
  public static let nestingLimit = 64
  /// The greatest number of problems that one parse reports.
  public static let diagnosticLimit = 20

  /// The statements that could be read.
  public var statements: [Statement]

  /// A script of `statements`.
  public init(statements: [Statement] = []) {
    self.statements = statements
  }

  /// Reads `source` to its end, whatever is wrong with it.
  ///
  /// - Parameters:
  ///   - source: The text of one or more statements, or of none.
  ///   - id: What spans call it; of a program of several texts, that of its ``Sources``.
  /// - Returns: The statements without an error, and what is wrong with the others, in the order
  ///   of the text; at most ``diagnosticLimit`` problems, and then one that says how many more
  ///   there are. Nothing should be asked of a server unless `diagnostics` is empty.
  public static func parse(
    _ source: SourceText, as id: SourceID = .first
  ) -> (script: Script, diagnostics: [Diagnostic]) {
    var parser = Parser(source, as: id)
    let script = parser.script()
    return (script, parser.reportedDiagnostics)
  }

  /// Whether `source` is right as far as it goes, and breaks off where something must follow.
  ///
  /// A shell asks this to choose between running a statement and asking for its next line. A
  /// text with any other error is complete: more text would not fix it.
  public static func isIncomplete(_ source: SourceText) -> Bool {
    var parser = Parser(source)
    _ = parser.script()
    return parser.breaksOff
  }
}

/// One statement of a script.
public struct Statement: Equatable, Sendable {
  /// What is written.
  public enum Kind: Equatable, Sendable {
    /// `funnel "Signup flow" weeks 4 | where step = 2`
    case answer(Expression)
    /// `let signups = events signup days 30`
    case `let`(Name, Expression)
    /// `param weeks = 4`; required when it has no default.
    case param(Name, Value?)
    /// `include "shared.mpq"`
    case include(Name)
  }

  /// What is written.
  public var kind: Kind
  /// Whether an answer starts with `explain`: its calls are shown, not sent.
  public var isExplain: Bool
  /// Where it is written, without the `;` that may end it.
  public var span: SourceSpan

  /// The statement `kind`, written at `span`.
  public init(_ kind: Kind, isExplain: Bool = false, span: SourceSpan = .none) {
    self.kind = kind
    self.isExplain = isExplain
    self.span = span
  }

  /// The query that is all of an answer; `nil` for other statements.
  public var query: Query? {
    if case .answer(let expression) = kind { expression.query } else { nil }
  }

  /// The statement that asks for `query`.
  public init(_ query: Query, isExplain: Bool = false, span: SourceSpan = .none) {
    self.init(.answer(Expression(query)), isExplain: isExplain, span: span)
  }
}
