/// A failure that ends a program: a message for the user, and an exit code for scripts.
package struct ProgramError: Error {
  /// The message: a clause without a full stop.
  package var message: String
  /// A remedy.
  package var hint: String?
  /// The exit code.
  package var status: ExitStatus

  /// Creates an error; by default of configuration or local files.
  package init(_ message: String, hint: String? = nil, status: ExitStatus = .configuration) {
    self.message = message
    self.hint = hint
    self.status = status
  }
}
