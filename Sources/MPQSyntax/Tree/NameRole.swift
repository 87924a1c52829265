/// The kind of a name, in the words of messages.
public enum NameRole: String, CaseIterable, Sendable {
  /// An event.
  case event = "an event name"
  /// A funnel.
  case funnel = "a funnel name"
  /// A property of an event or of a funnel's events.
  case property = "a property name"
  /// A column of the table that a stage reads.
  case column = "a column"
  /// The name that a stage gives to a column.
  case newColumn = "a name for the column"
  /// An answer that `let` named before.
  case answer = "the name of an answer"
  /// The name that `let` gives to an answer.
  case newAnswer = "a name for the answer"
  /// The name of a parameter, after `param`.
  case parameter = "a name for the parameter"
  /// The path of a script, after `include`.
  case file = "the name of a file in quotes"
}
