/// Why an import ends before its input does.
public enum ImportError: Error, Equatable, Sendable {
  /// The input cannot be opened or read.
  case unreadable(source: String, cause: String)
  /// The input is gzip and damaged, or ends too early.
  case damagedGzip(source: String)
  /// The project's file cannot be written.
  case store(StoreError)
  /// A line is no event, and the import was to stop there.
  case badLine(ImportReport.BadLine)

  /// What is wrong, on one line.
  public var message: String {
    switch self {
    case .unreadable(let source, let cause): "\(source): \(cause)"
    case .damagedGzip(let source): "\(source): damaged or cut gzip data"
    case .store(let error): error.message
    case .badLine(let line): line.message
    }
  }
}
