/// Where the shell's lines come from: a line editor, or plain standard input.
///
/// A reader blocks its thread while it waits, and is used on the main thread only.
package protocol PromptReader: AnyObject {
  /// Reads one line.
  ///
  /// - Parameters:
  ///   - prompt: One line, which may hold escape sequences for colours.
  ///   - initial: What stands in the line already, where the line can be edited.
  /// - Returns: What came.
  func read(prompt: String, initial: String) -> LineInput

  /// Replaces the entries that can be recalled, the oldest first.
  func setHistory(_ entries: some Sequence<String>)

  /// Adds an entry to those that can be recalled, if it is not the same as the last one.
  func addHistory(_ entry: String)
}

/// What came instead of a line, or the line.
package enum LineInput: Equatable, Sendable {
  /// A line without its newline.
  ///
  /// One that was pasted or recalled may hold newlines.
  case text(String)
  /// Ctrl-C: what was typed is gone.
  case interrupted
  /// Ctrl-D on an empty line, the end of a file, or a terminal that hung up.
  case endOfInput
  /// A line of more than so many bytes; it was skipped.
  case tooLong(limit: Int)
  /// A line that is not UTF-8; it was skipped.
  case notUTF8
  /// The input cannot be read.
  case failed
}

/// What the Tab key does.
package struct TabReply: Equatable, Sendable {
  /// A part of the line and what is written in its place.
  package struct Replacement: Equatable, Sendable {
    /// Offsets into the UTF-8 of the line; both on the edge of a scalar.
    package var range: Range<Int>
    /// What stands there then, with the cursor behind it.
    package var text: String

    /// Replaces `range` by `text`.
    package init(_ range: Range<Int>, by text: String) {
      self.range = range
      self.text = text
    }
  }

  /// What changes in the line.
  package var replacement: Replacement?
  /// What is written below the line, row by row.
  ///
  /// Each is no wider than the terminal. Control characters become visible.
  package var listing: [String]
  /// What stands at the right margin until the next key.
  package var status: String?

  /// A reply; one without anything rings the bell.
  package init(replacement: Replacement? = nil, listing: [String] = [], status: String? = nil) {
    self.replacement = replacement
    self.listing = listing
    self.status = status
  }
}
