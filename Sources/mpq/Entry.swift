import ArgumentParser
import MPQ

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where the program begins and ends.
@main
enum Entry {
  static func main() async {
    // A crash report would print memory, and with it the secret.
    for crash in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGQUIT] {
      signal(crash, SIG_DFL)
    }
    // A peer that hangs up must not end the program; see Console.write for standard output.
    signal(SIGPIPE, SIG_IGN)
    exit(await run(Array(CommandLine.arguments.dropFirst())).rawValue)
  }

  private static func run(_ arguments: [String]) async -> ExitStatus {
    do {
      var command = try RootCommand.parseAsRoot(arguments)
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
      try Console.finish()
      return .success
    } catch let error as ProgramError {
      Console.report(error)
      return error.status
    } catch let status as ExitStatus {
      return status
    } catch {
      return usage(error)
    }
  }

  /// Help and version are data; everything else that the argument parser says is an error.
  private static func usage(_ error: any Error) -> ExitStatus {
    let text = RootCommand.fullMessage(for: error)
    guard RootCommand.exitCode(for: error) != .success else {
      do throws(ProgramError) {
        try Console.write(Array("\(text)\n".utf8))
        try Console.finish()
        return .success
      } catch {
        Console.report(error)
        return error.status
      }
    }
    Console.note(visible(text, keepingLines: true))
    return .configuration
  }
}
