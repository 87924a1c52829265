internal import MPQAPI
internal import MPQStore

/// What makes two events the same: name, second, user and `$insert_id`.
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

  /// The identity of `event`; `nil` where it has no `$insert_id`.
  init?(_ event: RawEvent) {
    guard let insertID = event.insertID else { return nil }
    self.init(
      event: ByteText(event.event), time: event.time, user: ByteText(event.user),
      insertID: ByteText(insertID))
  }

  /// A number to look for the event by, never 0; stored, so that it must not change (FNV-1a).
  var hash: UInt64 {
    var hash = FNV1a()
    for text in [event, user, insertID] {
      hash.add(text.text.utf8)
      // No byte of UTF-8.
      hash.add(0xff)
    }
    for shift in stride(from: 0, to: 64, by: 8) {
      hash.add(UInt8(truncatingIfNeeded: time >> shift))
    }
    return max(1, hash.hash)
  }
}

/// Events that are inserted together, and are known by the number of their batch.
struct EventBatch: Sendable {
  /// One event and its number in the batch.
  struct Row: Sendable {
    var number: UInt64
    var event: RawEvent
  }

  /// Rows that make one insert.
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
        writer.append(event.properties.map(\.text))
        writer.append(event.properties.map(\.isText))
        writer.append(batch)
        writer.append(row.number)
      }
      return writer.bytes
    }
  }

  /// No other batch has the same; those of the import of a file share theirs.
  let number: UInt64
  /// The number of the first event.
  let first: UInt64
  private var rows: [Row] = []

  /// Begins a batch.
  ///
  /// - Parameter mark: How far the import of a file will have come with it: its events are numbered
  ///   through the file, the same whenever it is imported again from there.
  init(at mark: ImportMark? = nil) {
    number = mark?.run ?? .random(in: 1...(.max))
    first = mark.map { UInt64($0.counts.added + $0.counts.repeated) } ?? 0
  }

  /// Takes the event that is the `index`th of those that came.
  mutating func append(_ event: RawEvent, at index: Int) {
    rows.append(Row(number: first + UInt64(index), event: event))
  }

  /// The rows by time, parted so that no part has more than `partitionLimit` partitions.
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
