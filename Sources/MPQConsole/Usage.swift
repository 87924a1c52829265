package import ArgumentParser
import MPQSyntax

extension Console {
  /// Prints the result of the argument parser: help and version are data, everything else is an
  /// error.
  ///
  /// - Parameters:
  ///   - error: The parser's error.
  ///   - command: The command that was parsed.
  ///   - program: The name of the program.
  /// - Returns: The exit code.
  package static func usage(
    _ error: any Error, of command: any ParsableCommand.Type, from program: String
  ) -> ExitStatus {
    let text = command.fullMessage(for: error)
    guard command.exitCode(for: error) != .success else {
      do throws(ProgramError) {
        try write("\(text)\n")
        try finish()
        return .success
      } catch {
        report(error, from: program)
        return error.status
      }
    }
    // The parser's messages contain arguments unescaped.
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    note(lines.map { Visible.text(String($0)) }.joined(separator: "\n"))
    return .configuration
  }
}
