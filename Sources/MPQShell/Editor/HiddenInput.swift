import CEditline
package import MPQFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads a line from a terminal without echo.
package enum HiddenInput {
  /// What ended the wait.
  private enum Outcome {
    case line([UInt8])
    case stopped(by: Int32)
    case failed(SystemError)
  }

  private static let stops = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]

  /// Asks for a line, and restores the terminal in any case.
  ///
  /// A signal that ends the process still does so, after the terminal is restored.
  ///
  /// - Parameters:
  ///   - prompt: The prompt.
  ///   - limit: The most bytes of a line; a longer one is cut after at least this many.
  ///   - terminal: The terminal to read from.
  ///   - output: The descriptor for the prompt.
  /// - Returns: The line without its newline; empty at the end of input.
  /// - Throws: ``SystemError``, `ENOTTY` when `terminal` is not a terminal.
  package static func readLine(
    _ prompt: String, limit: Int, from terminal: Int32 = STDIN_FILENO,
    output: Int32 = STDERR_FILENO
  ) throws(SystemError) -> [UInt8] {
    var settings = termios()
    guard tcgetattr(terminal, &settings) == 0 else { throw .last }
    var before = settings
    settings.c_lflag &= ~tcflag_t(ECHO)
    settings.c_lflag |= tcflag_t(ICANON | ISIG)

    let actions = stops.map(action)
    let counts = stops.map(mpq_signals_count)
    guard stops.allSatisfy(mpq_signals_watch) else { throw SystemError(code: EMFILE) }
    // After a stop and a continue, the terminal would echo the input.
    let stopHandler = signal(SIGTSTP, SIG_IGN)
    var outcome = Outcome.failed(SystemError(code: ENOTTY))
    if tcsetattr(terminal, TCSAFLUSH, &settings) == 0 {
      try? FileSystem.write(Array(prompt.utf8), to: output)
      outcome = wait(for: terminal, limit: limit, after: counts)
      // The newline was not echoed either.
      try? FileSystem.write([UInt8(ascii: "\n")], to: output)
      tcsetattr(terminal, TCSAFLUSH, &before)
    }
    signal(SIGTSTP, stopHandler)
    for (number, action) in zip(stops, actions) {
      var action = action
      sigaction(number, &action, nil)
    }

    switch outcome {
    case .line(let line): return line
    case .failed(let error): throw error
    case .stopped(let number):
      // Sent to the process, since the threads of tasks block signals.
      kill(getpid(), number)
      return []
    }
  }

  /// The current action of the signal `number`.
  private static func action(_ number: Int32) -> sigaction {
    var action = sigaction()
    sigaction(number, nil, &action)
    return action
  }

  /// Reads a line, or waits for the first signal of ``stops`` whose count exceeds `counts`.
  private static func wait(for terminal: Int32, limit: Int, after counts: [UInt32]) -> Outcome {
    var line: [UInt8] = []
    while true {
      let ready = poll([terminal, mpq_signals_descriptor()], milliseconds: -1)
      if let stop = zip(stops, counts).first(where: { mpq_signals_count($0) != $1 }) {
        return .stopped(by: stop.0)
      }
      if ready.contains(mpq_signals_descriptor()) {
        mpq_descriptor_drain(mpq_signals_descriptor())
      }
      guard ready.contains(terminal) else { continue }
      do throws(SystemError) {
        let bytes = try readSome(from: terminal, limit: limit)
        line += bytes
        if let end = line.firstIndex(of: UInt8(ascii: "\n")) { return .line(Array(line[..<end])) }
        guard !bytes.isEmpty, line.count <= limit else { return .line(line) }
      } catch {
        guard error.code == EINTR else { return .failed(error) }
      }
    }
  }
}
