internal import MPQAPI
internal import MPQStore

/// A hash table of the numbers of texts, in bounded memory: a full table is emptied.
///
/// It uses open addressing over one buffer of bytes, without allocations or reference counting for
/// each text.
struct TextNumbers {
  private static let capacity = 1_000_000
  private static let byteLimit = 1 << 26
  /// The maximum length of a stored text in bytes.
  private static let textLimit = 1024

  private struct Slot {
    /// A hash of the text and its owner.
    var hash: UInt32 = 0
    var owner: UInt32 = 0
    /// 0 if the slot is empty.
    var number: UInt32 = 0
    var count: UInt32 = 0
    var offset: UInt32 = 0
  }

  private var slots = [Slot](repeating: Slot(), count: 256)
  private var bytes: [UInt8] = []
  private var count = 0

  /// The number of a text of `owner`.
  ///
  /// - Parameters:
  ///   - text: The bytes of the text.
  ///   - hash: Their ``TextHash``.
  ///   - owner: The owner of the text; each owner has its own numbers.
  /// - Returns: The number; `nil` if the table does not have it.
  func number(of text: UnsafeRawBufferPointer, hash: UInt32, owner: UInt32 = 0) -> Int? {
    let slot = slots[place(of: text, Self.hash(hash, owner), owner)]
    return slot.number > 0 ? Int(slot.number) : nil
  }

  /// Stores the number of a text that is not in the table yet.
  ///
  /// - Returns: The outcome.
  mutating func keep(
    _ number: Int, of text: UnsafeRawBufferPointer, hash: UInt32, owner: UInt32 = 0
  ) -> Outcome {
    guard text.count <= Self.textLimit, let number = UInt32(exactly: number), number > 0 else {
      return .leftOut
    }
    var outcome = Outcome.kept
    if count >= Self.capacity || bytes.count + text.count > Self.byteLimit {
      slots.withUnsafeMutableBufferPointer { $0.update(repeating: Slot()) }
      bytes.removeAll(keepingCapacity: true)
      count = 0
      outcome = .keptAlone
    }
    if count * 2 >= slots.count { grow() }
    let hash = Self.hash(hash, owner)
    slots[place(of: text, hash, owner)] = Slot(
      hash: hash, owner: owner, number: number, count: UInt32(text.count),
      offset: UInt32(bytes.count))
    bytes.append(contentsOf: text)
    count += 1
    return outcome
  }

  /// The outcome of storing a text.
  enum Outcome {
    case kept
    /// The text is too long and was not stored.
    case leftOut
    /// The table was full: all other texts were removed.
    case keptAlone
  }

  private static func hash(_ hash: UInt32, _ owner: UInt32) -> UInt32 {
    hash ^ owner &* 0x9e37_79b1
  }

  /// The slot of the text, or the free slot for it.
  private func place(of text: UnsafeRawBufferPointer, _ hash: UInt32, _ owner: UInt32) -> Int {
    slots.withUnsafeBufferPointer { slots in
      bytes.withUnsafeBytes { bytes in
        let mask = slots.count - 1
        var place = Int(hash) & mask
        while slots[place].number > 0 {
          let slot = slots[place]
          if slot.hash == hash, slot.owner == owner, slot.count == text.count {
            let start = Int(slot.offset)
            let known = UnsafeRawBufferPointer(rebasing: bytes[start..<(start + text.count)])
            if known.hasSameBytes(as: text) { return place }
          }
          place = (place + 1) & mask
        }
        return place
      }
    }
  }

  private mutating func grow() {
    let old = slots
    slots = [Slot](repeating: Slot(), count: old.count * 2)
    let mask = slots.count - 1
    for slot in old where slot.number > 0 {
      var place = Int(slot.hash) & mask
      while slots[place].number > 0 { place = (place + 1) & mask }
      slots[place] = slot
    }
  }
}
