package import MPQ
package import MPQCompiler

/// The state of a shell between two lines.
///
/// ``reduce(_:_:)`` makes all decisions of the shell: it maps an event to actions, without side
/// effects.
package struct ShellState: Sendable {
  /// The format of answers; `nil` for tables, or for the format of the extension of ``outputPath``.
  package internal(set) var format: OutputFormat?
  /// Whether the time of answers is shown.
  var isTiming = false
  /// The file for answers; `nil` for the terminal.
  package internal(set) var outputPath: String?
  /// The lines of an unfinished statement.
  package internal(set) var pending = ""

  /// The last statement, for `.edit`.
  var lastStatement = ""
  /// The answers to the last input, for `.last`.
  var answers = KeptAnswers()
  /// What the user has defined at the prompt.
  var definitions = Definitions()
  /// The statement that was not sent because of an unknown name; a second Enter sends it.
  var refused: Refused?
  /// The time of the last Ctrl-C.
  var lastInterrupt: Double?

  struct Refused: Equatable, Sendable {
    /// The line that named it.
    var line: String
    var action: ShellAction
  }

  /// The seconds within which a second Ctrl-C leaves.
  static let interruptWindow = 1.0

  /// The initial state.
  ///
  /// - Parameters:
  ///   - format: The format of answers.
  ///   - outputPath: The file for answers.
  init(format: OutputFormat? = nil, outputPath: String? = nil) {
    self.format = format
    self.outputPath = outputPath
  }

  /// Whether a statement has begun and needs another line.
  var isContinuing: Bool { !pending.isEmpty }
}

/// Facts from outside that decisions depend on.
package struct ShellContext: Sendable {
  /// The defaults of queries.
  package var defaults: Defaults
  /// The problems of the names of a query, one sentence each; none if unknown.
  var unknownNames: @Sendable (Plan) -> [String]
  /// Reads included files for texts of which some are files.
  var include: @Sendable (_ areFiles: [Bool]) -> IncludeReader? = { _ in nil }
  /// Whether queries about unknown names are sent anyway.
  package var isForced: Bool
  /// The columns of a character, for the carets under an error.
  var characterWidth: @Sendable (Unicode.Scalar) -> Int = { displayWidth(String($0)) }

  /// The facts at one moment.
  init(
    defaults: Defaults, isForced: Bool = false,
    unknownNames: @escaping @Sendable (Plan) -> [String] = { _ in [] }
  ) {
    self.defaults = defaults
    self.isForced = isForced
    self.unknownNames = unknownNames
  }
}
