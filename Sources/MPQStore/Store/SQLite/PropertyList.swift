/// The properties of one stored event: pairs of numbers, by ascending number of the property.
///
/// For each, the difference to the property before, and then the value's number times two, plus one
/// where the value was no JSON text; both as varints, seven bits a byte, the lowest first.
enum PropertyList {
  /// One property and its value, both by their numbers.
  struct Entry: Equatable {
    var property: Int
    var value: Int
    var isText: Bool
  }

  /// The bytes of `entries`, whose properties ascend.
  static func bytes(of entries: [Entry]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(entries.count * 3)
    var previous = 0
    for entry in entries {
      append(UInt64(entry.property - previous), to: &bytes)
      append(UInt64(entry.value) << 1 | (entry.isText ? 0 : 1), to: &bytes)
      previous = entry.property
    }
    return bytes
  }

  private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// Reads the entries one by one; a cut list ends early.
  struct Reader {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0
    private var property = 0
    /// Where the last whole entry ends.
    private var end = 0

    init(_ bytes: UnsafeRawBufferPointer) {
      self.bytes = bytes
    }

    /// Whether the entries that were read are all of the bytes; those of a damaged list end before.
    var isAtEnd: Bool { end == bytes.count }

    mutating func next() -> Entry? {
      guard let step = number(), let value = number() else { return nil }
      end = position
      property &+= Int(truncatingIfNeeded: step)
      return Entry(
        property: property, value: Int(truncatingIfNeeded: value >> 1), isText: value & 1 == 0)
    }

    private mutating func number() -> UInt64? {
      var number: UInt64 = 0
      var shift: UInt64 = 0
      while position < bytes.count, shift < 63 {
        let byte = bytes[position]
        position += 1
        number |= UInt64(byte & 0x7f) << shift
        if byte < 0x80 { return number }
        shift += 7
      }
      return nil
    }
  }
}
