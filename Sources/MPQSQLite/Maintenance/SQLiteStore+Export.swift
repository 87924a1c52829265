internal import GRDB
internal import MPQAPI
internal import MPQStore

extension SQLiteStore {
  func export(
    _ selection: ExportSelection, in form: ExportForm,
    progress: @escaping @Sendable (ExportProgress) -> Void,
    to receive: @escaping @Sendable ([UInt8]) throws -> Void
  ) async throws(ExportError) -> Int {
    let calendar = calendar
    let result: Result<Int, any Error>
    do {
      result = try await read { database in
        let times = try Exporter.times(of: selection, in: database, calendar)
        var exporter = try Exporter(database, selection.names, times, form)
        return try exporter.run(progress, receive)
      }
    } catch {
      throw .store(error)
    }
    switch result {
    case .success(let count): return count
    case .failure(let error): throw .receiver(error)
    }
  }
}

/// Writes the events of one project, in one transaction.
private struct Exporter {
  private static let partSize = 1 << 20

  private let sources: [EventSource]
  private let times: [Range<Int>]
  private var lines: EventLines
  private let start = ContinuousClock.now

  init(
    _ database: Database, _ names: [String]?, _ times: [Range<Int>], _ form: ExportForm
  ) throws {
    self.times = times
    lines = try EventLines(database, form)
    let tables = try database.eventTables(names).sorted {
      $0.name.utf8.lexicographicallyPrecedes($1.name.utf8)
    }
    sources = try tables.enumerated().map { rank, table in
      try EventSource(name: table.name, rank: rank, event: table.id, in: database)
    }
  }

  /// The times of the days of `selection`, ascending.
  static func times(
    of selection: ExportSelection, in database: Database, _ calendar: ProjectCalendar
  ) throws -> [Range<Int>] {
    guard selection.firstDay != nil || selection.lastDay != nil else {
      return [0..<(ProjectCalendar.moments.upperBound + 1)]
    }
    guard let span = try EventSource.span(in: database) else { return [] }
    return selection.times(in: calendar, within: span)
  }

  /// Passes all lines to `receive`; its failure is a result, because it is not a store error.
  mutating func run(
    _ progress: (ExportProgress) -> Void, _ receive: ([UInt8]) throws -> Void
  ) throws -> Result<Int, any Error> {
    var count = 0
    var part: [UInt8] = []
    part.reserveCapacity(Self.partSize + 1 << 16)
    for range in times {
      var merge = try EventMerge(sources, in: range)
      while let source = merge.first {
        try lines.append(source, to: &part)
        count += 1
        try merge.advance()
        guard part.count >= Self.partSize else { continue }
        try Task.checkCancellation()
        do { try receive(part) } catch { return .failure(error) }
        part.removeAll(keepingCapacity: true)
        progress(ExportProgress(events: count, elapsed: ContinuousClock.now - start))
      }
    }
    guard !part.isEmpty else { return .success(count) }
    do { try receive(part) } catch { return .failure(error) }
    return .success(count)
  }
}
