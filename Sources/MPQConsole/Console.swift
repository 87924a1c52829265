import MPQFiles
import MPQSyntax

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The two output streams: data on standard output, narration on standard error.
package enum Console {
  /// Writes data; a failure to write it is a failure of the program.
  ///
  /// If the reader has closed the pipe, SIGPIPE ends the program.
  package static func write(_ bytes: [UInt8]) throws(ProgramError) {
    guard try !writeUnlessClosed(bytes) else { return }
    endByClosedPipe()
  }

  /// Writes data, and leaves it to the caller to end the program.
  ///
  /// - Parameter bytes: The data.
  /// - Returns: `false` where the reader went away: call ``endByClosedPipe()`` then.
  /// - Throws: ``ProgramError``.
  package static func writeUnlessClosed(_ bytes: [UInt8]) throws(ProgramError) -> Bool {
    do throws(SystemError) {
      try FileSystem.write(bytes, to: STDOUT_FILENO)
      return true
    } catch {
      guard error.code != EPIPE else { return false }
      throw ProgramError("cannot write to standard output: \(error.text)")
    }
  }

  /// Writes text as ``write(_:)-([UInt8])`` does.
  package static func write(_ text: String) throws(ProgramError) {
    try write(Array(text.utf8))
  }

  /// Closes standard output, which is where some systems report a full disk.
  package static func finish() throws(ProgramError) {
    guard close(STDOUT_FILENO) != 0, errno != EBADF else { return }
    throw ProgramError("cannot write to standard output: \(SystemError.last.text)")
  }

  /// Writes a line of narration; a failure to write it is ignored.
  package static func note(_ line: String) {
    write(narration: "\(line)\n")
  }

  /// Writes narration that is not a whole line.
  package static func write(narration: String) {
    write(narration: Array(narration.utf8))
  }

  /// Writes narration, such as a line of a log.
  package static func write(narration bytes: [UInt8]) {
    try? FileSystem.write(bytes, to: STDERR_FILENO)
  }

  /// Reports an error with its hint.
  ///
  /// Messages may contain arguments of the command line, so control characters are escaped.
  ///
  /// - Parameters:
  ///   - error: The failure.
  ///   - program: The name of the program.
  package static func report(_ error: ProgramError, from program: String) {
    let isColored = ColorChoice.auto.isOn(isTerminal: Terminal.isErrorTerminal)
    let label = isColored ? "\u{1b}[1;31merror:\u{1b}[0m" : "error:"
    note("\(program): \(label) \(Visible.text(error.message))")
    if let hint = error.hint { note("  hint: \(Visible.text(hint))") }
  }

  /// Ends the program as SIGPIPE does.
  package static func endByClosedPipe() -> Never {
    ProcessEnd.run()
    signal(SIGPIPE, SIG_DFL)
    raise(SIGPIPE)
    exit(141)
  }
}
