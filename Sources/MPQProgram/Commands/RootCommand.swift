import ArgumentParser
import MPQAPI
import MPQConsole

/// `mpq` itself, which runs queries; everything else is a subcommand.
///
/// Every command states its name. To derive one from its type, the parser would search all
/// conformances of the program, which takes longer than everything else.
struct RootCommand: AsyncParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "mpq",
      abstract: "Ask questions about events and funnels in one line.",
      usage: """
        mpq                [--profile <name> | --demo | --local <project.mpqdb>] [<options>]
        mpq -e <query> ... [--profile <name> | --demo | --local <project.mpqdb>] [<options>]
        mpq -f <file> ...  [--profile <name> | --demo | --local <project.mpqdb>] [<options>]
        mpq <subcommand>
        """,
      discussion: """
        Without a query, on a terminal, mpq starts a shell: try 'mpq --demo', and then '.help'.

        EXAMPLES:
          mpq --demo -e 'funnel "Signup flow" weeks 4 by referrer'
          mpq -e 'events "play song", "log in" days 30 unique' -o songs.csv
          mpq -f weekly.mpq --profile work --keep-going
          echo 'top events limit 5' | mpq --demo --format json
          mpq import events.ndjson.gz --into shop.mpqdb --time-zone Europe/Berlin
          mpq --local shop.mpqdb -e 'show events' --now 2024-06-30

        grammar.md describes the language. Without --profile, --demo or --local, mpq uses the \
        project of the environment, if one is set, and else the default profile: see 'mpq help \
        profile'.

        \(ExitStatus.help)
        """,
      version: "mpq \(Version.current)",
      subcommands: [
        ImportCommand.self, ExportCommand.self, FunnelCommand.self, ProjectCommand.self,
        BackupCommand.self, ProfileCommand.self,
      ])
  }

  @OptionGroup var options: AskOptions

  func run() async throws {
    try await Asking(options).run()
  }
}
