import MPQFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads a line from a terminal that does not show it.
enum HiddenInput {
  /// What ended the wait.
  private enum Outcome {
    case line([UInt8])
    case stopped(by: Int32)
    case failed(SystemError)
  }

  private static let stops = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]

  // What the signal handler writes to; the reader waits for it and for the terminal at once.
  private static let wakeUp: (reader: Int32, writer: Int32) = {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return (-1, -1) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }()

  /// Asks for a line, and gives the terminal back as it was, whatever happens meanwhile.
  ///
  /// A signal that ends programs does so here too, once the terminal is in order.
  ///
  /// - Parameters:
  ///   - prompt: What to ask.
  ///   - terminal: The terminal to read from.
  ///   - output: Where to ask.
  /// - Returns: The line without its newline; empty at the end of input.
  /// - Throws: ``SystemError`` when this is no terminal.
  static func readLine(
    _ prompt: String, from terminal: Int32 = STDIN_FILENO, output: Int32 = STDERR_FILENO
  ) throws(SystemError) -> [UInt8] {
    var settings = termios()
    guard tcgetattr(terminal, &settings) == 0 else { throw .last }
    guard wakeUp.reader >= 0 else { throw SystemError(code: EMFILE) }
    var before = settings
    settings.c_lflag &= ~tcflag_t(ECHO)
    settings.c_lflag |= tcflag_t(ICANON | ISIG)

    let handlers = stops.map { ($0, signal($0, forward)) }
    // Stopped and continued, the terminal would show what is typed.
    let stopHandler = signal(SIGTSTP, SIG_IGN)
    var outcome = Outcome.failed(SystemError(code: ENOTTY))
    if tcsetattr(terminal, TCSAFLUSH, &settings) == 0 {
      try? FileSystem.write(Array(prompt.utf8), to: output)
      outcome = wait(for: terminal)
      // The newline was typed unseen, too.
      try? FileSystem.write([UInt8(ascii: "\n")], to: output)
      tcsetattr(terminal, TCSAFLUSH, &before)
    }
    signal(SIGTSTP, stopHandler)
    for (number, handler) in handlers { signal(number, handler) }

    switch outcome {
    case .line(let line): return line
    case .failed(let error): throw error
    case .stopped(let number):
      raise(number)
      return []
    }
  }

  private static let forward: @convention(c) (Int32) -> Void = { number in
    let code = errno
    var byte = UInt8(truncatingIfNeeded: number)
    _ = write(wakeUp.writer, &byte, 1)
    errno = code
  }

  private static func wait(for terminal: Int32) -> Outcome {
    var line: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: SecretText.byteLimit)
    var events = [terminal, wakeUp.reader].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    while true {
      guard poll(&events, nfds_t(events.count), -1) >= 0 else {
        if errno == EINTR { continue }
        return .failed(.last)
      }
      if events[1].revents != 0 {
        var number = UInt8(SIGINT)
        _ = read(wakeUp.reader, &number, 1)
        return .stopped(by: Int32(number))
      }
      let count = read(terminal, &chunk, chunk.count)
      if count < 0 {
        if errno == EINTR { continue }
        return .failed(.last)
      }
      line += chunk[..<count]
      if let end = line.firstIndex(of: UInt8(ascii: "\n")) { return .line(Array(line[..<end])) }
      guard count > 0, line.count <= SecretText.byteLimit else { return .line(line) }
    }
  }
}
