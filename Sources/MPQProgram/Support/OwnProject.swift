import ArgumentParser
import MPQ
import MPQClickHouse
import MPQConsole
import MPQFiles
import MPQProjects
import MPQStore
import MPQSyntax

/// Opens projects for the maintenance commands.
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

  /// Fails if `path` is a ClickHouse address; `means` says how ClickHouse does the same.
  static func checkIsFile(_ path: String, means: String) throws(ProgramError) {
    guard ClickHouseAddress.isOne(path) else { return }
    throw ProgramError("\(visible(path)): only a project in a file supports this", hint: means)
  }

  /// Opens the project at `path`, a file or an address, runs `body`, and closes it.
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

  /// A suggestion for an unknown name; `nil` if no known name is similar.
  static func suggestion(for name: String, among known: [String]) -> String? {
    NearMiss.best(for: name, among: known).map { "did you mean \"\(visible($0))\"?" }
  }
}

/// The output format of information about a project.
enum InfoFormat: String, CaseIterable, ExpressibleByArgument {
  /// Text for users.
  case text
  /// One JSON value.
  case json
}
