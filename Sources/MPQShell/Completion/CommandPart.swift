/// The part at the cursor of a line that is a command of the shell and not a query.
///
/// Offsets are bytes of the text before the cursor.
package enum CommandPart: Sendable {
  /// One of `words`, in place of what is written from the byte `from` on.
  case words([String], from: Int)
  /// A file name, in place of what is written from the byte `from` on.
  case file(from: Int)
  /// A query that begins at the byte `from`.
  case query(from: Int)
  /// Nothing to complete.
  case nothing
}
