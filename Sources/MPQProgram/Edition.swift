package import ArgumentParser
package import MPQAPI

/// What one build of the program can do beside asking servers.
///
/// There are two: `mpq` asks servers, and links nothing that reads projects, so that it starts
/// fast; `mpq-local` has the store as well. `mpq` hands over to it what it cannot do.
package protocol Edition: SendableMetatype {
  /// The commands that this edition has beside `profile`.
  static var subcommands: [any ParsableCommand.Type] { get }

  /// Opens a project that is asked without a server.
  static func open(_ source: ProjectSource) async throws(ProgramError) -> ProjectAccess
}

/// A project in this process, as a command line names it.
package enum ProjectSource: Sendable {
  /// `--demo`.
  case demo(now: String?)
  /// `--local FILE`.
  case file(String, now: String?)
}

/// The way to an open project.
package struct ProjectAccess: Sendable {
  /// Answers calls from the project.
  package var source: any CallSource

  /// A project that `source` answers for.
  package init(source: any CallSource) {
    self.source = source
  }
}
