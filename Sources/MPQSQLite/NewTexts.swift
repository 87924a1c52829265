internal import Foundation
internal import GRDB
internal import MPQStore

/// Texts that have a number and are not in their table yet.
///
/// They are inserted in the order of the index. The index of a million texts has thousands of
/// pages; this way a group of texts visits each page only once.
struct NewTexts {
  private struct Entry {
    var owner: Int
    /// The first bytes, as a number with the same order.
    var head: UInt64
    var number: Int
    /// The place of the text in `bytes`.
    var text: Range<Int>
  }

  private var entries: [Entry] = []
  private var bytes: [UInt8] = []

  /// The size in bytes.
  var size: Int { entries.count * MemoryLayout<Entry>.stride + bytes.count }

  mutating func append(_ number: Int, of text: UnsafeRawBufferPointer, owner: Int = 0) {
    var head: UInt64 = 0
    withUnsafeMutableBytes(of: &head) { $0.copyBytes(from: text.prefix(8)) }
    entries.append(
      Entry(
        owner: owner, head: UInt64(bigEndian: head), number: number,
        text: bytes.count..<(bytes.count + text.count)))
    bytes.append(contentsOf: text)
  }

  /// Removes all texts, and calls `insert` with owner, number and text of each, in the order of
  /// owners and texts.
  mutating func removeAll(
    _ insert: (_ owner: Int, _ number: Int, _ text: UnsafeRawBufferPointer) throws -> Void
  ) rethrows {
    guard !entries.isEmpty else { return }
    try bytes.withUnsafeBytes { bytes in
      entries.sort { one, other in
        if one.owner != other.owner { return one.owner < other.owner }
        if one.head != other.head { return one.head < other.head }
        guard let start = bytes.baseAddress else { return false }
        let order = memcmp(
          start + one.text.lowerBound, start + other.text.lowerBound,
          min(one.text.count, other.text.count))
        return order == 0 ? one.text.count < other.text.count : order < 0
      }
      for entry in entries {
        try insert(entry.owner, entry.number, UnsafeRawBufferPointer(rebasing: bytes[entry.text]))
      }
    }
    entries.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
  }
}
