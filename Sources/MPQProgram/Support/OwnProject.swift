import ArgumentParser
import MPQ
import MPQClickHouse
import MPQConsole
import MPQFiles
import MPQProjects
import MPQStore
import MPQSyntax

/// Opens projects for the commands that look after them.
enum OwnProject {
  /// Opens the project at `path`, a file or an address.
  static func open(
    _ path: String, for access: Project.Access
  ) async throws(ProgramError) -> Project {
    do throws(StoreError) {
      let location = try ProjectLocation(path) { Environment.process[$0] }
      return try await Project.open(at: location, for: access)
    } catch {
      throw ProgramError(error)
    }
  }

  /// Fails where `path` is an address: what is done to files only is done there by `means`.
  static func checkIsFile(_ path: String, means: String) throws(ProgramError) {
    guard ClickHouseAddress.isOne(path) else { return }
    throw ProgramError("\(visible(path)): that is done to a project in a file only", hint: means)
  }

  /// Does something with the project at `path`, a file or an address, and closes it.
  static func use<Result: Sendable>(
    _ path: String, for access: Project.Access,
    _ body: (Project) async throws(StoreError) -> Result
  ) async throws(ProgramError) -> Result {
    let project = try await open(path, for: access)
    do throws(StoreError) {
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
