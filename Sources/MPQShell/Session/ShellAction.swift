package import MPQ
package import MPQCompiler
package import MPQSyntax

/// What the shell is to do; the runner does it.
package enum ShellAction: Equatable, Sendable {
  /// Keep this statement in the history.
  case remember(String)
  /// Ask or explain these queries, one after the other, until one fails.
  case run([Plan])
  /// Ask this query every so many seconds, until somebody stops it.
  case watch(Plan, seconds: Int)
  /// Show answers that are there already in `format`.
  case render([Answer], OutputFormat)
  /// Show a text as data.
  case show(String)
  /// Say something beside the data.
  case tell(String)
  /// Say what is wrong and, if that is known, what to do.
  case complain(String, hint: String?)
  /// Read the script at this path and hand it back as ``ShellInput/script(_:)``.
  case read(String)
  /// Let the person edit this text, and put what they save at the prompt.
  case edit(String)
  /// Show the statements of the history that hold a text, or all.
  case showHistory(String?)
  /// Say which profiles there are, and which of them is asked.
  case showProfiles
  /// Ask another profile from now on.
  case switchProfile(String)
  /// Fetch names again.
  case refreshNames
  /// Leave with this exit code.
  case leave(Int32)
}

/// What happened to the shell.
package enum ShellInput: Sendable {
  /// Enter: a line, or several where text was pasted or recalled.
  case line(String)
  /// Ctrl-C, with seconds of a clock that never goes back.
  case interrupt(at: Double)
  /// Ctrl-D on an empty line, or the end of the input.
  case endOfInput
  /// What `read` brought.
  case script(SourceText)
  /// What `run` brought, and how long that took.
  case answered(KeptAnswers, seconds: Double, calls: Int)
}
