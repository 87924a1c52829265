/// The distinct texts of a document, in the order in which they first occur.
///
/// Few texts are compared one by one, which is faster than hashing; many are hashed, so that a
/// hostile object does not take quadratic time.
struct JSONTextTable {
  private static let linearLimit = 16

  private(set) var texts: [JSONText] = []
  /// Open addressing: 0 for an empty slot, else the index of a text plus 1.
  ///
  /// The size is a power of two.
  private var slots: [UInt32] = []

  /// Adds a text; returns the index that it has already if it is in the table.
  mutating func insert(_ text: JSONText, of document: UnsafeBufferPointer<UInt8>) -> Int? {
    if let index = index(of: text, of: document) { return index }
    texts.append(text)
    if texts.count > Self.linearLimit {
      if texts.count * 2 > slots.count {
        rebuild(document)
      } else {
        place(texts.count - 1, document)
      }
    }
    return nil
  }

  /// The index of a text; `nil` if it is not in the table.
  func index(of text: JSONText, of document: UnsafeBufferPointer<UInt8>) -> Int? {
    guard !slots.isEmpty else {
      return texts.firstIndex { $0.isEqual(to: text, of: document) }
    }
    var slot = Self.hash(text, document) & (slots.count - 1)
    while slots[slot] != 0 {
      let index = Int(slots[slot]) - 1
      if texts[index].isEqual(to: text, of: document) { return index }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  private mutating func rebuild(_ document: UnsafeBufferPointer<UInt8>) {
    slots = [UInt32](repeating: 0, count: max(64, slots.count * 2))
    for index in texts.indices { place(index, document) }
  }

  private mutating func place(_ index: Int, _ document: UnsafeBufferPointer<UInt8>) {
    var slot = Self.hash(texts[index], document) & (slots.count - 1)
    while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = UInt32(index + 1)
  }

  /// Swift's hash is seeded by the process, so that a client cannot send texts that collide.
  private static func hash(_ text: JSONText, _ document: UnsafeBufferPointer<UInt8>) -> Int {
    var hasher = Hasher()
    text.withBytes(of: document) { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    return hasher.finalize()
  }
}
