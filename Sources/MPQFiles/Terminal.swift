#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Which standard streams are terminals, and how large the terminal is.
package enum Terminal {
  /// Whether standard input is a terminal.
  package static var isInputTerminal: Bool { isatty(STDIN_FILENO) == 1 }
  /// Whether standard output is a terminal.
  package static var isOutputTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
  /// Whether standard error is a terminal.
  package static var isErrorTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// The columns of the terminal on standard output; `nil` when it is not a terminal.
  package static var width: Int? { size?.columns }

  /// The columns and rows of the terminal on standard output; `nil` when it is not a terminal.
  ///
  /// The rows are 0 where the system does not know them.
  package static var size: (columns: Int, rows: Int)? {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return (Int(size.ws_col), Int(size.ws_row))
  }
}
