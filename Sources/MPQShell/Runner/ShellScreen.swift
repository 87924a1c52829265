import MPQ
import MPQFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writes data to standard output, and everything else to standard error.
struct ShellScreen {
  /// Whether to use colours on the terminal.
  let isColored: Bool
  /// Whether the terminal supports text only.
  let isPlain: Bool
  /// The characters that tables are drawn with.
  let boxStyle: RenderingOptions.BoxStyle
  let isOutputTerminal = Terminal.isOutputTerminal
  let isErrorTerminal = Terminal.isErrorTerminal

  /// The rows of the terminal on standard output; `nil` when it is not a terminal, or never pages.
  var rows: Int? {
    guard isOutputTerminal, !isPlain, let rows = Terminal.size?.rows, rows > 0 else { return nil }
    return rows
  }

  /// The columns of the terminal; 80 when they are unknown.
  var columns: Int { Terminal.width ?? 80 }

  /// Writes data.
  ///
  /// - Throws: ``SystemError``, `EPIPE` when the reader has closed the pipe.
  func write(_ bytes: [UInt8]) throws(SystemError) {
    try FileSystem.write(bytes, to: STDOUT_FILENO)
  }

  /// Writes a line to standard error; ignores failures.
  func tell(_ text: String) {
    try? FileSystem.write(Array("\(text)\n".utf8), to: STDERR_FILENO)
  }

  /// Writes an error and its hint.
  func complain(_ message: String, hint: String?) {
    let label = isErrorTerminal && isColored ? "\u{1b}[1;31merror:\u{1b}[0m" : "error:"
    tell("\(label) \(message)")
    if let hint { tell("  hint: \(hint)") }
  }

  /// How answers are drawn for standard output.
  var rendering: RenderingOptions {
    var options =
      isOutputTerminal
      ? RenderingOptions.terminal(width: columns, isColored: isColored) : RenderingOptions()
    options.boxStyle = boxStyle
    return options
  }
}
