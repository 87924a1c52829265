/// Something that can occur at a place of a text.
package enum Expectation: Equatable, Sendable {
  /// What a number counts.
  package enum Counted: Equatable, Sendable {
    /// Periods of this unit: `days 7`.
    case window(UnitWord)
    /// Rows: `limit 10`.
    case limit
    /// Rows of a stage: `first 10`, `rolling 7`.
    case stage(StageWord)
  }

  /// This word of the language, in the spelling that completion offers.
  case word(ReservedWord)
  /// A clause that the query still takes; the compiler decides which.
  case clause
  /// A name; `listed` are those that its list has already before the place.
  ///
  /// `from` is the byte with which it begins: the place itself, or that of the word there, or that
  /// of bare words in front of it, which may be the beginning of a name with blanks.
  case name(NameRole, listed: [String], from: Int)
  /// A value of `property`, with `listed` and `from` as for names.
  case value(property: String, listed: [String], from: Int)
  /// A word of the language that is none elsewhere, such as a stage after `|` and `desc` after
  /// `sort total`.
  case contextWord(String, isOptional: Bool)
  /// A column of the table that `pipeline`, the expression before the stage, gives; `listed` are
  /// those that the stage has already.
  case column(listed: [String], of: Expression)
  /// One of these answers, which `let` names before the place.
  case answer([String])
  /// One of these parameters, which are declared before the place; the `:` is written.
  case parameter([String])
  /// A file, in quotes: after `include` and `save`.
  case file
  /// A whole number.
  case count(Counted)
  /// A sign of the language.
  case sign(Token.Sign)
}
