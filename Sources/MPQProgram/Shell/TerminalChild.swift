import MPQ
import MPQFiles
import MPQShell
import Subprocess

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Runs the user's pager and editor in the foreground of the terminal.
enum TerminalChild {
  /// Shows `text` in the user's ``Pager``.
  ///
  /// The pager reads a deleted file instead of a pipe, because it may end before it has read
  /// everything.
  ///
  /// - Throws: ``ShellFailure`` when the pager failed; it may have shown nothing.
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

  /// Lets the user edit the file at `path` in `$VISUAL`, `$EDITOR`, or else in vi.
  static func edit(_ path: String) async throws(ShellFailure) {
    let editor = Environment.process["VISUAL"] ?? Environment.process["EDITOR"] ?? "vi"
    let status = try await run("\(editor) \"$1\"", path)
    guard status != .exited(127) else {
      throw ShellFailure(
        "there is no editor \(visible(editor))", hint: "name one: export EDITOR=nano")
    }
    guard status.isSuccess else {
      throw ShellFailure("\(visible(editor)) failed; the changes are discarded")
    }
  }

  /// Runs a shell command on the terminal, with `path` as its first argument.
  private static func run(
    _ line: String, _ path: String, variables: [String: String] = [:]
  ) async throws(ShellFailure) -> TerminationStatus {
    var changes = ChildEnvironment.withoutSecrets
    for (name, value) in variables { changes[.init(stringLiteral: name)] = value }
    do {
      return try await Subprocess.run(
        .name("sh"), arguments: ["-c", line, "sh", path], environment: .inherit.updating(changes),
        input: .currentStandardInput, output: .currentStandardOutput,
        error: .currentStandardError
      ).terminationStatus
    } catch {
      throw ShellFailure("cannot start sh")
    }
  }

  /// A new path in the directory for temporary files.
  private static func temporaryPath() -> String {
    let folder = Environment.process["TMPDIR"] ?? "/tmp"
    return "\(folder)/mpq-\(getpid())-\(UInt32.random(in: 0 ... .max))"
  }
}
