import MPQ
import MPQAPI

/// A failure that ends the program: what a person reads, and what a script sees.
struct ProgramError: Error {
  /// What went wrong, one sentence without a full stop.
  var message: String
  /// What to do next.
  var hint: String?
  /// What a script sees.
  var status: ExitStatus

  /// A failure of `status`; most are of configuration or local files.
  init(_ message: String, hint: String? = nil, status: ExitStatus = .configuration) {
    self.message = message
    self.hint = hint
    self.status = status
  }

  /// The failure of a query.
  init(_ error: QueryError) {
    self.init(error.message, hint: error.remedy, status: ExitStatus(error.category))
  }
}

/// The exit codes, which scripts rely on; README.md lists them.
///
/// Thrown by a command that has said already what went wrong.
enum ExitStatus: Int32, Error {
  case success = 0
  /// A query is wrong, or the server refuses a parameter or an endpoint.
  case query = 1
  /// Usage, configuration or local files.
  case configuration = 2
  /// The network, a broken reply, or a server's own failure: worth a retry.
  case network = 3
  /// The key, the signature, or the expiry was refused.
  case authentication = 4
  /// The quota of calls is used up.
  case quota = 5
  /// Time ran out.
  case timeOut = 6
  /// Some statements failed, and `--keep-going` went on.
  case partial = 7
  /// A project is not as it should be.
  case inconsistent = 8
  /// The user stopped it.
  case interrupted = 130

  /// The code for a failed query.
  init(_ category: CallError.Category) {
    self =
      switch category {
      case .query: .query
      case .configuration: .configuration
      case .network: .network
      case .authentication: .authentication
      case .quota: .quota
      case .timeOut: .timeOut
      case .interrupted: .interrupted
      }
  }

  /// The kind of failure that the code stands for.
  var category: CallError.Category {
    switch self {
    case .query: .query
    case .network: .network
    case .authentication: .authentication
    case .quota: .quota
    case .timeOut: .timeOut
    case .interrupted: .interrupted
    case .success, .configuration, .partial, .inconsistent: .configuration
    }
  }
}
