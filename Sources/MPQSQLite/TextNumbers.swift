internal import MPQAPI
internal import MPQStore

/// A hash table of the numbers of texts, in bounded memory: a full table is emptied.
///
/// It uses open addressing over one buffer of bytes, without allocations or reference counting for
/// each text. A short text takes about 40 bytes.
struct TextNumbers {
  /// The maximum number of texts.
  static let capacity = maximumSlots / 4 * 3
  private static let maximumSlots = 1 << 22
  /// The maximum size of all entries in bytes.
  static let byteLimit = 96 << 20
  /// The maximum length of a stored text in bytes.
  private static let textLimit = 1024

  private struct Slot {
    /// A hash of the text and its owner.
    var hash: UInt32 = 0
    /// The offset of its entry in `bytes`, plus 1; 0 if the slot is empty.
    var entry: UInt32 = 0
  }

  /// The part of an entry before the text.
  private struct Header {
    var owner: UInt32
    var number: UInt32
    var count: UInt32
  }

  private static let headerSize = MemoryLayout<Header>.size

  private var slots = [Slot](repeating: Slot(), count: 256)
  /// The entries: each is a header and its text.
  private var bytes: [UInt8] = []
  private(set) var count = 0

  /// The number of a text of `owner`.
  ///
  /// - Parameters:
  ///   - text: The bytes of the text.
  ///   - hash: Their ``TextHash``.
  ///   - owner: The owner of the text; each owner has its own numbers.
  /// - Returns: The number; `nil` if the table does not have it.
  func number(of text: UnsafeRawBufferPointer, hash: UInt32, owner: UInt32 = 0) -> Int? {
    let hash = Self.hash(hash, owner)
    return slots.withUnsafeBufferPointer { slots in
      bytes.withUnsafeBytes { bytes in
        let mask = slots.count - 1
        var place = Int(hash) & mask
        while slots[place].entry > 0 {
          if slots[place].hash == hash {
            let start = Int(slots[place].entry) - 1
            let header = bytes.loadUnaligned(fromByteOffset: start, as: Header.self)
            if header.owner == owner, Int(header.count) == text.count {
              let known = UnsafeRawBufferPointer(
                rebasing: bytes[(start + Self.headerSize)...].prefix(text.count))
              if known.hasSameBytes(as: text) { return Int(header.number) }
            }
          }
          place = (place + 1) & mask
        }
        return nil
      }
    }
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
    if isFull(for: text.count) {
      slots.withUnsafeMutableBufferPointer { $0.update(repeating: Slot()) }
      bytes.removeAll(keepingCapacity: true)
      count = 0
      outcome = .keptAlone
    }
    if count >= slots.count / 4 * 3 { grow() }
    Self.put(
      Slot(hash: Self.hash(hash, owner), entry: UInt32(bytes.count + 1)), into: &slots)
    let header = Header(owner: owner, number: number, count: UInt32(text.count))
    withUnsafeBytes(of: header) { bytes.append(contentsOf: $0) }
    bytes.append(contentsOf: text)
    count += 1
    return outcome
  }

  /// Whether there is no room for a text of `size` bytes.
  func isFull(for size: Int) -> Bool {
    count >= Self.capacity || bytes.count + size + Self.headerSize > Self.byteLimit
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

  private static func put(_ slot: Slot, into slots: inout [Slot]) {
    slots.withUnsafeMutableBufferPointer { slots in
      let mask = slots.count - 1
      var place = Int(slot.hash) & mask
      while slots[place].entry > 0 { place = (place + 1) & mask }
      slots[place] = slot
    }
  }

  private mutating func grow() {
    let old = slots
    slots = [Slot](repeating: Slot(), count: old.count * 2)
    for slot in old where slot.entry > 0 { Self.put(slot, into: &slots) }
  }
}
