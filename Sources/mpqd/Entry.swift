import ArgumentParser
import MPQFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where the program begins and ends.
@main
enum Entry {
  static func main() async {
    ProcessStart.prepare()
    exit(await run(Array(CommandLine.arguments.dropFirst())).rawValue)
  }

  private static func run(_ arguments: [String]) async -> ExitStatus {
    do {
      guard arguments.first != "key" else { return try key(Array(arguments.dropFirst())) }
      return try await ServeCommand.parse(arguments).serve()
    } catch let error as StartError {
      Stream.errors.write("mpqd: error: \(error.message)\n")
      if let hint = error.hint { Stream.errors.write("  hint: \(hint)\n") }
      return error.status
    } catch {
      return usage(error, of: ServeCommand.self)
    }
  }

  /// `mpqd key`, which serves nothing.
  private static func key(_ arguments: [String]) throws(StartError) -> ExitStatus {
    var command: any ParsableCommand
    do {
      command = try KeyCommand.parseAsRoot(arguments)
    } catch {
      return usage(error, of: KeyCommand.self)
    }
    guard let action = command as? any KeyCommand.Action else {
      do {
        // Its help.
        try command.run()
      } catch {
        return usage(error, of: KeyCommand.self)
      }
      return .success
    }
    try action.run()
    return .success
  }

  /// Help and version are data; everything else that the argument parser says is an error.
  private static func usage(
    _ error: any Error, of command: any ParsableCommand.Type
  ) -> ExitStatus {
    let text = command.fullMessage(for: error) + "\n"
    guard command.exitCode(for: error) == .success else {
      Stream.errors.write(text)
      return .configuration
    }
    return Stream.output.write(text) ? .success : .configuration
  }
}
