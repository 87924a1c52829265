import ArgumentParser

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where the program begins and ends.
@main
enum Entry {
  static func main() async {
    // A crash report would print memory, and with it the secrets.
    for crash in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGQUIT] {
      signal(crash, SIG_DFL)
    }
    // A client that hangs up must not end the program.
    signal(SIGPIPE, SIG_IGN)
    exit(await run(Array(CommandLine.arguments.dropFirst())).rawValue)
  }

  private static func run(_ arguments: [String]) async -> ExitStatus {
    do {
      return try await ServeCommand.parse(arguments).serve()
    } catch let error as StartError {
      Stream.errors.write("mpqd: error: \(error.message)\n")
      if let hint = error.hint { Stream.errors.write("  hint: \(hint)\n") }
      return error.status
    } catch {
      return usage(error)
    }
  }

  /// Help and version are data; everything else that the argument parser says is an error.
  private static func usage(_ error: any Error) -> ExitStatus {
    let text = ServeCommand.fullMessage(for: error) + "\n"
    guard ServeCommand.exitCode(for: error) == .success else {
      Stream.errors.write(text)
      return .configuration
    }
    return Stream.output.write(text) ? .success : .configuration
  }
}
