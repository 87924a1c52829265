import MPQAPI
import MPQFiles

/// Reads sources line by line into a store, batch by batch.
struct Importer {
  /// Called after each commit.
  typealias ProgressHandler = @Sendable (ImportProgress) -> Void

  private let store: any EventStore
  private let options: ImportOptions
  private let handler: ProgressHandler
  private let start = ContinuousClock.now

  private var parser = RawEventParser()
  private var report = ImportReport()
  private var progress = ImportProgress()
  private var batch = RawEvents()
  /// The line number of each event of the batch.
  private var lineNumbers: [Int] = []
  private var bytesInBatch = 0
  private var pending: Pending?
  /// The number of added events after which the store settles next.
  ///
  /// It doubles each time, so that settling days again takes little time.
  private var nextSettling = 2_000_000
  private var plan: BatchPlan

  /// A batch that is being written.
  private struct Pending {
    var task: Task<Result<AppendSummary, StoreError>, Never>
    var source: String
    /// The line number of each event of the batch.
    var lineNumbers: [Int]
    /// The progress including the batch.
    var progress: ImportProgress
    var milliseconds: Int
    var withoutUser: Int
    /// Whether the store commits with it.
    var commits: Bool
  }

  init(into store: any EventStore, _ options: ImportOptions, _ handler: @escaping ProgressHandler) {
    self.store = store
    self.options = options
    plan = BatchPlan(eventLimit: options.batchSize)
    self.handler = handler
  }

  /// Imports all `sources`; everything reported so far is stored even if a later source fails.
  mutating func run(_ sources: [String]) async throws(ImportError) -> ImportReport {
    let sizes = sources.map(InputFile.size(of:))
    progress.totalBytes = sizes.contains(nil) ? nil : sizes.reduce(0) { $0 + ($1 ?? 0) }
    do throws(ImportError) {
      var files: Set<FileID> = []
      for source in sources {
        if source != "-", let file = FileID(regularFile: source), !files.insert(file).inserted {
          report.namedTwice.append(source)
        } else {
          try await run(source)
        }
      }
    } catch {
      // Keep the previous batches.
      try await finish()
      try await commit()
      throw error
    }
    try await finish()
    try await settle()
    return report
  }

  private func commit() async throws(ImportError) {
    guard plan.hasWaiting else { return }
    do {
      _ = try await store.append(RawEvents(), at: nil)
    } catch {
      throw .store(error)
    }
  }

  private func settle() async throws(ImportError) {
    do {
      try await store.settle()
    } catch {
      throw .store(error)
    }
  }

  private mutating func run(_ source: String) async throws(ImportError) {
    // The counts of this source start here.
    try await finish()
    let trail = try await ImportTrail(
      of: source, in: store, after: report, isResuming: options.resumes)
    guard !trail.isFinished else {
      report.finishedEarlier.append(source)
      return
    }
    if trail.mayHaveGrown { report.perhapsGrown.append(source) }
    report.addedEarlier += trail.counts.added
    let before = progress.bytes
    var reader = try LineReader(source)
    if let mark = trail.mark { try reader.skip(to: mark) }
    // The start of an unfinished last line, which a later import reads again.
    var unfinished: ImportTrail.Place?
    while let text = try reader.next() {
      let rejected = report.rejected
      try read(text, reader.lineNumber, of: source)
      unfinished = nil
      if case .text = text, report.rejected > rejected,
        reader.isLineOpen || report.incompleteExports.last == source
      {
        reader.unread()
        unfinished = reader.place()
        _ = try reader.next()
      }
      if plan.isFull(events: batch.count, bytes: bytesInBatch) {
        progress.bytes = before + reader.bytesRead
        try await flush(source, trail, reader.place())
      }
    }
    progress.bytes = before + reader.bytesRead
    if reader.hasTrailingBytes { report.filesWithTrailingBytes.append(source) }
    var end = unfinished ?? reader.place()
    end.isLast = unfinished == nil
    try await flush(source, trail, end, isLast: true)
  }

  private mutating func read(
    _ line: LineReader.Line, _ number: Int, of source: String
  ) throws(ImportError) {
    let text: ArraySlice<UInt8>
    switch line {
    case .text(let line): text = line
    case .tooLong:
      report.lines += 1
      let limit = LineReader.byteLimit >> 20
      return try reject(
        source, number, "an event is longer than \(limit) MiB: write one event per line")
    case .unclosedArray:
      report.lines += 1
      return try reject(source, number, "the JSON array has no end: the file may be incomplete")
    }
    guard !text.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0d }) else { return }
    report.lines += 1
    do {
      try parser.read(text, into: &batch)
      lineNumbers.append(number)
      bytesInBatch += text.count
    } catch {
      try reject(source, number, cause(of: error, text, source))
    }
  }

  /// Why a line is not an event; recognizes what its writer meant.
  private mutating func cause(
    of problem: RawEventParser.Problem, _ text: ArraySlice<UInt8>, _ source: String
  ) -> String {
    // Mixpanel ends an incomplete export with this line.
    if text.starts(with: "terminated early".utf8) {
      report.incompleteExports.append(source)
      return "the server ended the export early: export this time again"
    }
    return problem.cause
  }

  private mutating func reject(
    _ source: String, _ line: Int, _ cause: String
  ) throws(ImportError) {
    let bad = ImportReport.BadLine(source: source, line: line, cause: cause)
    guard !options.stopsAtBadLine else { throw .badLine(bad) }
    report.rejected += 1
    if report.badLines.count < options.badLineLimit { report.badLines.append(bad) }
  }

  /// Passes the batch to the store, which writes it while the next one is read.
  private mutating func flush(
    _ source: String, _ trail: ImportTrail, _ place: ImportTrail.Place, isLast: Bool = false
  ) async throws(ImportError) {
    try await finish()
    progress.lines = report.lines
    // The report counts all lines before `place` except those of the batch.
    let mark = trail.mark(at: place, report)
    let (store, events) = (store, batch)
    let commits = plan.commits(events.count, isLast: isLast)
    let task = Task {
      await Result { () async throws(StoreError) in
        guard !events.isEmpty || mark != nil || commits else { return AppendSummary() }
        return try await store.append(events, at: mark, commits: commits)
      }
    }
    pending = Pending(
      task: task, source: source, lineNumbers: lineNumbers, progress: progress,
      milliseconds: parser.milliseconds, withoutUser: parser.withoutUser, commits: commits)
    batch = RawEvents(asLargeAs: events)
    lineNumbers.removeAll(keepingCapacity: true)
    bytesInBatch = 0
  }

  /// Waits for the batch that is being written, and adds its result to the report.
  private mutating func finish() async throws(ImportError) {
    guard let done = pending else { return }
    pending = nil
    let result = await withTaskCancellationHandler {
      await done.task.value
    } onCancel: {
      done.task.cancel()
    }
    let summary: AppendSummary
    do {
      summary = try result.get()
    } catch {
      throw .store(error)
    }
    report.added += summary.added
    report.repeated += summary.repeated
    report.milliseconds = done.milliseconds
    report.withoutUser = done.withoutUser
    plan.learn(from: summary)
    if report.added >= nextSettling, done.commits {
      nextSettling *= 2
      // Unordered events unsettle the same days again.
      if !plan.isOutOfOrder { try await settle() }
    }
    for refusal in summary.refused {
      try reject(done.source, done.lineNumbers[refusal.index], refusal.cause)
    }
    guard done.commits else { return }
    var progress = done.progress
    progress.elapsed = ContinuousClock.now - start
    handler(progress)
  }
}
