import ArgumentParser
import MPQ
import MPQAPI
import MPQConsole
import MPQStore

/// `mpq funnel`: defines, lists and drops the funnels of a project.
struct FunnelCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "funnel",
    _superCommandName: "mpq",
    abstract: "Define, list and drop the funnels of a project of your own.",
    subcommands: [Define.self, List.self, Drop.self])

  /// The option that names the project.
  struct ProjectOption: ParsableArguments {
    @Option(help: ArgumentHelp("The project.", valueName: "project.mpqdb"))
    var project: String

    /// Opens the project, runs `body`, and closes it.
    func use<Result: Sendable>(
      for access: Project.Access, _ body: (Project) async throws(StoreError) -> Result
    ) async throws(ProgramError) -> Result {
      try await OwnProject.use(project, for: access, body)
    }
  }

  /// `mpq funnel define`: defines one funnel, or those in a file.
  struct Define: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "define", abstract: "Define a funnel, or all funnels in a file.",
      discussion: """
        A funnel has a name and 1 to 8 steps; each step is the name of an event. An existing \
        funnel with the same name is replaced.

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

    @Argument(help: "The events of its steps, in order.")
    var steps: [String] = []

    func validate() throws {
      guard (file == nil) == (name != nil && !steps.isEmpty) else {
        throw ValidationError("Pass a name and steps, or --file.")
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

  /// `mpq funnel list`: lists the funnels.
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the funnels of a project.",
      discussion: """
        JSON output is one array: [{"name": "Signup flow", "steps": ["home", "signup", "done"]}]

        EXAMPLES:
          mpq funnel list --project shop.mpqdb
          mpq funnel list --project shop.mpqdb --format json
        """)

    @OptionGroup var project: ProjectOption

    @Option(help: "Output format.")
    var format = InfoFormat.text

    func run() async throws {
      let funnels = try await project.use(for: .reading) { project throws(StoreError) in
        try await project.funnels()
      }
      guard format == .text else { return try Console.write(FunnelCommand.json(funnels)) }
      for funnel in funnels { try FunnelCommand.show(funnel) }
      if funnels.isEmpty {
        Console.note("no funnels yet; define one: mpq funnel define --help")
      }
    }
  }

  /// `mpq funnel drop`: removes funnels.
  struct Drop: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "drop", abstract: "Remove funnels from a project.",
      discussion: """
        If a name is unknown, no funnel is removed. Events are not changed.

        EXAMPLE:
          mpq funnel drop --project shop.mpqdb "Signup flow" "Old checkout"
        """)

    @OptionGroup var project: ProjectOption

    @Argument(help: ArgumentHelp("The names of the funnels.", valueName: "name"))
    var names: [String]

    func run() async throws {
      let names = names.withoutRepeats()
      let known = try await project.use(for: .writing) { project throws(StoreError) in
        let known = try await project.funnels().map(\.name)
        let isKnown = Set(known.map(ByteText.init))
        guard names.allSatisfy({ isKnown.contains(ByteText($0)) }) else { return known }
        for name in names { _ = try await project.dropFunnel(named: name) }
        return known
      }
      for name in names where !known.contains(where: { $0.utf8.elementsEqual(name.utf8) }) {
        throw ProgramError(
          "there is no funnel \"\(visible(name))\"",
          hint: OwnProject.suggestion(for: name, among: known)
            ?? "mpq funnel list --project \(visible(project.project)) shows them")
      }
    }
  }

  private static func json(_ funnels: [FunnelDefinition]) -> [UInt8] {
    let values = funnels.map { funnel in
      JSONValue.object([
        JSONMember("name", .text(funnel.name)),
        JSONMember("steps", .array(funnel.steps.map(JSONValue.text))),
      ])
    }
    return JSONWriter.bytes(.array(values)) + Array("\n".utf8)
  }

  private static func show(_ funnel: FunnelDefinition) throws(ProgramError) {
    let steps = funnel.steps.map { visible($0) }.joined(separator: " > ")
    try Console.write(Array("\(visible(funnel.name)): \(steps)\n".utf8))
  }
}
