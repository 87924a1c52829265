/// Why an import stopped early.
public enum ImportError: Error, Equatable, Sendable {
  /// The input cannot be opened or read.
  case unreadable(source: String, cause: String)
  /// The gzip data is damaged or truncated.
  case damagedGzip(source: String)
  /// The project cannot be written.
  case store(StoreError)
  /// A line is not a valid event, and ``ImportOptions/stopsAtBadLine`` is set.
  case badLine(ImportReport.BadLine)

  /// The problem, on one line.
  public var message: String {
    switch self {
    case .unreadable(let source, let cause): "\(source): \(cause)"
    case .damagedGzip(let source): "\(source): the gzip data is damaged or cut off"
    case .store(let error): error.message
    case .badLine(let line): line.message
    }
  }
}
