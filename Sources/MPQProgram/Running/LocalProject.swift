import MPQ
import MPQAPI
import MPQConsole
import MPQDemo
import MPQFiles
import MPQProjects
import MPQStore

/// A local data source, as the command line names it.
enum ProjectSource: Sendable {
  /// `--demo`.
  case demo(now: String?)
  /// `--local FILE`.
  case file(String, now: String?)
}

/// Opens local data sources.
enum LocalProject {
  /// Opens the project that a command line names.
  ///
  /// - Parameters:
  ///   - source: The project.
  ///   - warn: Called with a warning.
  /// - Returns: The source of the project.
  /// - Throws: ``ProgramError``.
  static func open(
    _ source: ProjectSource, warn: (String) -> Void = { _ in }
  ) async throws(ProgramError) -> any CallSource {
    switch source {
    case .file(let path, let now):
      return try await access(now: now) { () async throws(StoreError) in
        let location = try ProjectLocation(path) { Environment.process[$0] }
        let project = try await Project.open(at: location)
        if now == nil,
          let warning = try await ProjectAge.warning(about: project, now: ProjectClock.realNow)
        {
          warn(warning)
        }
        return project
      }
    case .demo(let now):
      let end = try demoNow(now)
      return try await access(now: now) { () async throws(StoreError) in
        try await DemoFolder.open(now: end, warn: warn)
      }
    }
  }

  private static func access(
    now: String?, _ open: () async throws(StoreError) -> Project
  ) async throws(ProgramError) -> any CallSource {
    let project: Project
    let found: ProjectClock?
    do throws(StoreError) {
      project = try await open()
      found = try await project.clock(now)
    } catch {
      throw ProgramError(error)
    }
    return StoreSource(project, clock: try checked(found, now))
  }

  /// The time at which the demo's events end; its days are those of UTC.
  private static func demoNow(_ now: String?) throws(ProgramError) -> Int {
    guard let calendar = ProjectCalendar(timeZone: DemoProject.timeZone) else {
      throw ProgramError("unknown time zone \(DemoProject.timeZone)")
    }
    guard let now else { return ProjectClock.realNow }
    return try checked(ProjectClock(parsing: now, in: calendar), now).now
  }

  /// The clock that `--now` sets; fails when the time is invalid.
  private static func checked(
    _ clock: ProjectClock?, _ now: String?
  ) throws(ProgramError) -> ProjectClock {
    guard let clock else {
      throw ProgramError(
        "--now \(visible(now ?? "")) is not a time from 1970 to 5138",
        hint: "write 2024-06-30, '2024-06-30 12:00:00', 2024-06-30T12:00:00Z, seconds since 1970, "
          + "or last for the time of the newest event")
    }
    return clock
  }
}
