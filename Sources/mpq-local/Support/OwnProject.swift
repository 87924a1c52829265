import ArgumentParser
import MPQ
import MPQFiles
import MPQProgram
import MPQStore
import MPQSyntax

/// Opens projects for the commands that look after them.
enum OwnProject {
  /// Opens the project at `path`.
  static func open(_ path: String, for access: Project.Access) throws(ProgramError) -> Project {
    do throws(StoreError) {
      return try Project.open(at: path, for: access)
    } catch {
      throw ProgramError(error)
    }
  }

  /// Does something with the project at `path`, a file or an address, and closes it.
  static func use<Result: Sendable>(
    _ path: String, for access: Project.Access,
    _ body: (Project) async throws(StoreError) -> Result
  ) async throws(ProgramError) -> Result {
    do throws(StoreError) {
      let location = try ProjectLocation(path) { Environment.process[$0] }
      let project = try await Project.open(at: location, for: access)
      let result = try await body(project)
      try project.close()
      return result
    } catch {
      throw ProgramError(error)
    }
  }

  /// What to say of a name that is not among those `known`; `nil` where none is near.
  static func suggestion(for name: String, among known: [String]) -> String? {
    NearMiss.best(for: name, among: known).map { "did you mean \"\(visible($0))\"?" }
  }
}

/// How numbers about a project are written.
enum InfoFormat: String, CaseIterable, ExpressibleByArgument {
  /// For people.
  case text
  /// One object.
  case json
}
