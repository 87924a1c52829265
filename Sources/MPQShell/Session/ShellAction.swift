package import MPQ
package import MPQCompiler
package import MPQSyntax

/// An action of the shell, which the runner performs.
package enum ShellAction: Equatable, Sendable {
  /// Store this statement in the history.
  case remember(String)
  /// Run or explain the statements of a program, one after the other, until one fails.
  case run(Program)
  /// Run a program of one statement every `seconds`, until the user stops it.
  case watch(Program, seconds: Int)
  /// Show stored answers in `format`.
  case render([Answer], OutputFormat)
  /// Show a text as data.
  case show(String)
  /// Write a line to standard error.
  case tell(String)
  /// Write an error and its hint.
  case complain(String, hint: String?)
  /// Read the script at this path and hand it back as ``ShellInput/script(_:)``.
  case read(String)
  /// Let the user edit this text, and put the saved text at the prompt.
  case edit(String)
  /// Show the statements of the history that contain a text, or all.
  case showHistory(String?)
  /// List the profiles, and mark the current one.
  case showProfiles
  /// Switch to another profile.
  case switchProfile(String)
  /// Fetch names again.
  case refreshNames
  /// End the shell with this exit code.
  case leave(Int32)
}

/// An event for the shell.
package enum ShellInput: Sendable {
  /// Enter: a line, or several if text was pasted or recalled.
  case line(String)
  /// Ctrl-C, with seconds of a monotonic clock.
  case interrupt(at: Double)
  /// Ctrl-D on an empty line, or the end of the input.
  case endOfInput
  /// The script of a `read`.
  case script(SourceText)
  /// The answers of a `run`, with its time and calls.
  case answered(KeptAnswers, seconds: Double, calls: Int)
}
