import ArgumentParser
import MPQProgram

/// `mpq`: asks servers, and leaves projects to `mpq-local`.
@main
enum Mpq: Edition {
  static func main() {
    Program<Self>.main { arguments throws(ProgramError) in
      try Handover.runIfNeeded(arguments)
    }
  }

  static var subcommands: [any ParsableCommand.Type] { [] }

  static func open(_ source: ProjectSource) async throws(ProgramError) -> ProjectAccess {
    throw .needsLocalEdition
  }
}
