public import MPQSyntax

/// The kinds of the columns that arithmetic and stages make.
public enum KindRules {
  /// What is on one side of a sign.
  public enum Operand: Equatable, Sendable {
    /// The cells of a column.
    case column(ColumnKind)
    /// A number that is written, such as `100` or `0.5`.
    case literal(isWhole: Bool)

    /// The number that `text` writes.
    public static func literal(_ text: String) -> Operand {
      .literal(isWhole: Int(text) != nil)
    }

    /// The kind of a column of this operand.
    public var kind: ColumnKind {
      switch self {
      case .column(let kind): kind
      case .literal(let isWhole): isWhole ? .integer : .number
      }
    }

    fileprivate var isWhole: Bool {
      switch self {
      case .column(let kind): kind == .integer
      case .literal(let isWhole): isWhole
      }
    }

    fileprivate var isFraction: Bool { self == .column(.fraction) }

    /// Whether it is a number that is written.
    var isLiteral: Bool {
      if case .literal = self { true } else { false }
    }
  }

  /// The kind of `left sign right`, where both are numbers.
  ///
  /// | | the result |
  /// | --- | --- |
  /// | `+` `-` | whole numbers: an integer; fractions, or a fraction with a literal: a fraction |
  /// | `*` | whole numbers: an integer; fractions: a fraction |
  /// | `/` | columns, if both or neither are fractions; a fraction by a literal: a fraction |
  /// | else | a number |
  public static func kind(_ left: Operand, _ sign: ArithmeticSign, _ right: Operand) -> ColumnKind {
    switch sign {
    case .plus, .minus:
      if left.isWhole && right.isWhole { return .integer }
      let isFraction =
        left.isFraction && (right.isFraction || right.isLiteral)
        || right.isFraction && left.isLiteral
      return isFraction ? .fraction : .number
    case .times:
      if left.isWhole && right.isWhole { return .integer }
      return left.isFraction && right.isFraction ? .fraction : .number
    case .over:
      if left.isLiteral { return .number }
      if right.isLiteral { return left.isFraction ? .fraction : .number }
      return left.isFraction == right.isFraction ? .fraction : .number
    }
  }

  /// The kind of the means of cells of `kind`.
  public static func mean(of kind: ColumnKind) -> ColumnKind {
    kind == .fraction ? .fraction : .number
  }

  /// The kind of a column that takes the cells of columns of several kinds.
  ///
  /// - Returns: The one kind; `number` for several kinds of numbers, and without columns; `text`
  ///   for texts and dates; `nil` for texts with numbers.
  public static func merged(_ kinds: some Sequence<ColumnKind>) -> ColumnKind? {
    var merged: ColumnKind?
    for kind in kinds where kind != merged {
      guard let known = merged else {
        merged = kind
        continue
      }
      guard known.isNumeric == kind.isNumeric else { return nil }
      merged = known.isNumeric ? .number : .text
    }
    return merged ?? .number
  }
}
