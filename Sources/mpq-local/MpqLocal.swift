import ArgumentParser
import MPQProgram

/// `mpq-local`: all of mpq, with the store.
@main
enum MpqLocal: Edition {
  static func main() { Program<Self>.main() }

  static var subcommands: [any ParsableCommand.Type] {
    [
      ImportCommand.self, ExportCommand.self, FunnelCommand.self, ProjectCommand.self,
      BackupCommand.self,
    ]
  }

  static func open(_ source: ProjectSource) async throws(ProgramError) -> ProjectAccess {
    try await LocalProject.open(source)
  }
}
