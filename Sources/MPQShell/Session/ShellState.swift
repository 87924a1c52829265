package import MPQ
package import MPQCompiler

/// What a shell knows between two lines.
///
/// ``reduce(_:_:)`` is all that the shell decides: it takes what happened and says what to do, and
/// touches nothing else.
package struct ShellState: Sendable {
  /// How answers are shown; `nil` for a table, or what the ending of ``outputPath`` says.
  package internal(set) var format: OutputFormat?
  /// Whether the time that answers take is told.
  var isTiming = false
  /// The file that answers go to; `nil` for the terminal.
  package internal(set) var outputPath: String?
  /// The lines of a statement that is not finished.
  package internal(set) var pending = ""

  /// The statement that was asked last, for `.edit`.
  var lastStatement = ""
  /// What the last statements brought, for `.last`.
  var answers = KeptAnswers()
  /// What was not sent since it names something unknown; a second Enter sends it.
  var refused: Refused?
  /// When Ctrl-C was pressed last.
  var lastInterrupt: Double?

  struct Refused: Equatable, Sendable {
    /// The line that named it.
    var line: String
    var action: ShellAction
  }

  /// The seconds within which a second Ctrl-C leaves.
  static let interruptWindow = 1.0

  /// A shell in which nothing was asked yet.
  ///
  /// - Parameters:
  ///   - format: How answers are shown.
  ///   - outputPath: The file that they go to.
  init(format: OutputFormat? = nil, outputPath: String? = nil) {
    self.format = format
    self.outputPath = outputPath
  }

  /// Whether a statement has begun and needs another line.
  var isContinuing: Bool { !pending.isEmpty }
}

/// What the shell needs to know from outside to decide.
package struct ShellContext: Sendable {
  /// What queries leave out.
  package var defaults: Defaults
  /// What is wrong with the names of a query, one sentence each; none where nobody can tell.
  var unknownNames: @Sendable (Plan) -> [String]
  /// Whether queries about unknown names are sent all the same.
  package var isForced: Bool
  /// The columns that a character takes, for the carets under a mistake.
  var characterWidth: @Sendable (Unicode.Scalar) -> Int = { displayWidth(String($0)) }

  /// What is known at one moment.
  init(
    defaults: Defaults, isForced: Bool = false,
    unknownNames: @escaping @Sendable (Plan) -> [String] = { _ in [] }
  ) {
    self.defaults = defaults
    self.isForced = isForced
    self.unknownNames = unknownNames
  }
}
