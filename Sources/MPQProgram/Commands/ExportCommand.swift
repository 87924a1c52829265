import ArgumentParser
import MPQ
import MPQAPI
import MPQConsole
import MPQFiles
import MPQStore
import MPQSyntax

/// `mpq export`: exports the events of a project, in the format of imports.
struct ExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    _superCommandName: "mpq",
    abstract: "Export the events of a project of your own.",
    discussion: """
      Writes the imported lines unchanged, in order of time:

        {"event": "signup", "properties": {"time": 1305612345, "distinct_id": "u1", "plan": "pro"}}

      Lines that are not events, duplicates, empty lines and a byte order mark are not exported. \
      With --canonical, all lines have the form above, so that exports of several sources can be \
      compared: times are whole seconds, distinct_id and $insert_id are strings, other properties \
      are sorted by name, numbers keep their spelling, and strings have no needless escapes. \
      Projects on ClickHouse always use this form.

      Dates are in the project's time zone. A file is written completely or not at all; it is \
      compressed if its name ends in .gz.

      EXAMPLES:
        mpq export shop.mpqdb -o shop.ndjson.gz
        mpq export shop.mpqdb --from 2024-01-01 --to 2024-01-31 --event signup --event login
        mpq export 'clickhouse://127.0.0.1:8123/shop' -o shop.ndjson.gz
      """)

  @Argument(help: ArgumentHelp("The project.", valueName: "project.mpqdb"))
  var project: String

  @Option(help: ArgumentHelp("First day (default: the oldest).", valueName: "date"))
  var from: String?

  @Option(help: ArgumentHelp("Last day, inclusive (default: the newest).", valueName: "date"))
  var to: String?

  @Option(help: ArgumentHelp("Only events with this name; repeatable."))
  var event: [String] = []

  @Flag(help: ArgumentHelp("Write all lines in one form, instead of unchanged."))
  var canonical = false

  @Option(
    name: [.short, .long],
    help: ArgumentHelp("Write to this file (default: standard output).", valueName: "file"))
  var output: String?

  func run() async throws {
    let first = try date(from, "--from")
    let last = try date(to, "--to")
    if let first, let last, last < first {
      throw ProgramError("--to \(last) is before --from \(first)", hint: "swap the two")
    }
    let project = try await OwnProject.open(project, for: .reading)
    var selection = ExportSelection()
    selection.firstDay = first
    selection.lastDay = last
    selection.names = event.isEmpty ? nil : try await knownNames(in: project)
    try await checkIsNotImported(output, project)
    let output = try ExportOutput(path: output, inputs: InputFiles(project: self.project))
    let bar = ProgressLine(isShown: Terminal.isErrorTerminal)
    let count = try await Interruption.tidying {
      bar.clear()
      output.discard()
    } while: {
      try await write(selection, of: project, to: output, bar)
    }
    bar.clear()
    if let path = self.output, case .file = output {
      try Console.write(Array("\(visible(path)): \(counted(count, "event"))\n".utf8))
    }
  }

  /// Fails if the output is an imported log, because an export may lack some of its lines.
  private func checkIsNotImported(
    _ output: String?, _ project: Project
  ) async throws(ProgramError) {
    guard let output else { return }
    do throws(StoreError) {
      guard let state = try await project.importState(of: output), state.lines > 0 else { return }
    } catch {
      throw ProgramError(error)
    }
    throw ProgramError(
      "cannot write \(visible(output)): it was imported into this project",
      hint: "name another file; an export may lack lines of the log")
  }

  private func write(
    _ selection: ExportSelection, of project: Project, to output: ExportOutput,
    _ bar: ProgressLine
  ) async throws(ProgramError) -> Int {
    do {
      let form: ExportForm = canonical ? .canonical : .imported
      let count = try await project.export(
        selection, in: form, progress: { bar.show($0) }
      ) { bytes in
        try output.write(bytes)
      }
      try output.finish()
      return count
    } catch {
      bar.clear()
      output.discard()
      switch error {
      case ExportError.store(let error): throw ProgramError(error)
      case ExportError.receiver(is ExportOutput.ClosedPipe): Console.endByClosedPipe()
      case ExportError.receiver(let error as ProgramError): throw error
      case let error as ProgramError: throw error
      default: throw ProgramError("the export was stopped")
      }
    }
  }

  private func date(_ text: String?, _ option: String) throws(ProgramError) -> CivilDate? {
    guard let text else { return nil }
    guard let date = CivilDate(text) else {
      throw ProgramError("\(option) \(visible(text)) is not a date", hint: "write 2024-01-31")
    }
    return date
  }

  /// The requested names without duplicates; fails if one is unknown.
  private func knownNames(in project: Project) async throws(ProgramError) -> [String] {
    let known: [String]
    do throws(StoreError) {
      known = try await project.eventNames()
    } catch {
      throw ProgramError(error)
    }
    for name in event where !known.contains(where: { $0.utf8.elementsEqual(name.utf8) }) {
      throw ProgramError(
        "there is no event \"\(visible(name))\"",
        hint: OwnProject.suggestion(for: name, among: known)
          ?? "mpq --local \(visible(self.project)) -e 'show events' shows them")
    }
    return event.withoutRepeats()
  }
}
