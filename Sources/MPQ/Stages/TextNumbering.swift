import MPQAPI

/// The different texts of a column, numbered from 0 in the order in which they first occur.
///
/// Texts are compared by their bytes; null is one of them.
struct TextNumbering {
  /// The number of each row's text.
  private(set) var ids: [UInt32] = []
  /// The row where each text first occurs.
  private(set) var firstRows: [RowNumber] = []

  init(_ texts: [String?]) {
    texts.withUnsafeBufferPointer { texts in
      if !numberFew(texts) { numberMany(texts) }
    }
  }

  // MARK: - Few texts

  /// Up to this number of different texts, one table of them is fast.
  private static let fewLimit = 1 << 15

  /// Looks up each text in one table; `false` if the texts are too many.
  private mutating func numberFew(_ texts: UnsafeBufferPointer<String?>) -> Bool {
    var table = TextTable(capacity: min(texts.count, Self.fewLimit + 1))
    var memo = TextMemo<UInt32>(rowCount: texts.count, vacant: 0)
    ids = Array(count: texts.count) { row in
      guard table.rows.count <= Self.fewLimit else { return 0 }
      return memo.value(of: texts, at: row) { text in
        table.place(of: Self.hash(text), at: row) { Self.areEqual(texts[$0], texts[$1]) }
      }
    }
    firstRows = table.rows
    return firstRows.count <= Self.fewLimit
  }

  private static func hash(_ text: String?) -> UInt64 {
    text?.withBytes { hash($0) } ?? 0
  }

  private static func areEqual(_ one: String?, _ two: String?) -> Bool {
    switch (one, two) {
    case (nil, nil): true
    case (let one?, let two?): ByteText(one) == ByteText(two)
    case (nil, _?), (_?, nil): false
    }
  }

  // MARK: - Many texts

  /// How many rows a part of the table has, about.
  private static let partSize = 1 << 12

  /// Divides the rows by the hashes of their texts into parts, whose tables fit into the caches of
  /// a processor.
  private mutating func numberMany(_ texts: UnsafeBufferPointer<String?>) {
    let bytes = TextBytes(texts)
    let hashes = Array(count: texts.count) { Self.hash(bytes[$0]) }
    let bits = min(16, Int.bitWidth - (texts.count / Self.partSize).leadingZeroBitCount)
    let shift = UInt64.bitWidth - bits
    var ends = [Int](repeating: 0, count: 1 << bits)
    for hash in hashes { ends[Int(hash >> shift)] += 1 }
    var start = 0
    for part in ends.indices { (ends[part], start) = (start, start + ends[part]) }
    var rows = [RowNumber](repeating: 0, count: texts.count)
    for (row, hash) in hashes.enumerated() {
      let part = Int(hash >> shift)
      rows[ends[part]] = RowNumber(row)
      ends[part] += 1
    }
    // The first row with the same text.
    var first = [RowNumber](repeating: 0, count: texts.count)
    start = 0
    for end in ends {
      var table = TextTable(capacity: end - start)
      for row in rows[start..<end] {
        let place = table.place(of: hashes[Int(row)], at: Int(row)) { bytes.areEqual($0, $1) }
        first[Int(row)] = table.rows[Int(place)]
      }
      start = end
    }
    number(byFirstRows: first)
  }

  private static func hash(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.withUnsafeBytes { hash($0) }
  }

  /// A hash with a seed of this process, since texts come from outside.
  private static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var hasher = Hasher()
    hasher.combine(bytes: bytes)
    return UInt64(bitPattern: Int64(hasher.finalize()))
  }

  private mutating func number(byFirstRows first: [RowNumber]) {
    ids = []
    ids.reserveCapacity(first.count)
    firstRows = []
    for (row, known) in first.enumerated() {
      if known == row {
        ids.append(UInt32(firstRows.count))
        firstRows.append(known)
      } else {
        ids.append(ids[Int(known)])
      }
    }
  }
}

/// The first rows of texts, found by the bytes of the texts.
private struct TextTable {
  /// The row of each text, in the order in which they were added.
  private(set) var rows: [RowNumber] = []
  /// The upper half of a hash, and the place of its text in `rows`; a power of two of them.
  private var slots: [UInt64]

  private static let vacant = UInt64.max

  /// A table for at most `capacity` texts, half full then.
  init(capacity: Int) {
    let bits = Int.bitWidth - max(1, capacity).leadingZeroBitCount + 1
    slots = [UInt64](repeating: Self.vacant, count: 1 << bits)
  }

  /// The place of the text in `row`; a new one if it is the first of its kind.
  @inline(__always)
  mutating func place(
    of hash: UInt64, at row: Int, areEqual: (Int, Int) -> Bool
  ) -> UInt32 {
    let head = hash >> 32
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != Self.vacant {
      if slots[slot] >> 32 == head {
        let place = UInt32(truncatingIfNeeded: slots[slot])
        if areEqual(Int(rows[Int(place)]), row) { return place }
      }
      slot = (slot + 1) & mask
    }
    let place = UInt32(rows.count)
    rows.append(RowNumber(row))
    slots[slot] = head << 32 | UInt64(place)
    return place
  }
}

/// The bytes of texts, one after the other: to read them does not touch the texts themselves,
/// which are all over the memory.
private struct TextBytes {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  init(_ texts: UnsafeBufferPointer<String?>) {
    bytes.reserveCapacity(texts.reduce(0) { $0 + 1 + ($1?.utf8.count ?? 0) })
    ends.reserveCapacity(texts.count)
    for text in texts {
      // Null differs from the empty text.
      bytes.append(text == nil ? 0 : 1)
      text?.withBytes { bytes.append(contentsOf: $0) }
      ends.append(bytes.count)
    }
  }

  subscript(row: Int) -> ArraySlice<UInt8> {
    bytes[(row == 0 ? 0 : ends[row - 1])..<ends[row]]
  }

  @inline(__always)
  func areEqual(_ one: Int, _ two: Int) -> Bool {
    self[one].withUnsafeBytes { one in
      self[two].withUnsafeBytes { two in
        one.count == two.count && one.hasSameBytes(as: two)
      }
    }
  }
}

extension String {
  /// Calls `body` with the bytes of the text.
  @inline(__always)
  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    let result = utf8.withContiguousStorageIfAvailable { body(UnsafeRawBufferPointer($0)) }
    if let result { return result }
    var text = self
    return text.withUTF8 { body(UnsafeRawBufferPointer($0)) }
  }
}
