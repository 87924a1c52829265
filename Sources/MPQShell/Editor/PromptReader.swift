/// The source of the shell's lines: a line editor, or plain standard input.
///
/// A reader blocks its thread while it waits, and is used on the main thread only.
package protocol PromptReader: AnyObject {
  /// Reads one line.
  ///
  /// - Parameters:
  ///   - prompt: One line, which may hold escape sequences for colours.
  ///   - initial: The initial text of the line, if it can be edited.
  /// - Returns: The input.
  func read(prompt: String, initial: String) -> LineInput

  /// Replaces the entries that can be recalled, oldest first.
  func setHistory(_ entries: some Sequence<String>)

  /// Adds an entry to those that can be recalled, if it is not the same as the last one.
  func addHistory(_ entry: String)
}

/// A line, or another input.
package enum LineInput: Equatable, Sendable {
  /// A line without its newline.
  ///
  /// A pasted or recalled line may contain newlines.
  case text(String)
  /// Ctrl-C: the typed text was dropped.
  case interrupted
  /// Ctrl-D on an empty line, the end of a file, or a terminal that hung up.
  case endOfInput
  /// A line of more than `limit` bytes; it was skipped.
  case tooLong(limit: Int)
  /// A line that is not UTF-8; it was skipped.
  case notUTF8
  /// The input cannot be read.
  case failed
}

/// The effect of the Tab key.
package struct TabReply: Equatable, Sendable {
  /// A part of the line and its replacement.
  package struct Replacement: Equatable, Sendable {
    /// Offsets into the UTF-8 of the line; both on the edge of a scalar.
    package var range: Range<Int>
    /// The replacement; the cursor goes to its end.
    package var text: String

    /// Replaces `range` by `text`.
    package init(_ range: Range<Int>, by text: String) {
      self.range = range
      self.text = text
    }
  }

  /// The change of the line.
  package var replacement: Replacement?
  /// The rows below the line.
  ///
  /// Each is no wider than the terminal. Control characters are escaped.
  package var listing: [String]
  /// The text at the right margin until the next key.
  package var status: String?

  /// A reply; an empty one rings the bell.
  package init(replacement: Replacement? = nil, listing: [String] = [], status: String? = nil) {
    self.replacement = replacement
    self.listing = listing
    self.status = status
  }
}
