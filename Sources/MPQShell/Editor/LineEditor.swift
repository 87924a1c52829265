import CEditline
import MPQ
import MPQFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A line editor that owns the terminal during its lifetime.
///
/// It blocks its thread while a line is read, and is used on the main thread only; other threads
/// use ``signals``. The terminal is restored between two lines, and when a signal or a crash ends
/// the process.
package final class LineEditor: PromptReader {
  /// The reply to Tab, from the line and the cursor's offset in its UTF-8.
  package typealias Completer = (_ text: String, _ cursor: Int) -> TabReply

  /// Messages from other threads.
  package let signals: EditorSignals

  let editLine: EditLine
  let complete: Completer
  let isColored: Bool
  private let interrupts: InterruptSource

  /// The result of reading the line, once it is known.
  var outcome: LineInput?
  /// The text of the next insertion.
  var insertion: EditedText?
  var prompt = PromptText("")
  /// The text at the right margin until other threads change it.
  private var status: String?
  /// The text at the right margin until the next key.
  private var briefStatus: String?
  private var decoder = KeyDecoder()
  /// The rest of a sequence of keys.
  private var keys: ArraySlice<UInt32> = []
  private var interruptsSeen: UInt32
  private var resizesSeen: UInt32 = 0
  private var returnsSeen: UInt32 = 0

  /// The longest gap between bytes of one key, in milliseconds.
  private static let keyPause: Int32 = 40
  /// The longest gap in a paste before its end counts as missing, in milliseconds.
  private static let pastePause: Int32 = 1000

  /// Opens the terminal of standard input and output, and reads `~/.editrc`.
  ///
  /// It is `nil` if the terminal cannot edit lines: see ``PlainReader``.
  ///
  /// - Parameters:
  ///   - program: The program name in `.editrc`.
  ///   - interrupts: SIGINT, which counts as Ctrl-C while a line is read.
  ///   - isColored: Whether the text at the right margin is dim.
  ///   - complete: Replies to Tab. It must not wait.
  package init?(
    program: String, interrupts: InterruptSource, isColored: Bool,
    complete: @escaping Completer
  ) {
    // libedit complains about the one and draws badly on the others.
    let terminal = getenv("TERM").map { String(cString: $0) } ?? ""
    guard !["", "dumb", "unknown"].contains(terminal), Terminal.isInputTerminal,
      mpq_terminal_guard(STDIN_FILENO), let signals = EditorSignals(),
      mpq_signals_watch(SIGWINCH), let editLine = EditLine(program: program)
    else { return nil }
    self.signals = signals
    self.editLine = editLine
    self.complete = complete
    self.isColored = isColored
    self.interrupts = interrupts
    interruptsSeen = interrupts.count
  }

  deinit {
    mpq_terminal_restore()
  }

  /// Reads one line.
  package func read(prompt: String, initial: String = "") -> LineInput {
    if interrupts.count != interruptsSeen {
      // Input before an interrupt was meant for the interrupted work.
      decoder.clear()
      keys = []
    }
    interruptsSeen = interrupts.count
    resizesSeen = mpq_signals_count(SIGWINCH)
    returnsSeen = mpq_signals_count(SIGCONT)
    editLine.resize()
    outcome = nil
    insertion = initial.isEmpty ? nil : EditedText(entry: initial)
    self.prompt = PromptText(prompt)
    editLine.setPrompt(self.prompt)
    briefStatus = nil
    takeNews()
    _ = mpq_signals_watch(SIGCONT)
    // Before the prompt is shown: the terminal would echo earlier input.
    mpq_terminal_keep_end_key(false)
    editLine.setRaw(true)
    editLine.write(Self.pasteOn)
    if let text = editLine.read(for: self), outcome == nil { outcome = .text(text.string) }
    editLine.write(Self.pasteOff)
    mpq_signals_leave(SIGCONT)
    if outcome == nil {
      // Ctrl-D; the cursor is still in its line.
      outcome = .endOfInput
      editLine.write("\r\n")
    }
    mpq_terminal_keep_end_key(true)
    return outcome ?? .endOfInput
  }

  /// Replaces the entries that can be recalled, oldest first.
  package func setHistory(_ entries: some Sequence<String>) { editLine.setHistory(entries) }

  /// Adds an entry to those that can be recalled, if it is not the same as the last one.
  package func addHistory(_ entry: String) { editLine.addHistory(entry) }

  /// Gives the terminal to something else, such as a pager; not while a line is read.
  ///
  /// The terminal is restored afterwards, also after an error.
  package func lend<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    mpq_terminal_keep_end_key(false)
    defer {
      mpq_terminal_restore()
      mpq_terminal_keep_end_key(true)
    }
    return try body()
  }

  static let pasteOn = "\u{1b}[?2004h"
  static let pasteOff = "\u{1b}[?2004l"
}

// MARK: - Keys

extension LineEditor: EditLine.Owner {
  /// Waits for the next key, and handles messages and signals meanwhile.
  func nextKey() -> UInt32? {
    var isAtRest = false
    while true {
      if insertion != nil { return UInt32(MPQ_KEY_INSERT) }
      if let key = keys.popFirst() ?? decodedKey(isAtRest: isAtRest) {
        hideBriefStatus()
        return key
      }
      if insertion != nil { continue }
      if hasInterrupt() { return Self.controlC }
      heedSignals()
      let pause = decoder.isInsidePaste ? Self.pastePause : decoder.isInside ? Self.keyPause : -1
      let ready = MPQShell.poll(
        [STDIN_FILENO, interrupts.descriptor, signals.wake.descriptor], milliseconds: pause)
      if ready.contains(interrupts.descriptor) { mpq_descriptor_drain(interrupts.descriptor) }
      if ready.contains(signals.wake.descriptor) { signals.wake.reset() }
      isAtRest = ready.isEmpty && !hasSignals
      if ready.contains(STDIN_FILENO), !readBytes() { return nil }
    }
  }

  private static let controlC: UInt32 = 3

  /// Reads the available bytes; `false` at the end of the input.
  private func readBytes() -> Bool {
    do throws(SystemError) {
      let bytes = try readSome(from: STDIN_FILENO, limit: 4096)
      decoder.feed(bytes)
      if bytes.isEmpty { outcome = .endOfInput }
    } catch {
      switch error.code {
      case EINTR, EAGAIN: return true
      // The terminal hung up.
      case EIO: outcome = .endOfInput
      default: outcome = .failed
      }
    }
    return outcome == nil
  }

  /// The next key of those that were read; a paste becomes an insertion.
  private func decodedKey(isAtRest: Bool) -> UInt32? {
    while let key = decoder.next(isAtRest: isAtRest) {
      switch key {
      case .scalar(let scalar): return scalar.value
      case .sequence(let bytes):
        guard !editLine.isVi else {
          guard let key = ViKeys.key(for: bytes) else { continue }
          return key
        }
        // libedit would insert the end of an unknown sequence.
        guard editLine.isBound(bytes) else { continue }
        keys = bytes.map(UInt32.init)[...]
        return keys.popFirst()
      case .paste(let bytes):
        insertion = EditedText(pasted: bytes)
        return nil
      case .pasteTooLong:
        signals.notify("ignored pasted text of more than \(KeyDecoder.pasteLimit) bytes")
        return nil
      }
    }
    return nil
  }
}

// MARK: - Signals

extension LineEditor {
  private func hasInterrupt() -> Bool {
    guard interrupts.count != interruptsSeen else { return false }
    interruptsSeen = interrupts.count
    return true
  }

  private var hasSignals: Bool {
    signals.hasNews || interrupts.count != interruptsSeen
      || mpq_signals_count(SIGWINCH) != resizesSeen || mpq_signals_count(SIGCONT) != returnsSeen
  }

  private func heedSignals() {
    let returns = mpq_signals_count(SIGCONT)
    if returns != returnsSeen {
      // Another process stopped the program, and the parent shell has used the terminal since.
      returnsSeen = returns
      takeTerminalBack()
    }
    let resizes = mpq_signals_count(SIGWINCH)
    if resizes != resizesSeen {
      resizesSeen = resizes
      eraseLine()
      editLine.resize()
      editLine.redraw()
    }
    if signals.hasNews {
      eraseLine()
      takeNews()
      editLine.redraw()
    }
  }

  /// Prepares the terminal for editing after another program used it, and draws the line.
  func takeTerminalBack() {
    editLine.setRaw(false)
    editLine.setRaw(true)
    editLine.resize()
    editLine.write("\r\u{1b}[J" + Self.pasteOn)
    editLine.redraw()
  }

  /// Writes the notices at the cursor, and sets the text at the right margin.
  private func takeNews() {
    let (notices, status) = signals.take()
    for notice in notices {
      let lines = visible(notice, keepingLines: true).split(
        separator: "\n", omittingEmptySubsequences: false)
      editLine.write(lines.map { "\($0)\r\n" }.joined())
    }
    self.status = status
    showStatus(briefStatus ?? status)
  }

  /// Sets the text at the right margin, which the next redraw shows.
  private func showStatus(_ text: String?) {
    let shown = text.map { visible($0) } ?? ""
    let isDim = isColored && !shown.isEmpty
    editLine.setRightPrompt(PromptText(isDim ? "\u{1b}[2m\(shown)\u{1b}[0m " : shown))
  }

  /// Sets the text at the right margin until the next key, which the next redraw shows.
  func setBriefStatus(_ text: String) {
    briefStatus = text
    showStatus(text)
  }

  private func hideBriefStatus() {
    guard briefStatus != nil else { return }
    briefStatus = nil
    showStatus(status)
    eraseLine()
    editLine.redraw()
  }

  /// Removes the text at the right margin, so that it does not remain next to a finished line.
  func hideStatus() {
    guard briefStatus != nil || status != nil else { return }
    briefStatus = nil
    showStatus(nil)
    eraseLine()
    editLine.redraw()
  }
}
