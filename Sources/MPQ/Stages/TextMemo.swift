/// Remembers what was found out about texts of a column, by the bits of the values themselves.
///
/// Values with equal bits are equal texts, so that a text which occurs often is read once. Texts of
/// up to 15 bytes are in these bits; longer ones are recognized where they share their storage.
struct TextMemo<Found> {
  private struct Entry {
    var low: UInt64
    var high: UInt64
    var found: Found
    var isFilled: Bool
  }

  /// At most 4096; a power of two.
  private var entries: [Entry]
  /// How far a hash is shifted to the right to be an index.
  private let shift: Int

  /// Nothing is known; `vacant` is any value.
  init(rowCount: Int, vacant: Found) {
    let bits = min(12, Int.bitWidth - rowCount.leadingZeroBitCount)
    shift = UInt64.bitWidth - bits
    entries = Array(
      repeating: Entry(low: 0, high: 0, found: vacant, isFilled: false), count: 1 << bits)
  }

  /// What `find` finds out about the text in `row`.
  @inline(__always)
  mutating func value(
    of texts: UnsafeBufferPointer<String?>, at row: Int, find: (String?) -> Found
  ) -> Found {
    // Elsewhere than on machines of 64 bits, texts have another size.
    guard MemoryLayout<String?>.size == 16 else { return find(texts[row]) }
    let bits = UnsafeRawBufferPointer(texts)
    let low = bits.load(fromByteOffset: 16 * row, as: UInt64.self)
    let high = bits.load(fromByteOffset: 16 * row + 8, as: UInt64.self)
    let mixed = (low ^ (high &* 0x9e37_79b9_7f4a_7c15)) &* 0xff51_afd7_ed55_8ccd
    let place = Int(truncatingIfNeeded: mixed >> shift)
    return entries.withUnsafeMutableBufferPointer { entries in
      let entry = entries[place]
      if entry.low == low && entry.high == high && entry.isFilled { return entry.found }
      let found = find(texts[row])
      entries[place] = Entry(low: low, high: high, found: found, isFilled: true)
      return found
    }
  }
}
