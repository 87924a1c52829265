import ArgumentParser
import MPQ
import MPQAPI
import MPQConsole

/// `mpq profile`: manages profiles.
struct ProfileCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profile",
    _superCommandName: "mpq",
    abstract: "Add, list and test profiles. A profile names a server, a project and a secret.",
    discussion: """
      Profiles are stored in $XDG_CONFIG_HOME/mpq/profiles.toml (default: \
      ~/.config/mpq/profiles.toml). --profile NAME chooses one. Without it, mpq uses the \
      environment, and else the default profile.

      There are two APIs. 'query' is Mixpanel's Query API, with a service account: MPQ_PROJECT_ID, \
      MPQ_USERNAME, MPQ_SECRET, and MPQ_REGION (us, eu or in) or MPQ_HOST. 'v2' is the signed \
      Data API of 2010, which mpqd answers: MPQ_API_KEY, MPQ_API_SECRET and MPQ_HOST. MPQ_API says \
      which one if the variables of both are set. MPQ_HOST never changes the host of a profile.
      """,
    subcommands: [Add.self, List.self, Test.self])
}

extension ProfileCommand {
  /// `mpq profile add`: adds a profile.
  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "add", abstract: "Add a profile.",
      discussion: """
        The secret is never an argument. Without --secret-file and --secret-command, mpq prompts \
        for it on the terminal, or reads one line from standard input, and stores it in the \
        profiles file, which only you can read. The first profile becomes the default.

        A project of Mixpanel needs --project-id and --username, the name of a service account. A \
        project of mpqd needs --host and --key.

        EXAMPLES:
          mpq profile add work --region eu --project-id 12345 \
        --username reports.1a2b3c.mp-service-account --secret-command 'pass show mixpanel'
          mpq profile add home --host http://127.0.0.1:8080 --key shop --secret-file shop.secret
        """)

    @Argument(help: "The name: letters, digits, '_' and '-'.")
    var name: String

    @OptionGroup var server: ProfileServerOptions

    @Option(help: ArgumentHelp("A file that contains only the secret.", valueName: "file"))
    var secretFile: String?

    @Option(
      help: ArgumentHelp(
        "A shell command whose first line of output is the secret.", valueName: "command"))
    var secretCommand: String?

    func validate() throws {
      guard secretFile == nil || secretCommand == nil else {
        throw ValidationError("--secret-file and --secret-command exclude each other.")
      }
    }

    func run() throws {
      do throws(ProfileError) {
        let (host, api) = server.server
        let addition = try ProfileAddition(name: name, host: host, api: api)
        let (path, isDefault) = try addition.write(try source())
        let role = isDefault ? ", as the default" : ""
        Console.note("profile \"\(name)\" was added to \(visible(path))\(role)")
        if server.isProjectSecret { Console.warn(QueryAccount.secretWarning) }
        Console.note("try it: mpq profile test \(name)")
      } catch {
        throw ProgramError(error)
      }
    }

    private func source() throws(ProfileError) -> ProfileAddition.Source {
      if let secretFile { return try .checkedFile(secretFile) }
      guard let secretCommand else { return .text(try SecretPrompt.ask(name: name)) }
      guard !secretCommand.isEmpty else { throw .emptyOption("--secret-command") }
      return .command(secretCommand)
    }
  }

  /// `mpq profile list`: lists profiles, without secrets.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the profiles, without their secrets.")

    func run() throws {
      do {
        let profiles = try ProfileFile().profiles()
        guard !profiles.all.isEmpty else {
          Console.note("there are no profiles in \(visible(profiles.path))")
          Console.note("add one of Mixpanel: mpq profile add NAME --project-id ID --username USER")
          Console.note("add one of mpqd: mpq profile add NAME --host HOST --key KEY")
          Console.note("or query the demo, which needs none: mpq --demo -e 'top events'")
          return
        }
        try Console.write(Array(ProfileList.text(of: profiles).utf8))
      } catch let error as ProfileError {
        throw ProgramError(error)
      }
    }
  }

  /// `mpq profile test`: tests a profile.
  struct Test: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "test", abstract: "Test a profile with one small query.",
      discussion: "Without a name, tests what a query would use: see 'mpq help profile'.")

    @Argument(help: "The name of the profile.")
    var name: String?

    func run() async throws {
      do {
        let profile = try ProfileChoice.profile(named: name)
        let result = try await ProfileTest(source: Remote().source).run(profile)
        try Console.write(Array("\(result)\n".utf8))
      } catch let error as ProfileError {
        throw ProgramError(error)
      }
    }
  }
}
