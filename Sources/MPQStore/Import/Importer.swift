/// Reads sources line by line into a store, batch by batch.
struct Importer {
  /// The most events of a batch; a batch is a transaction.
  private static let batchSize = 20_000
  /// The most bytes of the lines of a batch.
  private static let batchBytes = 1 << 24

  /// Called now and then with how far the import has come.
  typealias ProgressHandler = @Sendable (ImportProgress) -> Void

  private let store: any EventStore
  private let options: ImportOptions
  private let handler: ProgressHandler
  private let start = ContinuousClock.now

  private var parser = RawEventParser()
  private var report = ImportReport()
  private var progress = ImportProgress()
  private var batch: [RawEvent] = []
  /// Where each event of the batch stands.
  private var lineNumbers: [Int] = []
  private var bytesInBatch = 0

  init(into store: any EventStore, _ options: ImportOptions, _ handler: @escaping ProgressHandler) {
    self.store = store
    self.options = options
    self.handler = handler
  }

  /// Imports all `sources`; what was reported by then is kept whatever happens.
  mutating func run(_ sources: [String]) async throws(ImportError) -> ImportReport {
    let sizes = sources.map(InputFile.size(of:))
    progress.totalBytes = sizes.contains(nil) ? nil : sizes.reduce(0) { $0 + ($1 ?? 0) }
    for source in sources { try await run(source) }
    do {
      try await store.settle()
    } catch {
      throw .store(error)
    }
    return report
  }

  private mutating func run(_ source: String) async throws(ImportError) {
    let before = progress.bytes
    var reader = try LineReader(source)
    var line = 0
    while let text = try reader.next() {
      line += 1
      try read(text, line, of: source)
      if batch.count >= Self.batchSize || bytesInBatch >= Self.batchBytes {
        progress.bytes = before + reader.bytesRead
        try await flush(source)
      }
    }
    progress.bytes = before + reader.bytesRead
    try await flush(source)
  }

  private mutating func read(
    _ line: LineReader.Line, _ number: Int, of source: String
  ) throws(ImportError) {
    guard case .text(var text) = line else {
      report.lines += 1
      try reject(source, number, "longer than \(LineReader.byteLimit) bytes")
      return
    }
    if number == 1, text.starts(with: [0xef, 0xbb, 0xbf]) { text = text.dropFirst(3) }
    guard !text.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0d }) else { return }
    report.lines += 1
    do {
      batch.append(try parser.event(in: text))
      lineNumbers.append(number)
      bytesInBatch += text.count
    } catch {
      try reject(source, number, error.cause)
    }
  }

  private mutating func reject(
    _ source: String, _ line: Int, _ cause: String
  ) throws(ImportError) {
    let bad = ImportReport.BadLine(source: source, line: line, cause: cause)
    guard !options.stopsAtBadLine else { throw .badLine(bad) }
    report.rejected += 1
    if report.badLines.count < options.badLineLimit { report.badLines.append(bad) }
  }

  private mutating func flush(_ source: String) async throws(ImportError) {
    if !batch.isEmpty {
      let summary: AppendSummary
      do {
        summary = try await store.append(batch)
      } catch {
        throw .store(error)
      }
      report.added += summary.added
      report.repeated += summary.repeated
      let numbers = lineNumbers
      batch.removeAll(keepingCapacity: true)
      lineNumbers.removeAll(keepingCapacity: true)
      bytesInBatch = 0
      for refusal in summary.refused {
        try reject(source, numbers[refusal.index], refusal.cause)
      }
    }
    report.milliseconds = parser.milliseconds
    progress.events = report.lines
    progress.elapsed = ContinuousClock.now - start
    handler(progress)
  }
}
