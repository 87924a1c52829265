import ArgumentParser
import MPQ
import MPQProgram
import MPQStore

/// `mpq funnel`: the funnels of a project of one's own.
struct FunnelCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "funnel",
    abstract: "Define and list the funnels of a project of your own.",
    subcommands: [Define.self, List.self, Drop.self])

  /// The option that names the project.
  struct ProjectOption: ParsableArguments {
    @Option(help: ArgumentHelp("The project.", valueName: "project.mpqdb"))
    var project: String

    /// Does something with the open project.
    func use<Result: Sendable>(
      for access: Project.Access, _ body: (Project) async throws(StoreError) -> Result
    ) async throws(ProgramError) -> Result {
      do throws(StoreError) {
        let project = try Project.open(at: project, for: access)
        let result = try await body(project)
        try project.close()
        return result
      } catch {
        throw ProgramError(error)
      }
    }
  }

  /// `mpq funnel define`: one, or all of a file.
  struct Define: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "define", abstract: "Define a funnel, or all those of a file.",
      discussion: """
        A funnel is a name and 1 to 8 steps, each the name of an event. One that has the name of \
        a new one is replaced.

        EXAMPLES:
          mpq funnel define --project shop.mpqdb "Signup flow" home signup done
          mpq funnel define --project shop.mpqdb --file funnels.toml

        funnels.toml:
          [[funnel]]
          name = "Signup flow"
          steps = ["home", "signup", "done"]
        """)

    @OptionGroup var project: ProjectOption

    @Option(help: ArgumentHelp("A TOML file of funnels.", valueName: "file"))
    var file: String?

    @Argument(help: "The name of the funnel.")
    var name: String?

    @Argument(help: "The events of its steps, in their order.")
    var steps: [String] = []

    func validate() throws {
      guard (file == nil) == (name != nil && !steps.isEmpty) else {
        throw ValidationError("Give a name and its steps, or --file.")
      }
    }

    func run() async throws {
      let given =
        try file.map { path throws(ProgramError) in try FunnelsFile.read(path) }
        ?? [FunnelsFile.Definition(name: name ?? "", steps: steps)]
      var definitions: [FunnelDefinition] = []
      for funnel in given {
        do throws(FunnelError) {
          definitions.append(try FunnelDefinition(name: funnel.name, steps: funnel.steps))
        } catch {
          throw ProgramError(visible(error.message))
        }
      }
      let funnels = definitions
      try await project.use(for: .writing) { project throws(StoreError) in
        try await project.define(funnels)
      }
      for funnel in funnels { try FunnelCommand.show(funnel) }
    }
  }

  /// `mpq funnel list`: shows them.
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the funnels of a project.")

    @OptionGroup var project: ProjectOption

    func run() async throws {
      let funnels = try await project.use(for: .reading) { project throws(StoreError) in
        try await project.funnels()
      }
      for funnel in funnels { try FunnelCommand.show(funnel) }
      if funnels.isEmpty {
        Console.note("no funnels yet; define one: mpq funnel define --help")
      }
    }
  }

  /// `mpq funnel drop`: forgets one.
  struct Drop: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "drop", abstract: "Forget a funnel of a project.")

    @OptionGroup var project: ProjectOption

    @Argument(help: "The name of the funnel.")
    var name: String

    func run() async throws {
      let name = name
      let wasThere = try await project.use(for: .writing) { project throws(StoreError) in
        try await project.dropFunnel(named: name)
      }
      guard wasThere else {
        throw ProgramError(
          "there is no funnel \"\(visible(name))\"", hint: "mpq funnel list shows them")
      }
    }
  }

  private static func show(_ funnel: FunnelDefinition) throws(ProgramError) {
    let steps = funnel.steps.map { visible($0) }.joined(separator: " > ")
    try Console.write(Array("\(visible(funnel.name)): \(steps)\n".utf8))
  }
}
