import ArgumentParser
import MPQ
import MPQAPI
import MPQConsole
import MPQFiles
import MPQProjects
import MPQSQLite
import MPQStore

/// `mpq import`: imports raw events into a project.
struct ImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    _superCommandName: "mpq",
    abstract: "Import raw events into a project of your own.",
    discussion: """
      Events are Mixpanel's raw export: one JSON object per line, or a JSON array of such objects, \
      plain or gzip.

        {"event": "signup", "properties": {"time": 1305612345, "distinct_id": "u1", "plan": "pro"}}

      A line that is not an event is skipped and reported, and the rest is imported. An event \
      whose $insert_id is there already, with the same name, user and time, is not added again, so \
      that an import can be repeated; events without one would count twice.

      The project remembers how far the import of each file came. With --resume, an import that \
      Ctrl-C, a full disk or a power cut stopped continues after the last stored event. A file \
      that was imported whole is skipped. Of a log that grew, only what was added is imported. A \
      file that changed otherwise counts as a new one.

      EXAMPLES:
        mpq import events.ndjson --into shop.mpqdb --time-zone Europe/Berlin
        zcat 2024-*.gz | mpq import - --into shop.mpqdb
        mpq import events.ndjson.gz --into shop.mpqdb --resume
        mpq import events.ndjson --into 'clickhouse://127.0.0.1:8123/shop'

      On ClickHouse, MPQ_CLICKHOUSE_USER and MPQ_CLICKHOUSE_PASSWORD (or ..._PASSWORD_FILE) log in.
      """)

  @Argument(help: ArgumentHelp("Files of events, '-' for standard input.", valueName: "file"))
  var files: [String]

  @Option(help: ArgumentHelp("The project; it is created if missing.", valueName: "project.mpqdb"))
  var into: String

  @Option(
    help: ArgumentHelp(
      """
      The time zone of a new project, such as Europe/Berlin (default UTC). It says when days and \
      weeks begin, and cannot be changed later.
      """, valueName: "zone"))
  var timeZone: String?

  @Flag(help: "Stop at the first line that is not an event.")
  var strict = false

  @Flag(help: "Continue an import of the same files that was stopped, or of logs that grew.")
  var resume = false

  @Option(help: .hidden)
  var batch = ImportOptions().batchSize

  func validate() throws {
    guard (1...1_000_000).contains(batch) else {
      throw ValidationError("--batch is a number of events from 1 to 1000000.")
    }
    guard !resume || !files.contains("-") else {
      throw ValidationError("Standard input cannot be resumed; pass files.")
    }
  }

  func run() async throws {
    // Before a project is created: its time zone cannot be changed later.
    for file in files where file != "-" { try checkIsReadable(file) }
    try checkIsNotInput(into)
    let (project, isNew) = try await openProject()
    var options = ImportOptions()
    options.stopsAtBadLine = strict
    options.resumes = resume
    options.batchSize = batch
    if !resume && !isNew { try await tellOfEarlierImports(project) }
    let bar = ProgressLine(isShown: Terminal.isErrorTerminal)
    let report = try await Interruption.tidying {
      bar.clear()
      if isNew && bar.lines == 0 { Project.remove(at: into) }
      Console.note("mpq: stopped; \(hint(after: bar.lines) ?? "nothing was imported")")
    } while: {
      try await importEvents(project, options, bar, isNew: isNew)
    }
    // An empty project would keep its time zone forever.
    if isNew && report.added == 0 { Project.remove(at: into) }
    try tell(report)
  }

  private func importEvents(
    _ project: Project, _ options: ImportOptions, _ bar: ProgressLine, isNew: Bool
  ) async throws(ProgramError) -> ImportReport {
    let report: ImportReport
    do throws(ImportError) {
      report = try await project.importEvents(from: files, options: options) { progress in
        bar.show(progress)
      }
    } catch {
      bar.clear()
      try close(project)
      if isNew && bar.lines == 0 { Project.remove(at: into) }
      var failure = ProgramError(error)
      failure.hint = hint(after: bar.lines, error)
      throw failure
    }
    bar.clear()
    try close(project)
    return report
  }

  /// What to do after an import was stopped: earlier batches are stored.
  private func hint(after lines: Int, _ error: ImportError? = nil) -> String? {
    guard lines > 0 else { return nil }
    let imported = "\(counted(lines, "line")) imported"
    if case .store(.damaged) = error {
      return "\(imported); the project was damaged before: 'mpq project check' says where"
    }
    guard !files.contains("-") else {
      return "\(imported); events with an $insert_id can be imported again, "
        + "others would count twice"
    }
    return "\(imported); run the same command with --resume to continue"
  }

  /// Warns that a second import may count events twice.
  private func tellOfEarlierImports(_ project: Project) async throws(ProgramError) {
    for file in files {
      let state: ImportState?
      do throws(StoreError) {
        state = try await project.importState(of: file)
      } catch {
        throw ProgramError(error)
      }
      guard let state, state.lines > 0 else { continue }
      let what =
        state.isFinished
        ? "was imported before; with --resume it is skipped"
        : "was imported up to line \(state.lines); with --resume the import continues there"
      Console.note("mpq: \(visible(file)) \(what)")
    }
  }

  /// Fails if the project is one of the input files.
  private func checkIsNotInput(_ project: String) throws(ProgramError) {
    var inputs = InputFiles(files.filter { $0 != "-" })
    if files.contains("-") { inputs.add(descriptor: 0) }
    do throws(InputFiles.Refusal) {
      try inputs.check(output: project)
    } catch .isInput {
      throw ProgramError(.isInput, path: project)
    } catch {
      // An import may write to an existing project.
    }
  }

  private func checkIsReadable(_ file: String) throws(ProgramError) {
    do throws(SystemError) {
      try FileSystem.checkIsReadable(file)
    } catch {
      throw ProgramError("cannot read \(visible(file)): \(error.text)")
    }
  }

  private func openProject() async throws(ProgramError) -> (Project, isNew: Bool) {
    do throws(StoreError) {
      let location = try ProjectLocation(into) { Environment.process[$0] }
      let project: Project
      do throws(StoreError) {
        project = try await Project.open(at: location, for: .writing)
      } catch .notFound {
        return (try await Project.create(at: location, timeZone: timeZone ?? "UTC"), true)
      }
      let zone = project.calendar.name
      guard timeZone == nil || timeZone == zone else {
        throw .failed(path: into, cause: "its time zone is \(zone), and cannot be changed")
      }
      return (project, false)
    } catch {
      throw ProgramError(error)
    }
  }

  private func close(_ project: Project) throws(ProgramError) {
    do throws(StoreError) {
      try project.close()
    } catch {
      throw ProgramError(error)
    }
  }

  /// Reports the result; skipped lines are a failure only if no line was an event.
  private func tell(_ report: ImportReport) throws(ProgramError) {
    for line in report.badLines { Console.note("mpq: \(visible(line.message))") }
    let hidden = report.rejected - report.badLines.count
    if hidden > 0 { Console.note("mpq: ... and \(hidden) more") }
    for file in report.finishedEarlier {
      Console.note("mpq: \(visible(file)) was imported before, and left out")
    }
    for file in report.namedTwice {
      Console.note("mpq: \(visible(file)) is named twice, and was imported once")
    }
    for file in report.perhapsGrown {
      Console.note(
        "mpq: \(visible(file)) begins like a file that was imported before, and was imported "
          + "whole; events without an $insert_id may count twice"
          + (resume ? "" : "; --resume imports only what was added"))
    }
    for file in report.filesWithTrailingBytes {
      Console.note("mpq: \(visible(file)): ignored the bytes after the gzip data")
    }
    var parts = ["\(counted(report.added, "event")) added"]
    if report.addedEarlier > 0 { parts.append("\(report.addedEarlier) before it was resumed") }
    if report.repeated > 0 {
      parts.append("\(report.repeated) \(report.repeated == 1 ? "was" : "were") there already")
    }
    if report.rejected > 0 {
      parts.append("\(counted(report.rejected, "line")) skipped")
    }
    if report.milliseconds > 0 {
      parts.append("\(counted(report.milliseconds, "time")) read as milliseconds")
    }
    if report.withoutUser > 0 {
      parts.append(
        "\(report.withoutUser) without a distinct_id, which count in totals and not as users")
    }
    try Console.write(Array("\(visible(into)): \(parts.joined(separator: ", "))\n".utf8))
    guard report.lines == 0 || report.rejected < report.lines else {
      throw ProgramError(
        "no line is an event", hint: "mpq import --help shows what a line looks like")
    }
    if let export = report.incompleteExports.first {
      throw ProgramError(
        "\(visible(export)) is incomplete: the server ended the export early",
        hint: "export the same time again, and import that file with --resume", status: .network)
    }
  }
}

extension ProgramError {
  /// The failure of an import.
  init(_ error: ImportError) {
    if case .store(let error) = error {
      self.init(error)
    } else {
      self.init(visible(error.message))
    }
  }

  /// The failure of a project's file, or of the servers that hold it.
  init(_ error: StoreError) {
    self.init(visible(error.message))
    if case .unavailable = error { status = .network }
  }
}
