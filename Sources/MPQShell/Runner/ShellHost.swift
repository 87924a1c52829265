package import MPQ
package import MPQAPI
package import MPQCompiler

/// What a shell needs from its program.
package protocol ShellHost: Sendable {
  /// The names of the profiles, in listing order.
  func profileNames() -> [String]

  /// Describes a profile without its secret; does not connect.
  ///
  /// - Parameter name: The profile; `nil` for the one at the start of the program.
  /// - Returns: The profile.
  /// - Throws: ``ShellFailure``.
  func profile(named name: String?) throws(ShellFailure) -> ShellProfile

  /// The program's hint for a failure.
  ///
  /// - Parameter error: The failure of a call.
  /// - Returns: One line; `nil` for no hint.
  func hint(for error: CallError) -> String?

  /// Whether long answers go to a pager.
  var wantsPager: Bool { get }

  /// Shows `text` in the user's pager and waits for its end.
  ///
  /// - Throws: ``ShellFailure`` if the pager failed and may have shown nothing.
  func page(_ text: [UInt8]) async throws(ShellFailure)

  /// Lets the user edit the file at `path`, and waits for the editor's end.
  func edit(path: String) async throws(ShellFailure)
}

/// A data source of the shell.
package struct ShellProfile: Sendable {
  /// Its name in the prompt.
  package var title: String
  /// Its name for ``ShellHost/profile(named:)``; `nil` for the one at the start.
  package var name: String?
  /// The defaults of queries.
  package var defaults: Defaults
  /// The identity of its names and history.
  package var project: KeptProject
  /// Whether its server limits calls, so that few are used for names.
  package var isMetered: Bool
  /// Whether connecting neither prompts the user nor runs a command of theirs, so that it can be
  /// done in the background.
  package var connectsQuietly: Bool
  /// The check for its secret, if it is known before connecting.
  package var holdsSecret: SecretCheck?
  /// Reads the secret, and connects to the server or the file.
  package var connect: Connect

  /// Connects to the profile.
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

/// A connection to a project.
package struct ShellConnection: Sendable {
  /// Runs queries.
  package var evaluator: Evaluator
  /// Fetches its names, under the same limit of calls in flight.
  package var names: Evaluator
  /// Whether its secret occurs in a text.
  package var holdsSecret: SecretCheck

  /// A connection with `evaluator`, and with `names` for background work.
  package init(evaluator: Evaluator, names: Evaluator, holdsSecret: @escaping SecretCheck) {
    self.evaluator = evaluator
    self.names = names
    self.holdsSecret = holdsSecret
  }
}

/// Why the shell's program cannot do what the shell requests.
package struct ShellFailure: Error, Equatable, Sendable {
  /// One sentence without a full stop.
  package var message: String
  /// What to do next.
  package var hint: String?
  /// The exit code if the shell cannot start.
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
    switch error {
    case .failed(let error, _, _): hint = host.hint(for: error)
    case .stage(let error): hint = error.hints.first
    case .invalid: break
    }
    self.init(error.message, hint: hint, category: error.category)
  }

  /// Whether a retry may succeed soon.
  var isPassing: Bool { category == .network || category == .timeOut }
}
