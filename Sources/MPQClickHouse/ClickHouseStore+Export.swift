internal import MPQAPI
internal import MPQStore

extension ClickHouseStore {
  /// The approximate size of a slice in bytes.
  private static let sliceSize = 1 << 24
  /// The lengths in seconds of the stretches that make up slices, and of the parts of stretches
  /// that are too large.
  private static let widths = [3600, 1]

  /// A time range whose events are read at once.
  private struct Slice {
    var times: Range<Int>
    var events: Int
    var bytes: Int
  }

  /// Passes events to `receive`, sorted by time, then by the bytes of name and user.
  ///
  /// - Parameters:
  ///   - names: The names; `nil` for all.
  ///   - times: The time ranges, ascending.
  ///   - receive: Called with parts of the events, in order.
  /// - Throws: ``StoreError``, and what `receive` throws as ``ExportError/receiver(_:)``.
  func readEvents(
    _ names: [String]?, in times: [Range<Int>],
    _ receive: ([RawEvent]) throws(ExportError) -> Void
  ) async throws(ExportError) {
    let sql = ExportSQL(
      table: schema.events, names: names, hasSpellings: schema.present >= 2)
    for times in times { try await read(times, sql, depth: 0, receive) }
  }

  private func read(
    _ times: Range<Int>, _ sql: ExportSQL, depth: Int,
    _ receive: ([RawEvent]) throws(ExportError) -> Void
  ) async throws(ExportError) {
    for slice in try await slices(of: times, sql, width: Self.widths[depth]) {
      if slice.bytes > Self.sliceSize, slice.times.count > 1, depth + 1 < Self.widths.count {
        try await read(slice.times, sql, depth: depth + 1, receive)
        continue
      }
      let pages = max(1, min(slice.events, slice.bytes / Self.sliceSize))
      guard pages > 1 else {
        try receive(try await events(sql.events(in: slice.times, page: nil)))
        continue
      }
      let size = slice.events / pages + 1
      for start in stride(from: 0, to: slice.events, by: size) {
        try receive(
          try await events(sql.events(in: slice.times, page: start..<(start + size))))
      }
    }
  }

  /// Splits `times` into slices of about ``sliceSize`` bytes, or of one stretch.
  private func slices(
    of times: Range<Int>, _ sql: ExportSQL, width: Int
  ) async throws(ExportError) -> [Slice] {
    let stretches: [Slice]
    do throws(StoreError) {
      stretches = try await connection.rows(sql.sizes(in: times, width: width)) {
        reader throws(RowBinaryReader.Damage) in
        let start = try reader.integer(in: 0..<(1 << 40)) * width
        return Slice(
          times: (start..<(start + width)).clamped(to: times), events: try reader.count(),
          bytes: Int(min(try reader.unsigned(), 1 << 50)))
      }
    } catch {
      throw .store(error)
    }
    var slices: [Slice] = []
    for stretch in stretches {
      if let last = slices.indices.last, slices[last].bytes + stretch.bytes <= Self.sliceSize {
        slices[last].times = slices[last].times.lowerBound..<stretch.times.upperBound
        slices[last].events += stretch.events
        slices[last].bytes += stretch.bytes
      } else {
        slices.append(stretch)
      }
    }
    return slices
  }

  private func events(_ sql: String) async throws(ExportError) -> [RawEvent] {
    do throws(StoreError) {
      return try await connection.rows(sql) { reader throws(RowBinaryReader.Damage) in
        try RawEvent(&reader)
      }
    } catch {
      throw .store(error)
    }
  }
}

extension RawEvent {
  /// Reads a row of ``ExportSQL/events(in:page:)``.
  fileprivate init(_ reader: inout RowBinaryReader) throws(RowBinaryReader.Damage) {
    let (event, time) = (try reader.text(), try reader.integer())
    let (user, insertID) = (try reader.text(), try reader.text())
    let hasInsertID = try reader.count() == 1
    let (names, texts, kinds) = (try reader.texts(), try reader.texts(), try reader.flags())
    guard names.count == texts.count, names.count == kinds.count else {
      throw RowBinaryReader.Damage()
    }
    self.init(
      event: event, time: time, user: user, insertID: hasInsertID ? insertID : nil,
      properties: names.indices.map {
        Property(name: names[$0], text: texts[$0], isText: kinds[$0])
      })
  }
}
