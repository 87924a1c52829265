import CEditline

/// Owns libedit's editor, and passes its callbacks on.
///
/// Not thread-safe, like libedit.
final class EditLine {
  /// The callbacks of the editor while a line is read.
  protocol Owner: AnyObject {
    /// Waits for the next key; `nil` at the end of input or when it cannot be read.
    func nextKey() -> UInt32?
    /// Performs a command.
    func perform(_ command: mpq_editor_command) -> mpq_editor_reaction
  }

  private final class Callbacks {
    weak var owner: (any Owner)?
  }

  private let editor: OpaquePointer
  private let callbacks = Callbacks()

  /// Opens the terminal; `nil` if it cannot edit lines.
  init?(program: String) {
    let owner = mpq_editor_owner(
      context: Unmanaged.passUnretained(callbacks).toOpaque(),
      next_key: { context, key in
        let owner = Unmanaged<Callbacks>.fromOpaque(context).takeUnretainedValue().owner
        guard let next = owner?.nextKey() else { return MPQ_KEY_END }
        key.pointee = next
        return MPQ_KEY_READ
      },
      perform: { context, command in
        let owner = Unmanaged<Callbacks>.fromOpaque(context).takeUnretainedValue().owner
        return owner?.perform(command) ?? MPQ_EDITOR_END
      })
    guard let editor = mpq_editor_open(program, owner) else { return nil }
    self.editor = editor
  }

  deinit {
    mpq_editor_close(editor)
  }

  /// Reads a line, and calls `owner` back until one of its commands ends the reading.
  ///
  /// - Returns: The line if a built-in command of libedit has accepted it.
  func read(for owner: any Owner) -> EditedText? {
    callbacks.owner = owner
    var line = mpq_editor_current_line(editor)
    guard mpq_editor_read(editor, &line) else { return nil }
    return EditedText(codes: UnsafeBufferPointer(start: line.scalars, count: line.count))
  }

  /// Whether a key's sequence is bound, by default or by the user's `.editrc`.
  func isBound(_ sequence: [UInt8]) -> Bool {
    // These have another meaning in libedit's notation for keys.
    guard !sequence.contains(where: { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "^") }) else {
      return false
    }
    return mpq_editor_is_bound(editor, sequence.map(UInt32.init) + [0])
  }

  var isVi: Bool { mpq_editor_is_vi(editor) }

  /// The line, and how many of its scalars are before the cursor.
  var line: (text: EditedText, cursor: Int) {
    let line = mpq_editor_current_line(editor)
    let codes = UnsafeBufferPointer(start: line.scalars, count: line.count)
    return (EditedText(codes: codes), min(line.cursor, line.count))
  }

  func setPrompt(_ prompt: PromptText) {
    let codes = prompt.marked.map(\.value)
    _ = mpq_editor_set_prompt(editor, codes, codes.count)
  }

  func setRightPrompt(_ prompt: PromptText) {
    let codes = prompt.marked.map(\.value)
    _ = mpq_editor_set_right_prompt(editor, codes, codes.count)
  }

  /// Replaces a range of scalars by `text`, and sets the cursor after it.
  ///
  /// - Returns: `false` if memory is exhausted.
  @discardableResult
  func replace(_ range: Range<Int>, by text: EditedText) -> Bool {
    mpq_editor_move_cursor(editor, Int32(clamping: range.upperBound - line.cursor))
    if !range.isEmpty { mpq_editor_delete(editor, Int32(clamping: range.count)) }
    let codes = text.scalars.map(\.value)
    return mpq_editor_insert(editor, codes, codes.count)
  }

  /// Redraws prompt and line; the terminal's cursor must be at the start of a line.
  func redraw() { mpq_editor_redraw(editor) }

  func resize() { mpq_editor_resize(editor) }

  func setRaw(_ isRaw: Bool) { mpq_editor_set_raw(editor, isRaw) }

  /// Writes to the terminal at once.
  func write(_ text: String) {
    var text = text
    text.withUTF8 { mpq_editor_write(editor, $0.baseAddress, $0.count) }
  }

  func setHistory(_ entries: some Sequence<String>) {
    mpq_editor_clear_history(editor)
    for entry in entries { addHistory(entry) }
  }

  func addHistory(_ entry: String) {
    let codes = EditedText(entry: entry).scalars.map(\.value)
    if !codes.isEmpty { mpq_editor_remember(editor, codes + [0]) }
  }
}
