import ArgumentParser
import MPQConsole
import MPQFiles
import MPQHTTP
import MPQSQLite
import MPQShell
import MPQStore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The program `mpq`.
package enum EntryPoint {
  /// Runs the command line of this process and exits.
  package static func main() -> Never {
    // See Console.write for a closed standard output.
    ProcessStart.prepare()
    ProcessEnd.prepare { Project.closeReaders() }
    let arguments = ProcessArguments.all
    if mayAskServer(arguments) { HTTPTransport.prepare() }
    var status = ExitStatus.success.rawValue
    switch Waiting.value(of: { await run(arguments) }) {
    case .ended(let end): status = end.rawValue
    case .shell(let options): status = shell(options)
    }
    ProcessEnd.run()
    // All output is written. The system frees resources faster than the libraries' exit handlers.
    _exit(status)
  }

  /// Whether `arguments` seem to need a server; a wrong guess only costs time.
  private static func mayAskServer(_ arguments: [String]) -> Bool {
    let others = ["--demo", "--local", "--explain", "--help", "-h", "--version"]
    guard arguments.first?.hasPrefix("-") ?? true else { return false }
    return !arguments.contains { others.contains($0) || $0.hasPrefix("--local=") }
  }

  /// The result of a command line.
  private enum End: Sendable {
    case ended(ExitStatus)
    /// Start the shell, which needs the main thread.
    case shell(ShellStart)
  }

  private static func run(_ arguments: [String]) async -> End {
    let (parser, arguments) = parser(of: arguments)
    do {
      var command = try parser.parseAsRoot(arguments)
      // The usual case first: a cast to a protocol searches every conformance of the program.
      if let asking = command as? RootCommand {
        if asking.options.wantsShell {
          return .shell(ShellStart(asking.options))
        }
        try await asking.run()
      } else if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
      try Console.finish()
      return .ended(.success)
    } catch let error as ProgramError {
      Console.report(error)
      return .ended(error.status)
    } catch let status as ExitStatus {
      return .ended(status)
    } catch {
      return .ended(Console.usage(error, of: parser, from: "mpq"))
    }
  }

  private static func shell(_ start: ShellStart) -> Int32 {
    do throws(ShellFailure) {
      return try ShellRunner(host: start.host, options: start.options).run()
    } catch {
      Console.report(ProgramError(error.message, hint: error.hint))
      return error.status
    }
  }

  /// The command that `arguments` belong to, and its arguments.
  ///
  /// If all were parsed from the root, options that the root and a subcommand share, such as
  /// `--output`, would go to the root.
  private static func parser(
    of arguments: [String]
  ) -> (any ParsableCommand.Type, arguments: [String]) {
    let root = RootCommand.self
    let subcommand = arguments.first.flatMap { name in
      root.configuration.subcommands.first { $0.configuration.commandName == name }
    }
    guard let subcommand else { return (root, arguments) }
    return (subcommand, Array(arguments.dropFirst()))
  }
}
