/// The result of an import.
public struct ImportReport: Equatable, Sendable {
  /// A line that was skipped.
  public struct BadLine: Equatable, Sendable {
    /// The file of the line; `-` for standard input.
    public var source: String
    /// The number of the line in the file, from 1.
    public var line: Int
    /// Why the line was skipped.
    public var cause: String

    /// The location and cause, on one line.
    public var message: String { "\(source):\(line): \(cause)" }
  }

  /// The number of lines read, without empty ones.
  public var lines = 0
  /// The number of events added.
  public var added = 0
  /// The number of events that already were in the project.
  public var repeated = 0
  /// The number of lines skipped.
  public var rejected = 0
  /// The first skipped lines, at most ``ImportOptions/badLineLimit``.
  public var badLines: [BadLine] = []
  /// The number of events whose time was in milliseconds, not in seconds.
  public var milliseconds = 0
  /// The number of events without a user: `distinct_id` was missing, null or empty.
  public var withoutUser = 0
  /// The number of events that an earlier, interrupted import added from these files.
  public var addedEarlier = 0
  /// The files that were skipped because an earlier import read all of them.
  public var finishedEarlier: [String] = []

  /// The files that were skipped because this import had already read them.
  public var namedTwice: [String] = []
  /// The files that begin like an imported one, and were imported from their beginning.
  public var perhapsGrown: [String] = []
  /// The files with bytes after their gzip data; those bytes were ignored.
  public var filesWithTrailingBytes: [String] = []
  /// The exports whose last line says that the server ended them early.
  public var incompleteExports: [String] = []

  /// Creates an empty report.
  public init() {}
}

/// The progress of an import.
public struct ImportProgress: Equatable, Sendable {
  /// The number of input bytes read, before inflating.
  public var bytes = 0
  /// The total size of all inputs in bytes; `nil` if one of them is not a regular file.
  public var totalBytes: Int?
  /// The number of lines read, without empty ones.
  public var lines = 0
  /// The time since the start.
  public var elapsed = Duration.zero

  /// Lines per second, on average.
  public var rate: Double {
    let seconds =
      Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
    return seconds > 0 ? Double(lines) / seconds : 0
  }
}

/// The options of an import.
public struct ImportOptions: Equatable, Sendable {
  /// The maximum number of ``ImportReport/badLines``.
  public var badLineLimit = 20
  /// Whether to stop at the first bad line; the events just before it may be missing too.
  public var stopsAtBadLine = false
  /// Whether to continue an interrupted import of the same file.
  public var resumes = false
  /// The maximum number of events per batch; each batch is a transaction.
  public var batchSize = 20_000

  /// Creates the default options: bad lines are skipped, all other lines are imported.
  public init() {}
}
