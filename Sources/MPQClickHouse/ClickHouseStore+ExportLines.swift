internal import MPQAPI
internal import MPQStore

extension ClickHouseStore {
  private static let partSize = 1 << 20

  /// Writes events as lines, always in the canonical form: ClickHouse does not store another one.
  func export(
    _ selection: ExportSelection, in form: ExportForm,
    progress: @escaping @Sendable (ExportProgress) -> Void,
    to receive: @escaping @Sendable ([UInt8]) throws -> Void
  ) async throws(ExportError) -> Int {
    let times: [Range<Int>]
    do throws(StoreError) {
      times = try await self.times(of: selection)
    } catch {
      throw .store(error)
    }
    let start = ContinuousClock.now
    var count = 0
    var part: [UInt8] = []
    func handOver() throws(ExportError) {
      do { try receive(part) } catch { throw .receiver(error) }
      part.removeAll(keepingCapacity: true)
      progress(ExportProgress(events: count, elapsed: ContinuousClock.now - start))
    }
    try await readEvents(selection.names, in: times) { events throws(ExportError) in
      for event in events {
        // A value that is not JSON was not written by mpq.
        guard let line = try? LineStyle.canonical.line(of: event, milliseconds: 0) else {
          throw .store(.damaged(path: connection.name))
        }
        part += line
        part.append(UInt8(ascii: "\n"))
        count += 1
        if part.count >= Self.partSize { try handOver() }
      }
    }
    if !part.isEmpty { try handOver() }
    return count
  }

  /// The times of the days of `selection`, ascending.
  private func times(
    of selection: ExportSelection
  ) async throws(StoreError) -> [Range<Int>] {
    guard selection.names?.isEmpty != true, let span = try await span(of: selection.names) else {
      return []
    }
    return selection.times(in: calendar, within: span)
  }
}
