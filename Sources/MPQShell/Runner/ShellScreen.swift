import MPQ
import MPQFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writes for a person: data to standard output, everything else to standard error.
struct ShellScreen {
  /// Whether to colour what goes to the terminal.
  let isColored: Bool
  /// Whether the terminal takes nothing but text.
  let isPlain: Bool
  /// What tables are drawn with.
  let boxStyle: RenderingOptions.BoxStyle
  let isOutputTerminal = isatty(STDOUT_FILENO) == 1
  let isErrorTerminal = isatty(STDERR_FILENO) == 1

  /// The rows of the terminal on standard output; `nil` where it is none, or pages nothing.
  var rows: Int? {
    guard isOutputTerminal, !isPlain else { return nil }
    return Self.size.map { Int($0.ws_row) }
  }

  /// The columns of the terminal; 80 where nobody knows.
  var columns: Int { Self.size.map { Int($0.ws_col) } ?? 80 }

  private static var size: winsize? {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0
    else { return nil }
    return size
  }

  /// Writes data.
  ///
  /// - Throws: ``SystemError``, `EPIPE` where nobody reads it any more.
  func write(_ bytes: [UInt8]) throws(SystemError) {
    try FileSystem.write(bytes, to: STDOUT_FILENO)
  }

  /// Writes a line of narration; that it cannot be written is nobody's concern.
  func tell(_ text: String) {
    try? FileSystem.write(Array("\(text)\n".utf8), to: STDERR_FILENO)
  }

  /// Says what is wrong, and what to do.
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
