import ArgumentParser
import MPQ
import MPQAPI
import MPQConsole
import MPQFiles
import MPQProjects
import MPQStore
import MPQSyntax

/// `mpq project`: maintains a project.
struct ProjectCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "project",
    _superCommandName: "mpq",
    abstract: "Inspect, check and compact a project of your own.",
    subcommands: [Info.self, Check.self, Vacuum.self])

  /// `mpq project info`: shows a summary.
  struct Info: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "info", abstract: "Show a summary of a project.",
      discussion: """
        Times are in the project's time zone. JSON output is one object; it has times in seconds \
        since 1970 too.

        EXAMPLES:
          mpq project info shop.mpqdb
          mpq project info shop.mpqdb --format json
        """)

    @Argument(help: ArgumentHelp("The project.", valueName: "project.mpqdb"))
    var project: String

    @Option(help: "Output format.")
    var format = InfoFormat.text

    func run() async throws {
      let info = try await OwnProject.use(project, for: .reading) { project throws(StoreError) in
        try await project.info()
      }
      let text = format == .json ? Self.json(info) : Self.text(info)
      try Console.write(Array("\(text)\n".utf8))
    }

    private static func text(_ info: ProjectInfo) -> String {
      var rows = [
        ("events", "\(info.events)"), ("names of events", "\(info.names)"),
        ("users", "\(info.users)"), ("properties", "\(info.properties)"),
      ]
      if let first = info.first { rows.append(("first event", first.label)) }
      if let last = info.last { rows.append(("last event", last.label)) }
      if info.eventsByShard.count > 1 {
        let counts = info.eventsByShard.map(String.init).joined(separator: ", ")
        rows.append(("events by shard", counts))
      }
      let zone = "\(info.timeZone) (\(info.timeZoneSource))"
      rows += [("time zone", visible(zone)), ("bytes", "\(info.bytes)")]
      if let bytes = rounded(info.bytesPerEvent) { rows.append(("bytes an event", bytes)) }
      let funnels = info.funnels.map { visible($0) }.joined(separator: ", ")
      rows += [
        ("funnels", funnels.isEmpty ? "none" : funnels), ("file version", "\(info.version)"),
      ]
      if info.stoppedImports > 0 {
        rows.append(("stopped imports", "\(info.stoppedImports); mpq import --resume goes on"))
      }
      return Columns.lines(rows.map { [$0.0, $0.1] }).joined(separator: "\n")
    }

    private static func json(_ info: ProjectInfo) -> String {
      func moment(_ moment: ProjectInfo.Moment?) -> JSONValue {
        guard let moment else { return .null }
        return .object([
          JSONMember("time", .integer(moment.seconds)), JSONMember("clock", .text(moment.label)),
        ])
      }
      var members = [
        JSONMember("events", .integer(info.events)), JSONMember("names", .integer(info.names)),
        JSONMember("users", .integer(info.users)),
        JSONMember("properties", .integer(info.properties)),
        JSONMember("first", moment(info.first)), JSONMember("last", moment(info.last)),
        JSONMember("time_zone", .text(info.timeZone)),
        JSONMember("time_zone_source", .text(info.timeZoneSource)),
        JSONMember("bytes", .integer(info.bytes)),
        JSONMember("bytes_per_event", rounded(info.bytesPerEvent).map { .number($0) } ?? .null),
        JSONMember("funnels", .array(info.funnels.map(JSONValue.text))),
        JSONMember("version", .integer(info.version)),
        JSONMember("stopped_imports", .integer(info.stoppedImports)),
      ]
      if !info.eventsByShard.isEmpty {
        let counts = info.eventsByShard.map(JSONValue.integer)
        members.append(JSONMember("events_by_shard", .array(counts)))
      }
      return JSONWriter.text(.object(members))
    }

    /// `number` with one decimal.
    private static func rounded(_ number: Double?) -> String? {
      guard let number, let tenths = Int(exactly: (number * 10).rounded()) else { return nil }
      return "\(tenths / 10).\(tenths % 10)"
    }
  }

  /// `mpq project check`: checks the integrity.
  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check", abstract: "Check the integrity of a project.",
      discussion: """
        Reads the whole project, checks that its tables are consistent, and compares the index \
        with the events. Each problem is one line, and the exit code is then 8: restore a backup, \
        or import the events into a new project. Nothing is changed.

        On ClickHouse, checks the tables of all shards, that each user is on the right shard, and \
        that no event is duplicated.

        EXAMPLES:
          mpq project check shop.mpqdb
          mpq project check 'clickhouse://127.0.0.1:8123/shop'
        """)

    @Argument(help: ArgumentHelp("The project.", valueName: "project.mpqdb"))
    var project: String

    func run() async throws {
      let bar = ProgressLine(isShown: Terminal.isErrorTerminal)
      defer { bar.clear() }
      let problems = try await problems(bar)
      bar.clear()
      for problem in problems { try Console.write(Array("\(visible(problem))\n".utf8)) }
      guard problems.isEmpty else { throw ExitStatus.unmet }
      try Console.write(Array("\(visible(project)): all is well\n".utf8))
    }

    private func problems(_ bar: ProgressLine) async throws(ProgramError) -> [String] {
      do throws(StoreError) {
        let location = try ProjectLocation(project) { Environment.process[$0] }
        let project = try await Project.open(at: location, for: .reading)
        let problems = try await project.check { bar.show($0) }
        try project.close()
        return problems
      } catch {
        bar.clear()
        var failure = ProgramError(error)
        if case .damaged = error { failure.status = .unmet }
        throw failure
      }
    }
  }

  /// `mpq project vacuum`: compacts the file.
  struct Vacuum: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "vacuum", abstract: "Compact a project's file.",
      discussion: """
        Completes the index of an interrupted import, and then rewrites the file without gaps, \
        completely or not at all. This needs space for a second copy in the directory for \
        temporary files (SQLITE_TMPDIR, or else TMPDIR) and for a third next to the project. \
        Writers are blocked meanwhile; readers are not.

        EXAMPLE:
          mpq project vacuum shop.mpqdb
        """)

    @Argument(help: ArgumentHelp("The project.", valueName: "project.mpqdb"))
    var project: String

    func run() async throws {
      try OwnProject.checkIsFile(
        project,
        means: "ClickHouse merges its parts itself; OPTIMIZE TABLE event FINAL, on each shard, "
          + "does it at once")
      let report = try await OwnProject.use(project, for: .writing) { project throws(StoreError) in
        try await project.vacuum()
      }
      let text = "\(visible(project)): \(report.before) bytes before, \(report.after) after\n"
      try Console.write(Array(text.utf8))
    }
  }
}
