import MPQSyntax

/// The exit codes of mpq and mpqd, which scripts rely on.
///
/// `--help` shows ``meaning``, and the pages repeat it. A command throws its status when it has
/// already reported the failure.
package enum ExitStatus: Int32, CaseIterable, Error {
  case success = 0
  case query = 1
  case configuration = 2
  case network = 3
  case authentication = 4
  case quota = 5
  case timeOut = 6
  case partial = 7
  case unmet = 8
  case interrupted = 130

  /// The meaning for scripts.
  package var meaning: String {
    switch self {
    case .success: "answered"
    case .query: "a wrong query, a refused parameter or endpoint, or too large an answer"
    case .configuration: "usage, configuration or local files"
    case .network: "the network failed, or the server did; a retry may help"
    case .authentication: "the key, the signature or the expiry was refused"
    case .quota: "too many calls: the quota is used up, or the server is busy"
    case .timeOut: "timeout (`--timeout`)"
    case .partial: "some queries failed, and `--keep-going` went on"
    case .unmet: "an `expect` does not hold, or `mpq project check` found a fault"
    case .interrupted: "interrupted"
    }
  }

  /// The section of `--help` about the exit codes.
  package static var help: String {
    let rows = allCases.map { [String($0.rawValue), $0.meaning.filter { $0 != "`" }] }
    return (["EXIT CODES:"] + Columns.lines(rows, indent: 2)).joined(separator: "\n")
  }
}
