import ArgumentParser
import MPQConsole
import MPQFiles
import MPQSQLite
import MPQStore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The entry point of mpqd.
@main
enum Entry {
  static func main() async {
    ProcessStart.prepare()
    ProcessEnd.prepare { Project.closeReaders() }
    let status = await run(ProcessArguments.all)
    ProcessEnd.run()
    exit(status.rawValue)
  }

  private static func run(_ arguments: [String]) async -> ExitStatus {
    do {
      guard arguments.first != "key" else { return try key(Array(arguments.dropFirst())) }
      return try await ServeCommand.parse(arguments).serve()
    } catch let error as ProgramError {
      Console.report(error, from: "mpqd")
      return error.status
    } catch {
      return usage(error, of: ServeCommand.self)
    }
  }

  /// `mpqd key`, which serves nothing.
  private static func key(_ arguments: [String]) throws(ProgramError) -> ExitStatus {
    var command: any ParsableCommand
    do {
      command = try KeyCommand.parseAsRoot(arguments)
    } catch {
      return usage(error, of: KeyCommand.self)
    }
    guard let action = command as? any KeyCommand.Action else {
      do {
        // Prints its help.
        try command.run()
      } catch {
        return usage(error, of: KeyCommand.self)
      }
      return .success
    }
    try action.run()
    return .success
  }

  private static func usage(
    _ error: any Error, of command: any ParsableCommand.Type
  ) -> ExitStatus {
    Console.usage(error, of: command, from: "mpqd")
  }
}
