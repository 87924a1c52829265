import MPQ
import MPQAPI

// Hints after a failure. The library reports the problem; only the program knows its options and
// commands.

extension QueryError {
  /// The hint; `nil` if there is no useful one.
  var remedy: String? {
    switch self {
    case .invalid: nil
    case .stage(let error): error.hints.first
    case .failed(let error, _, _): error.remedy
    }
  }
}

extension CallError {
  /// The hint; `nil` if there is no useful one.
  var remedy: String? {
    switch self {
    case .ambiguous:
      "names that contain 'expire=', 'name=' and the like cannot be asked about safely"
    case .refused(let error): error.remedy
    case .quota(_, let seconds?): "try again in \(Self.time(seconds))"
    case .quota(_, nil): "wait before you try again, or send fewer calls at once"
    case .status(let status, _, let seconds): Self.remedy(status: status, retryAfter: seconds)
    case .service(let problem): problem.remedy
    case .notJSON: "check the host: something else may answer there"
    case .shape: "'mpq --raw -e QUERY' prints the server's answer"
    case .tooManyValues: TransportError.sizeRemedy
    case .transport(let error): error.remedy
    case .late: TransportError.timeoutRemedy
    case .source: nil
    }
  }

  private static func remedy(status: Int, retryAfter: Int?) -> String? {
    switch status {
    case 401, 403: APIError.keyRemedy
    case 402: "the project's plan seems not to allow this call"
    case 404: APIError.hostRemedy
    case 500...:
      retryAfter.map { "try again in \(time($0))" }
        ?? "the server failed; try again later"
    default: nil
    }
  }

  /// `1 second`, `90 seconds`, `3 minutes`, `20 hours`; rounded up.
  static func time(_ seconds: Int) -> String {
    switch seconds {
    case 1: "1 second"
    case ...120: "\(seconds) seconds"
    case ...7200: "\((seconds + 59) / 60) minutes"
    case ...604_800: "\((seconds + 3599) / 3600) hours"
    default: "more than a week"
    }
  }
}

extension APIError {
  fileprivate static let keyRemedy = "check the key; 'mpq profile test' shows whether it works"
  fileprivate static let hostRemedy =
    "check the host: it does not seem to serve the Data API, version 2"

  fileprivate var remedy: String? {
    switch self {
    case .invalidKey: Self.keyRemedy
    case .invalidSignature: "check the secret; 'mpq profile test' shows whether it works"
    case .expired:
      "check this machine's clock: a signed request expires after \(Signer.validity / 60) minutes"
    case .invalidEndpoint: Self.hostRemedy
    case .missingParameter("project_id"):
      "add project_id and username to the profile; a project's secret needs neither"
    case .missingParameter, .invalidParameter, .invalidJSON, .other: nil
    }
  }
}

extension TransportError {
  fileprivate static let sizeRemedy =
    "ask for fewer dates or values, or allow more with --max-answer"
  fileprivate static let timeoutRemedy = "try again, or allow more with --timeout"

  fileprivate var remedy: String? {
    switch self {
    case .unknownHost: "check the host, and the network"
    case .unreachable: "check that the server runs and that the port is right"
    case .untrusted: "check the host's certificate, or name its authority in the profile"
    case .timedOut: Self.timeoutRemedy
    case .truncated, .failed: "try again"
    case .tooLarge: Self.sizeRemedy
    case .redirected: "set the profile's host to the one that it redirects to"
    case .requestTooLong: "ask about fewer names at once"
    case .cancelled: nil
    }
  }
}
