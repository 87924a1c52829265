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
  let isOutputTerminal = isatty(STDOUT_FILENO) == 1
  let isErrorTerminal = isatty(STDERR_FILENO) == 1

  /// The rows of the terminal on standard output; `nil` if it is not a terminal, or supports no
  /// pager.
  var rows: Int? {
    guard isOutputTerminal, !isPlain else { return nil }
    return Self.size.map { Int($0.ws_row) }
  }

  /// The columns of the terminal; 80 if unknown.
  var columns: Int { Self.size.map { Int($0.ws_col) } ?? 80 }

  private static var size: winsize? {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0
    else { return nil }
    return size
  }

  /// Writes data.
  ///
  /// - Throws: ``SystemError``, `EPIPE` if the reader has closed the pipe.
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
