import MPQ
import MPQFiles
import MPQShell
import Subprocess

/// Programs of the person's choice that get the terminal for as long as they run.
enum TerminalChild {
  /// Shows `text` in `$PAGER`, or else in less, which shows what fits and ends; where there is no
  /// less either, as it is.
  static func page(_ text: [UInt8]) async {
    let standard = "if command -v less >/dev/null 2>&1; then exec less -RFX; else exec cat; fi"
    let command = Environment.process["PAGER"] ?? standard
    // Somebody who has seen enough leaves before the end: no error.
    _ = try? await Subprocess.run(
      .name("sh"), arguments: ["-c", command], environment: environment,
      input: .array(text), output: .currentStandardOutput, error: .currentStandardError)
  }

  /// Lets the person edit the file at `path` in `$VISUAL`, `$EDITOR`, or else in vi.
  static func edit(_ path: String) async throws(ShellFailure) {
    let editor = Environment.process["VISUAL"] ?? Environment.process["EDITOR"] ?? "vi"
    let status: TerminationStatus
    do {
      status = try await Subprocess.run(
        .name("sh"), arguments: ["-c", "\(editor) \"$1\"", "sh", path], environment: environment,
        input: .currentStandardInput, output: .currentStandardOutput,
        error: .currentStandardError
      ).terminationStatus
    } catch {
      throw ShellFailure("sh, which starts the editor, cannot be started")
    }
    guard status != .exited(127) else {
      throw ShellFailure(
        "there is no editor \(visible(editor))", hint: "name one: export EDITOR=nano")
    }
    guard status.isSuccess else {
      throw ShellFailure("\(visible(editor)) failed, so that nothing is taken over")
    }
  }

  /// No child needs the secret.
  private static var environment: Subprocess.Environment {
    .inherit.updating(["MPQ_API_SECRET": nil])
  }
}
