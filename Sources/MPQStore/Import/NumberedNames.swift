import MPQAPI

/// The distinct names of a batch, numbered from 0 in order of appearance.
///
/// Most events have the same properties in the same order, so each name is first compared with the
/// one that followed last time, which saves a hash lookup.
package struct NumberedNames: Sendable {
  private struct Name: Sendable {
    var bytes: Range<Int>
    var hash: UInt32
    /// The name that followed last time.
    var next: UInt32 = 0
    /// The number of the last line with this name.
    var line = 0
  }

  private var bytes: [UInt8] = []
  private var names: [Name] = []
  /// A hash table of numbers plus 1; 0 for empty slots.
  private var slots = [UInt32](repeating: 0, count: 64)
  private var line = 0
  /// The first name of the previous line.
  private var first: UInt32 = 0

  /// The number of names.
  package var count: Int { names.count }

  /// The name with this number.
  package subscript(number: UInt32) -> String {
    String(decoding: bytes[names[Int(number)].bytes], as: UTF8.self)
  }

  /// Calls `body` with the bytes of a name.
  package func withBytes<Value>(
    of number: UInt32, _ body: (UnsafeRawBufferPointer) throws -> Value
  ) rethrows -> Value {
    try bytes.withUnsafeBytes { all in
      try body(UnsafeRawBufferPointer(rebasing: all[names[Int(number)].bytes]))
    }
  }

  /// Begins a line, in which names must be unique.
  mutating func beginLine() { line += 1 }

  /// Records that the line has a name; `false` if it is a duplicate.
  mutating func use(_ number: UInt32) -> Bool {
    guard names[Int(number)].line < line else { return false }
    names[Int(number)].line = line
    return true
  }

  /// The name that followed `previous` last time, or began the line, and its bytes; `nil` if
  /// `text` does not start with it and a quote.
  func expected(
    after previous: UInt32?, in text: UnsafeRawBufferPointer
  ) -> (number: UInt32, count: Int)? {
    let number = previous.map { names[Int($0)].next } ?? first
    guard number < names.count else { return nil }
    let range = names[Int(number)].bytes
    guard range.count < text.count, text[range.count] == UInt8(ascii: "\"") else { return nil }
    return bytes.withUnsafeBytes { all in
      let start = UnsafeRawBufferPointer(rebasing: text[..<range.count])
      return UnsafeRawBufferPointer(rebasing: all[range]).hasSameBytes(as: start)
        ? (number, range.count) : nil
    }
  }

  /// Records that `number` followed `previous`, or began the line.
  mutating func expect(_ number: UInt32, after previous: UInt32?) {
    if let previous {
      names[Int(previous)].next = number
    } else {
      first = number
    }
  }

  /// The number of a name; new names get the next one.
  mutating func number(of name: String) -> UInt32 {
    var name = name
    return name.withUTF8 { number(of: UnsafeRawBufferPointer($0)) }
  }

  /// The number of a name; new names get the next one.
  mutating func number(of name: UnsafeRawBufferPointer) -> UInt32 {
    number(of: name, hash: TextHash.of(name))
  }

  /// The number of a name with a hash of ``TextHash``.
  mutating func number(of name: UnsafeRawBufferPointer, hash: UInt32) -> UInt32 {
    if names.count * 2 >= slots.count { grow() }
    var slot = Int(hash) & (slots.count - 1)
    while slots[slot] > 0 {
      let known = names[Int(slots[slot] - 1)]
      if known.hash == hash, known.bytes.count == name.count {
        let isSame = bytes.withUnsafeBytes { all in
          UnsafeRawBufferPointer(rebasing: all[known.bytes]).hasSameBytes(as: name)
        }
        if isSame { return slots[slot] - 1 }
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    let start = bytes.count
    bytes.append(contentsOf: name)
    names.append(Name(bytes: start..<bytes.count, hash: hash))
    slots[slot] = UInt32(names.count)
    return UInt32(names.count - 1)
  }

  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: slots.count * 2)
    for (number, name) in names.enumerated() {
      var slot = Int(name.hash) & (slots.count - 1)
      while slots[slot] > 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt32(number + 1)
    }
  }
}
