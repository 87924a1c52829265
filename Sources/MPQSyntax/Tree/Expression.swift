/// What a statement asks for: arithmetic between answers, and the stages that its result passes.
///
///     events signup days 30 / events visit days 30 | rolling 7 | chart
public struct Expression: Equatable, Sendable {
  /// The arithmetic before the first `|`.
  public var arithmetic: Arithmetic<Operand>
  /// The stages, in order.
  public var stages: [Stage]
  /// Where it is written, without the parentheses around it.
  public var span: SourceSpan

  /// The value of `arithmetic` passed through `stages`.
  public init(
    _ arithmetic: Arithmetic<Operand>, stages: [Stage] = [], span: SourceSpan = .none
  ) {
    self.arithmetic = arithmetic
    self.stages = stages
    self.span = span
  }
}

extension Expression {
  /// The answer of `query`, as it is.
  public init(_ query: Query) {
    self.init(.operand(Operand(.query(query), span: query.span)), span: query.span)
  }

  /// The query that is all of the expression; `nil` when there is more than one query.
  public var query: Query? {
    guard stages.isEmpty, case .operand(let operand) = arithmetic,
      case .query(let query) = operand.kind
    else { return nil }
    return query
  }
}

/// One operand of arithmetic between answers.
public struct Operand: Equatable, Sendable {
  /// What is written.
  public indirect enum Kind: Equatable, Sendable {
    /// `events signup days 30`
    case query(Query)
    /// `signups`, an answer that `let` names
    case name(Name)
    /// `100` or `-0.5` or `:goal`
    case number(Value)
    /// `(events signup | rolling 7)`: parentheses with stages in them
    case pipeline(Expression)
  }

  /// What is written.
  public var kind: Kind
  /// Where it is written.
  public var span: SourceSpan

  /// The operand `kind`, written at `span`.
  public init(_ kind: Kind, span: SourceSpan = .none) {
    self.kind = kind
    self.span = span
  }
}

/// One operand of arithmetic between columns, in the stage `add`.
public struct CellOperand: Equatable, Sendable {
  /// What is written.
  public enum Kind: Equatable, Sendable {
    /// `step_ratio`
    case column(Name)
    /// `100` or `:goal`
    case number(Value)
  }

  /// What is written.
  public var kind: Kind
  /// Where it is written.
  public var span: SourceSpan

  /// The operand `kind`, written at `span`.
  public init(_ kind: Kind, span: SourceSpan = .none) {
    self.kind = kind
    self.span = span
  }
}

/// Sums and products of operands.
///
/// Chains are flat: `a + b - c` is one sum with two links. A sum or product inside of a chain was
/// in parentheses, except a product that is a term of a sum.
public indirect enum Arithmetic<Operand: Equatable & Sendable>: Equatable, Sendable {
  /// One operand.
  case operand(Operand)
  /// `first { ("+" | "-") term }`, with at least one link.
  case sum(Arithmetic, [Link])
  /// `first { ("*" | "/") factor }`, with at least one link.
  case product(Arithmetic, [Link])

  /// An operator and its right operand.
  public struct Link: Equatable, Sendable {
    /// The operator.
    public var sign: ArithmeticSign
    /// Where the operator is written.
    public var signSpan: SourceSpan
    /// The right operand.
    public var operand: Arithmetic

    /// `sign` and the operand after it.
    public init(_ sign: ArithmeticSign, _ operand: Arithmetic, signSpan: SourceSpan = .none) {
      self.sign = sign
      self.operand = operand
      self.signSpan = signSpan
    }
  }
}

/// The operators of arithmetic.
public enum ArithmeticSign: String, CaseIterable, Sendable {
  case plus = "+"
  case minus = "-"
  case times = "*"
  case over = "/"
}
