import MPQFiles
import MPQ

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The two output streams: data on standard output, narration on standard error.
enum Console {
  /// Writes data; a failure to write it is a failure of the program.
  ///
  /// A reader that went away ends the program as it would end any other: by SIGPIPE.
  static func write(_ bytes: [UInt8]) throws(ProgramError) {
    do throws(SystemError) {
      try FileSystem.write(bytes, to: STDOUT_FILENO)
    } catch {
      if error.code == EPIPE { endByClosedPipe() }
      throw ProgramError("cannot write to standard output: \(error.text)")
    }
  }

  /// Closes standard output, which is where some systems report a full disk.
  static func finish() throws(ProgramError) {
    guard close(STDOUT_FILENO) != 0, errno != EBADF else { return }
    throw ProgramError("cannot write to standard output: \(SystemError.last.text)")
  }

  /// Writes a line of narration; that it cannot be written is nobody's concern.
  static func note(_ line: String) {
    write(narration: "\(line)\n")
  }

  /// Writes narration that is no whole line.
  static func write(narration: String) {
    try? FileSystem.write(Array(narration.utf8), to: STDERR_FILENO)
  }

  /// Says what went wrong and what to do.
  static func report(_ error: ProgramError) {
    let isColored = ColorChoice.auto.isOn(isTerminal: Terminal.isErrorTerminal)
    let label = isColored ? "\u{1b}[1;31merror:\u{1b}[0m" : "error:"
    note("mpq: \(label) \(error.message)")
    if let hint = error.hint { note("  hint: \(hint)") }
  }

  private static func endByClosedPipe() -> Never {
    signal(SIGPIPE, SIG_DFL)
    raise(SIGPIPE)
    exit(141)
  }
}
