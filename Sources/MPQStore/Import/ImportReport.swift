/// What an import did.
public struct ImportReport: Equatable, Sendable {
  /// A line that was kept out.
  public struct BadLine: Equatable, Sendable {
    /// The file it stands in; `-` for standard input.
    public var source: String
    /// Its number there, from 1.
    public var line: Int
    /// What is wrong with it.
    public var cause: String

    /// Place and cause, on one line.
    public var message: String { "\(source):\(line): \(cause)" }
  }

  /// The lines that were read, empty ones left out.
  public var lines = 0
  /// The events that were added.
  public var added = 0
  /// The events that were in the project already.
  public var repeated = 0
  /// The lines that were kept out.
  public var rejected = 0
  /// The first of the lines that were kept out, as many as asked for.
  public var badLines: [BadLine] = []
  /// How many times were taken as milliseconds; the others were seconds.
  public var milliseconds = 0
  /// How many events had no user: their `distinct_id` was missing, null or empty.
  public var withoutUser = 0
  /// The events that were added from these files before an earlier import was stopped.
  public var addedEarlier = 0
  /// The files that had been imported whole before, and were left out.
  public var finishedEarlier: [String] = []

  /// The files that were named before in the same import, and were left out.
  public var namedTwice: [String] = []
  /// The files that begin like one that was imported, and were imported from their beginning.
  public var perhapsGrown: [String] = []
  /// The files with bytes behind their gzip data, which were ignored.
  public var filesWithTrailingBytes: [String] = []
  /// The exports that the server ended early: their last line says so.
  public var incompleteExports: [String] = []

  /// Nothing imported yet.
  public init() {}
}

/// How far an import has come.
public struct ImportProgress: Equatable, Sendable {
  /// The bytes of input that were read, before inflating.
  public var bytes = 0
  /// The bytes of all inputs; `nil` where one of them is no file.
  public var totalBytes: Int?
  /// The lines that were read, empty ones left out.
  public var lines = 0
  /// The time since the beginning.
  public var elapsed = Duration.zero

  /// Lines per second, on average.
  public var rate: Double {
    let seconds =
      Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
    return seconds > 0 ? Double(lines) / seconds : 0
  }
}

/// How to import.
public struct ImportOptions: Equatable, Sendable {
  /// How many bad lines the report shows.
  public var badLineLimit = 20
  /// Whether to end at the first bad line; the events right before it may be kept out too.
  public var stopsAtBadLine = false
  /// Whether to go on where an earlier import of the same file was stopped.
  public var resumes = false
  /// The most events of a batch, which is a transaction.
  public var batchSize = 20_000

  /// The usual way: bad lines are kept out, the rest goes in.
  public init() {}
}
