package import MPQ
package import MPQAPI
package import MPQCompiler

/// What a shell needs of the program around it.
package protocol ShellHost: Sendable {
  /// The names of the profiles that there are, in the order in which they are listed.
  func profileNames() -> [String]

  /// Describes a profile without its secret; nothing is asked.
  ///
  /// - Parameter name: The profile; `nil` for the one that the program was started with.
  /// - Returns: What is known.
  /// - Throws: ``ShellFailure``.
  func profile(named name: String?) throws(ShellFailure) -> ShellProfile

  /// What to do after a failure, in the words of this program.
  ///
  /// - Parameter error: The failure of a call.
  /// - Returns: One line; `nil` where nothing useful can be said.
  func hint(for error: CallError) -> String?

  /// Whether long answers go to a pager.
  var wantsPager: Bool { get }

  /// Shows `text` in the user's pager, to the end.
  ///
  /// - Throws: ``ShellFailure`` where the pager failed, and may have shown nothing.
  func page(_ text: [UInt8]) async throws(ShellFailure)

  /// Lets the person edit the file at `path`, to the end.
  func edit(path: String) async throws(ShellFailure)
}

/// A data source of the shell.
package struct ShellProfile: Sendable {
  /// What the prompt calls it.
  package var title: String
  /// Its name for ``ShellHost/profile(named:)``; `nil` for the one at the start.
  package var name: String?
  /// What queries leave out.
  package var defaults: Defaults
  /// Under what its names and its history are kept.
  package var project: KeptProject
  /// Whether its server limits calls, so that few are spent on names.
  package var isMetered: Bool
  /// Whether connecting asks the person nothing and runs no command of theirs, so that it can be
  /// done in the background.
  package var connectsQuietly: Bool
  /// What can be told of its secret before it is connected to.
  package var holdsSecret: SecretCheck?
  /// Finds the secret, and opens the way to the server or the file.
  package var connect: Connect

  /// Connects to a profile that was read already.
  package typealias Connect = @Sendable () async throws(ShellFailure) -> ShellConnection

  /// Describes a profile.
  package init(
    title: String, name: String?, defaults: Defaults, project: KeptProject,
    isMetered: Bool = true, connectsQuietly: Bool, holdsSecret: SecretCheck? = nil,
    connect: @escaping Connect
  ) {
    self.title = title
    self.name = name
    self.defaults = defaults
    self.project = project
    self.isMetered = isMetered
    self.connectsQuietly = connectsQuietly
    self.holdsSecret = holdsSecret
    self.connect = connect
  }
}

/// The way to a project.
package struct ShellConnection: Sendable {
  /// Asks it.
  package var evaluator: Evaluator
  /// Fetches its names, under the same limit of calls in flight.
  package var names: Evaluator
  /// Whether its secret occurs in a text.
  package var holdsSecret: SecretCheck

  /// A connection through `evaluator`, and through `names` for work in the background.
  package init(evaluator: Evaluator, names: Evaluator, holdsSecret: @escaping SecretCheck) {
    self.evaluator = evaluator
    self.names = names
    self.holdsSecret = holdsSecret
  }
}

/// Why the program around a shell cannot do what is asked of it.
package struct ShellFailure: Error, Equatable, Sendable {
  /// One sentence without a full stop.
  package var message: String
  /// What to do next.
  package var hint: String?
  /// The exit code where the shell cannot begin.
  package var status: Int32
  /// The kind of failure.
  package var category: CallError.Category

  /// A failure.
  package init(
    _ message: String, hint: String? = nil, status: Int32 = 2,
    category: CallError.Category = .configuration
  ) {
    self.message = message
    self.hint = hint
    self.status = status
    self.category = category
  }

  /// The failure of a query, with the hint of `host`.
  init(_ error: QueryError, _ host: any ShellHost) {
    var hint: String?
    if case .failed(let error, _, _) = error { hint = host.hint(for: error) }
    self.init(error.message, hint: hint, category: error.category)
  }

  /// Whether the same may succeed a little later.
  var isPassing: Bool { category == .network || category == .timeOut }
}
