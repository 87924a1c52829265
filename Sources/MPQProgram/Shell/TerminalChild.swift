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
  /// Shows `text` in `$PAGER`, or else in less, which shows what fits and ends; where there is no
  /// less either, as it is.
  ///
  /// The pager reads a file that has no name any more, not a pipe: it may end before it has read
  /// all.
  static func page(_ text: [UInt8]) async throws(ShellFailure) {
    let standard = "command -v less >/dev/null 2>&1 && exec less -RFX; exec cat"
    let pager = Environment.process["PAGER"]
    let path = temporaryPath()
    do throws(SystemError) {
      try FileSystem.writeAtomically(text, to: path, mode: 0o600)
    } catch {
      throw ShellFailure("there is no room for the pager's file: \(error.text)")
    }
    defer { unlink(path) }
    let status = try await run("exec <\"$1\"; rm -f \"$1\"; \(pager ?? standard)", path)
    guard status != .exited(127), status != .exited(126) else {
      throw ShellFailure(
        "there is no pager \(visible(pager ?? "less"))",
        hint: "name one: export PAGER='less -RFX'")
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
    _ line: String, _ path: String
  ) async throws(ShellFailure) -> TerminationStatus {
    do {
      return try await Subprocess.run(
        .name("sh"), arguments: ["-c", line, "sh", path], environment: environment,
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

  /// No child needs the secret.
  private static var environment: Subprocess.Environment {
    .inherit.updating(["MPQ_API_SECRET": nil])
  }
}
