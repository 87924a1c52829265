/// The measure of a query.
public enum MeasureWord: String, CaseIterable, Sendable {
  /// Every event.
  case total
  /// Users, each once.
  case unique
  /// Events per user.
  case average
}

/// The length of one period of a window.
public enum UnitWord: String, CaseIterable, Sendable {
  /// Periods of an hour.
  case hour
  /// Periods of a day.
  case day
  /// Periods of a week, from Monday.
  case week
  /// Periods of a month, from its first day.
  case month

  /// The word that the language prefers, which is the plural.
  public var plural: String { rawValue + "s" }
}

/// A part of a query that says how to count, how far back, by what, or how much to show.
public struct Clause: Equatable, Sendable {
  /// What is written, one case for each clause of grammar.md.
  public enum Kind: Equatable, Sendable {
    /// `unique`
    case measure(MeasureWord)
    /// `weeks 4`; the count is from 1 to ``Clause/countLimit``.
    case window(UnitWord, count: Count)
    /// `by referrer`, or `by referrer in (google, "t.co")` with one or more values.
    case by(Name, values: [Value]?)
    /// `limit 10`; the limit is from 1 to ``Clause/countLimit``.
    case limit(Count)
  }

  /// The greatest number after a unit or `limit`.
  public static let countLimit = 999_999_999

  /// What is written.
  public var kind: Kind
  /// Where it is written.
  public var span: SourceSpan

  /// The clause `kind`, written at `span`.
  public init(_ kind: Kind, span: SourceSpan = .none) {
    self.kind = kind
    self.span = span
  }
}
