import CEditline
import MPQ
import MPQFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// Commands of keys that libedit does not have.
extension LineEditor {
  func perform(_ command: mpq_editor_command) -> mpq_editor_reaction {
    switch command {
    case MPQ_EDITOR_ENTER:
      hideStatus()
      let text = editLine.line.text
      moveBelowLine()
      outcome = .text(text.string)
      return MPQ_EDITOR_END
    case MPQ_EDITOR_INTERRUPT:
      hideStatus()
      moveBelowLine(after: "^C")
      outcome = .interrupted
      return MPQ_EDITOR_END
    case MPQ_EDITOR_SUSPEND:
      suspend()
      return MPQ_EDITOR_GO_ON
    case MPQ_EDITOR_COMPLETE:
      return completeLine()
    case MPQ_EDITOR_INSERT:
      guard let text = insertion else { return MPQ_EDITOR_GO_ON }
      insertion = nil
      let cursor = editLine.line.cursor
      return editLine.replace(cursor..<cursor, by: text) ? MPQ_EDITOR_REFRESH : MPQ_EDITOR_BEEP
    default:
      return MPQ_EDITOR_BEEP
    }
  }

  private func completeLine() -> mpq_editor_reaction {
    let (text, cursor) = editLine.line
    let reply = complete(text.string, text.byteOffset(ofScalar: cursor))
    guard reply != TabReply() else { return MPQ_EDITOR_BEEP }
    if let replacement = reply.replacement,
      let lower = text.scalarOffset(ofByte: replacement.range.lowerBound),
      let upper = text.scalarOffset(ofByte: replacement.range.upperBound)
    {
      // The screen still shows the old line; move off its rows before it changes.
      if reply.listing.isEmpty && reply.status == nil {
        return replace(lower..<upper, by: replacement.text)
      }
      leaveLine(for: reply)
      _ = replace(lower..<upper, by: replacement.text)
    } else {
      leaveLine(for: reply)
    }
    if let status = reply.status { setBriefStatus(status) }
    editLine.redraw()
    return MPQ_EDITOR_GO_ON
  }

  private func replace(_ range: Range<Int>, by text: String) -> mpq_editor_reaction {
    editLine.replace(range, by: EditedText(entry: text)) ? MPQ_EDITOR_REFRESH : MPQ_EDITOR_BEEP
  }

  /// Moves to the place where the line is redrawn: below the listing, or its old place.
  private func leaveLine(for reply: TabReply) {
    if reply.listing.isEmpty {
      eraseLine()
    } else {
      moveBelowLine()
      editLine.write(reply.listing.map { "\(visible($0))\r\n" }.joined())
    }
  }

  private func suspend() {
    moveBelowLine()
    editLine.write(Self.pasteOff)
    editLine.setRaw(false)
    // Without a handler nothing is counted, and the line is not drawn twice.
    mpq_signals_leave(SIGCONT)
    // To this thread, which continues only when the process does.
    mpq_signals_raise(SIGTSTP)
    _ = mpq_signals_watch(SIGCONT)
    takeTerminalBack()
  }
}

// MARK: - The screen

extension LineEditor {
  /// The terminal's columns and rows.
  var screenSize: (columns: Int, rows: Int) {
    guard let size = Terminal.size, size.columns > 1, size.rows > 0 else { return (80, 24) }
    return size
  }

  /// The cursor and the end of the line, from the row of the prompt.
  private var places: (cursor: ScreenPlace, end: ScreenPlace) {
    let (text, cursor) = editLine.line
    let columns = screenSize.columns
    let width = { (scalar: Unicode.Scalar) in Int(mpq_editor_scalar_width(scalar.value)) }
    var place = ScreenPlace()
    place.advance(over: prompt.seen, columns: columns, width: width)
    place.advance(over: text.scalars[..<cursor], columns: columns, width: width)
    var end = place
    end.advance(over: text.scalars[cursor...], columns: columns, width: width)
    return (place, end)
  }

  /// Erases prompt and line from the screen, and leaves the cursor at the start of the prompt.
  func eraseLine() {
    let up = min(places.cursor.row, screenSize.rows - 1)
    editLine.write(up > 0 ? "\r\u{1b}[\(up)A\u{1b}[J" : "\r\u{1b}[J")
  }

  /// Moves to the row below the line, after writing `mark` at the line's end.
  func moveBelowLine(after mark: String = "") {
    let (cursor, end) = places
    let down = min(end.row - cursor.row, screenSize.rows - 1)
    var text = down > 0 ? "\u{1b}[\(down)B\r" : "\r"
    if end.column > 0 { text += "\u{1b}[\(end.column)C" }
    editLine.write("\(text)\(mark)\r\n")
  }
}

/// The sequences that become private keys among vi's keys, where Escape is a key.
enum ViKeys {
  /// The private key for a sequence; `nil` for an ignored one.
  static func key(for sequence: [UInt8]) -> UInt32? {
    guard sequence.first == 0x1b else { return nil }
    switch String(decoding: sequence.dropFirst(), as: UTF8.self) {
    case "[A", "OA": return UInt32(MPQ_KEY_UP)
    case "[B", "OB": return UInt32(MPQ_KEY_DOWN)
    case "[C", "OC": return UInt32(MPQ_KEY_RIGHT)
    case "[D", "OD": return UInt32(MPQ_KEY_LEFT)
    case "[H", "OH", "[1~", "[7~": return UInt32(MPQ_KEY_HOME)
    case "[F", "OF", "[4~", "[8~": return UInt32(MPQ_KEY_END_OF_LINE)
    case "[3~": return UInt32(MPQ_KEY_DELETE)
    case "[1;5C", "[1;3C": return UInt32(MPQ_KEY_NEXT_WORD)
    case "[1;5D", "[1;3D": return UInt32(MPQ_KEY_PREVIOUS_WORD)
    default: return nil
    }
  }
}
