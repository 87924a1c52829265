/// What stands at the cursor in a line that is a command of the shell and not a query.
///
/// Whoever owns the commands reads the text before the cursor and says which part is written there;
/// offsets are bytes of that text.
package enum CommandPart: Sendable {
  /// One of `words`, in place of what is written from the byte `from` on.
  case words([String], from: Int)
  /// A file name, in place of what is written from the byte `from` on.
  case file(from: Int)
  /// A query that begins at the byte `from`.
  case query(from: Int)
  /// Nothing that could be completed.
  case nothing
}
