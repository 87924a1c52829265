import MPQ
import MPQFiles
import MPQShell
import Subprocess

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Programs of the person's choice that get the terminal for as long as they run.
enum TerminalChild {
  /// Shows `text` in the user's ``Pager``.
  ///
  /// The pager reads a file that has no name any more, not a pipe: it may end before it has read
  /// all.
  ///
  /// - Throws: ``ShellFailure`` where the pager failed, and may have shown nothing.
  static func page(_ text: [UInt8]) async throws(ShellFailure) {
    guard let pager = Pager(.process) else { throw ShellFailure("PAGER is blank") }
    let path = temporaryPath()
    do throws(SystemError) {
      try FileSystem.writeAtomically(pager.accepted(text), to: path, mode: 0o600)
    } catch {
      throw ShellFailure("cannot write the pager's file: \(error.text)")
    }
    defer { unlink(path) }
    let status = try await run(
      "exec <\"$1\"; rm -f \"$1\"; \(pager.command)", path, variables: pager.variables)
    switch status {
    case .exited(0), .exited(128 + SIGINT), .signaled(SIGINT): return
    case .exited(126), .exited(127):
      throw ShellFailure(
        "there is no pager \(visible(pager.title))", hint: "name one: export PAGER='less -RFX'")
    case .exited, .signaled: throw ShellFailure("the pager \(visible(pager.title)) failed")
    }
  }

  /// Lets the person edit the file at `path` in `$VISUAL`, `$EDITOR`, or else in vi.
  static func edit(_ path: String) async throws(ShellFailure) {
    let editor = Environment.process["VISUAL"] ?? Environment.process["EDITOR"] ?? "vi"
    let status = try await run("\(editor) \"$1\"", path)
    guard status != .exited(127) else {
      throw ShellFailure(
        "there is no editor \(visible(editor))", hint: "name one: export EDITOR=nano")
    }
    guard status.isSuccess else {
      throw ShellFailure("\(visible(editor)) failed, so that nothing is taken over")
    }
  }

  /// Runs a line of the shell's language with the terminal, `path` being its first argument.
  private static func run(
    _ line: String, _ path: String, variables: [String: String] = [:]
  ) async throws(ShellFailure) -> TerminationStatus {
    // No child needs the secret.
    var changes: [Subprocess.Environment.Key: String?] = ["MPQ_API_SECRET": nil]
    for (name, value) in variables { changes[.init(stringLiteral: name)] = value }
    do {
      return try await Subprocess.run(
        .name("sh"), arguments: ["-c", line, "sh", path], environment: .inherit.updating(changes),
        input: .currentStandardInput, output: .currentStandardOutput,
        error: .currentStandardError
      ).terminationStatus
    } catch {
      throw ShellFailure("sh, which starts other programs, cannot be started")
    }
  }

  /// A new name in the folder for temporary files.
  private static func temporaryPath() -> String {
    let folder = Environment.process["TMPDIR"] ?? "/tmp"
    return "\(folder)/mpq-\(getpid())-\(UInt32.random(in: 0 ... .max))"
  }
}
