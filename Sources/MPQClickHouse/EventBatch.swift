internal import MPQAPI
internal import MPQStore

/// The identity of an event: name, second, user and `$insert_id`.
struct EventIdentity: Hashable, Sendable {
  var event: ByteText
  var time: Int
  var user: ByteText
  var insertID: ByteText

  init(event: ByteText, time: Int, user: ByteText, insertID: ByteText) {
    self.event = event
    self.time = time
    self.user = user
    self.insertID = insertID
  }

  /// The identity of `event`; `nil` if it has no `$insert_id`.
  init?(_ event: RawEvent) {
    guard let insertID = event.insertID else { return nil }
    self.init(
      event: ByteText(event.event), time: event.time, user: ByteText(event.user),
      insertID: ByteText(insertID))
  }

  /// A hash to look up the event (FNV-1a), never 0; it is stored, so it must not change.
  var hash: UInt64 {
    var hash = FNV1a()
    for text in [event, user, insertID] {
      hash.add(text.text.utf8)
      // 0xff does not occur in UTF-8.
      hash.add(0xff)
    }
    for shift in stride(from: 0, to: 64, by: 8) {
      hash.add(UInt8(truncatingIfNeeded: time >> shift))
    }
    return max(1, hash.hash)
  }
}

extension RawEvent.Property {
  /// The value's text with its numbers in their shortest spelling; `nil` if they already are.
  fileprivate var shown: String? {
    guard !isText else { return nil }
    var text = text
    return text.withUTF8 { ShortestNumber.text(ofValue: UnsafeRawBufferPointer($0)) }
  }
}

/// Events that are inserted together, with the number of their batch.
struct EventBatch: Sendable {
  /// One event and its number in the batch.
  struct Row: Sendable {
    var number: UInt64
    var event: RawEvent
  }

  /// The rows of one insert.
  struct Part: Sendable {
    let batch: UInt64
    var rows: [Row]

    /// The number of the first row.
    var first: UInt64 { rows.first?.number ?? 0 }

    /// The times of the rows.
    var times: ClosedRange<Int>? {
      guard let first = rows.map(\.event.time).min(), let last = rows.map(\.event.time).max()
      else { return nil }
      return first...last
    }

    /// The rows in the order of ``ClickHouseSchema/eventColumns``.
    var bytes: [UInt8] {
      var writer = RowBinaryWriter()
      for row in rows {
        let event = row.event
        writer.append(event.event)
        writer.append(event.time)
        writer.append(event.user)
        writer.append(event.insertID ?? "")
        writer.append(EventIdentity(event)?.hash ?? 0)
        writer.append(event.properties.map(\.name))
        let shown = event.properties.map(\.shown)
        writer.append(zip(event.properties, shown).map { $1 ?? $0.text })
        writer.append(event.properties.map(\.isText))
        writer.append(
          shown.contains { $0 != nil }
            ? zip(event.properties, shown).map { $1 == nil ? "" : $0.text } : [])
        writer.append(batch)
        writer.append(row.number)
      }
      return writer.bytes
    }
  }

  /// The unique number of the batch; all batches of the import of a file share one.
  let number: UInt64
  /// The number of the first event.
  let first: UInt64
  private var rows: [Row] = []

  /// Creates an empty batch.
  ///
  /// - Parameter mark: The progress of the import of a file after the batch. Its events are
  ///   numbered within the file, so that they get the same numbers when the import is resumed.
  init(at mark: ImportMark? = nil) {
    number = mark?.run ?? .random(in: 1...(.max))
    first = mark.map { UInt64($0.counts.added + $0.counts.repeated) } ?? 0
  }

  /// Adds the event with index `index` in the input.
  mutating func append(_ event: RawEvent, at index: Int) {
    rows.append(Row(number: first + UInt64(index), event: event))
  }

  /// The rows by time, split so that each part has at most `partitionLimit` partitions.
  func parts(partitionLimit: Int) -> [Part] {
    var parts: [Part] = []
    var partitions = 0
    var last: Int?
    for row in rows.sorted(by: { ($0.event.time, $0.number) < ($1.event.time, $1.number) }) {
      let partition = row.event.time / ClickHouseSchema.partition
      if partition != last {
        last = partition
        partitions += 1
      }
      if parts.isEmpty || partitions > partitionLimit {
        parts.append(Part(batch: number, rows: []))
        partitions = 1
      }
      parts[parts.count - 1].rows.append(row)
    }
    return parts
  }
}
