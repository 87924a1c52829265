/// A failure that ends a program: what a person reads, and what a script sees.
package struct ProgramError: Error {
  /// What went wrong: a clause without a full stop.
  package var message: String
  /// What to do next.
  package var hint: String?
  /// What a script sees.
  package var status: ExitStatus

  /// A failure of `status`; most are of configuration or local files.
  package init(_ message: String, hint: String? = nil, status: ExitStatus = .configuration) {
    self.message = message
    self.hint = hint
    self.status = status
  }
}
