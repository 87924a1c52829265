/// One stage of a pipeline: what follows a `|`.
public struct Stage: Equatable, Sendable {
  /// What is written, one case for each kind of arguments.
  public enum Kind: Equatable, Sendable {
    /// `sort total desc, date`; at least one key.
    case sort([SortKey])
    /// `first 10`
    case first(Count)
    /// `last 10`
    case last(Count)
    /// `where step = 2 and not goal ~ home`
    case `where`(Condition)
    /// `select date, home as landing`; at least one column.
    case select([Selection])
    /// `add rate = end / start`
    case add(Name, Arithmetic<CellOperand>)
    /// `sum by date`: folds rows; without columns all of them.
    case fold(FoldWord, by: [Name])
    /// `unpivot` or `unpivot referrer`: the name of the new key column.
    case unpivot(Name?)
    /// `pivot value`
    case pivot(Name)
    /// `transpose`
    case transpose
    /// `share`
    case share
    /// `change` or `change 7`
    case change(Count?)
    /// `rolling 7`
    case rolling(Count)
    /// `cumulate`
    case cumulate
    /// `expect step_ratio >= 0.2`
    case expect(Condition)
    /// `chart` or `chart bar`
    case chart(ChartWord?)
    /// `save "weekly.csv"`
    case save(Value)
  }

  /// What is written.
  public var kind: Kind
  /// Where it is written, without the `|`.
  public var span: SourceSpan

  /// The stage `kind`, written at `span`.
  public init(_ kind: Kind, span: SourceSpan = .none) {
    self.kind = kind
    self.span = span
  }
}

/// The ways to fold rows into one.
public enum FoldWord: String, CaseIterable, Sendable {
  case sum, mean, min, max
}

/// The kinds of chart.
public enum ChartWord: String, CaseIterable, Sendable {
  case line, bar, spark, heat, funnel
}

/// A column to sort by.
public struct SortKey: Equatable, Sendable {
  /// The column.
  public var column: Name
  /// Whether the greatest comes first.
  public var isDescending: Bool

  /// The column, in its order or in the reverse of it.
  public init(_ column: Name, isDescending: Bool = false) {
    self.column = column
    self.isDescending = isDescending
  }
}

/// A column that `select` keeps.
public struct Selection: Equatable, Sendable {
  /// The column.
  public var column: Name
  /// The name it gets; `nil` for its own.
  public var newName: Name?

  /// The column, and the name it gets.
  public init(_ column: Name, as newName: Name? = nil) {
    self.column = column
    self.newName = newName
  }
}

/// What rows must hold, in `where` and `expect`.
///
/// The right side of a comparison is a value: a bare word there is a text, not a column.
public indirect enum Condition: Equatable, Sendable {
  /// `step >= 2`
  case comparison(Name, Comparison, Value)
  /// `value in (google, "t.co")`
  case isIn(Name, [Value])
  /// `change is null` and `change is not null`
  case isNull(Name, isNegated: Bool)
  /// `not step = 1`
  case not(Condition)
  /// `a = 1 and b = 2`: two conditions or more.
  case and([Condition])
  /// `a = 1 or b = 2`: two conditions or more.
  case or([Condition])

  /// The signs of comparisons.
  public enum Comparison: String, CaseIterable, Sendable {
    case equal = "="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    /// Contains, where letters of ASCII match in both cases.
    case contains = "~"
  }
}

/// A whole number of a clause or a stage, or a parameter that is one.
public enum Count: Equatable, Sendable, ExpressibleByIntegerLiteral {
  /// `7`, from 1 to ``Clause/countLimit``.
  case number(Int)
  /// `:weeks`
  case parameter(Name)

  /// The number `value`.
  public init(integerLiteral value: Int) {
    self = .number(value)
  }

  /// The number; `nil` for a parameter.
  public var value: Int? {
    if case .number(let number) = self { number } else { nil }
  }
}
