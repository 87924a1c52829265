import MPQ
import MPQAPI
import MPQConsole

extension ProgramError {
  /// The failure of a query.
  init(_ error: QueryError) {
    self.init(error.message, hint: error.remedy, status: ExitStatus(error.category))
  }
}

extension ExitStatus {
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
      case .expectation: .unmet
      case .interrupted: .interrupted
      }
  }

  /// The category of failure that the code represents.
  var category: CallError.Category {
    switch self {
    case .query: .query
    case .network: .network
    case .authentication: .authentication
    case .quota: .quota
    case .timeOut: .timeOut
    case .unmet: .expectation
    case .interrupted: .interrupted
    case .success, .configuration, .partial: .configuration
    }
  }
}
