import ArgumentParser
import MPQ
import MPQConsole
import MPQFiles
import MPQSQLite
import MPQStore

/// `mpq backup`: a copy of a project that is in use.
struct BackupCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    _superCommandName: "mpq",
    abstract: "Copy a project of your own while it is in use.",
    discussion: """
      The copy is a consistent snapshot, even while events are imported. (A plain copy of the \
      file may miss the changes in its write-ahead log.) The copy is written next to the target, \
      checked, and then renamed.

      EXAMPLES:
        mpq backup shop.mpqdb /backups/shop-2024-06-30.mpqdb
        mpq backup shop.mpqdb /backups/shop.mpqdb --force
      """)

  @Argument(help: ArgumentHelp("The project.", valueName: "project.mpqdb"))
  var project: String

  @Argument(help: ArgumentHelp("The file to create.", valueName: "target"))
  var target: String

  @Flag(help: "Replace an existing project.")
  var force = false

  func run() async throws {
    try OwnProject.checkIsFile(
      project,
      means: "ClickHouse copies its tables itself, on each shard: BACKUP DATABASE, or ALTER TABLE "
        + "event FREEZE on old versions; 'mpq export' writes the events to a file")
    do throws(InputFiles.Refusal) {
      try InputFiles(project: project).check(output: target)
    } catch .isInput {
      throw ProgramError(.isInput, path: target)
    } catch {
      // An existing project is replaced with --force.
    }
    let bar = ProgressLine(isShown: Terminal.isErrorTerminal)
    let (target, isReplacing) = (target, force)
    defer { bar.clear() }
    try await Interruption.tidying {
      bar.clear()
      Project.removeBackupDraft(of: target)
    } while: {
      try await copy(to: target, isReplacing: isReplacing, bar)
    }
    bar.clear()
    try Console.write(Array("\(visible(target)): a copy of \(visible(project))\n".utf8))
  }

  private func copy(
    to target: String, isReplacing: Bool, _ bar: ProgressLine
  ) async throws(ProgramError) {
    do throws(StoreError) {
      let project = try Project.open(at: project, for: .reading)
      try await project.backUp(to: target, isReplacing: isReplacing) { bar.show(part: $0) }
      try project.close()
    } catch {
      var failure = ProgramError(error)
      if case .alreadyExists = error { failure.hint = "name another file, or add --force" }
      throw failure
    }
  }
}
