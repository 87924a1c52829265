import MPQAPI
import MPQConsole
import MPQFiles
import MPQShell

/// How a command line begins a shell.
struct ShellStart: Sendable {
  let host: ProgramShellHost
  let options: ShellRunner.Options

  /// The shell that `options` ask for.
  init(_ options: AskOptions) {
    host = ProgramShellHost(options)
    var shellOptions = ShellRunner.Options(
      title: "mpq \(Version.current)", format: options.format, outputPath: options.output,
      isColored: options.color.isOn(isTerminal: Terminal.isOutputTerminal),
      defusesFormulas: options.defuse, isForced: options.force)
    shellOptions.boxStyle = options.boxStyle
    shellOptions.inputs = options.inputFiles
    self.options = shellOptions
  }
}
