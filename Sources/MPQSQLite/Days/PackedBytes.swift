internal import GRDB
internal import MPQStore

/// Writes numbers compactly.
struct PackedWriter {
  private(set) var bytes: [UInt8] = []

  mutating func varint(_ number: Int) {
    bytes.append(varint: UInt64(bitPattern: Int64(number)))
  }

  /// All `numbers`, `width` bits each, the lowest first.
  mutating func packed(_ numbers: some Sequence<UInt32>, width: Int) {
    guard width > 0 else { return }
    var pending: UInt64 = 0
    var filled = 0
    for number in numbers {
      pending |= UInt64(number) << UInt64(filled)
      filled += width
      while filled >= 8 {
        bytes.append(UInt8(truncatingIfNeeded: pending))
        pending >>= 8
        filled -= 8
      }
    }
    if filled > 0 { bytes.append(UInt8(truncatingIfNeeded: pending)) }
  }

  /// The number of bits for numbers up to `highest`.
  static func width(of highest: Int) -> Int {
    highest <= 0 ? 0 : Int.bitWidth - highest.leadingZeroBitCount
  }
}

/// Reads what ``PackedWriter`` wrote; fails only in damaged files.
struct PackedReader {
  private let bytes: UnsafeRawBufferPointer
  private var position = 0

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  static let damage = DatabaseError(resultCode: .SQLITE_CORRUPT)

  /// The number of remaining bytes.
  var rest: Int { bytes.count - position }

  mutating func varint() throws -> Int {
    guard let number = bytes.varint(at: &position) else { throw Self.damage }
    return Int(number)
  }

  /// The count of elements that take at least one byte each.
  mutating func count() throws -> Int {
    let count = try varint()
    guard count <= rest else { throw Self.damage }
    return count
  }

  /// `count` ascending numbers, at most `limit`, stored as differences from the previous number;
  /// the first one as it is.
  mutating func ascending(_ count: Int, limit: Int) throws -> [UInt32] {
    guard count <= rest, limit <= Int(UInt32.max) else { throw Self.damage }
    var last = 0
    return try [UInt32](unsafeUninitializedCapacity: count) { buffer, initialized in
      for index in 0..<count {
        last &+= position < bytes.count && bytes[position] < 0x80 ? nextByte() : try varint()
        guard last >= 0, last <= limit else { throw Self.damage }
        buffer[index] = UInt32(last)
        initialized = index + 1
      }
    }
  }

  private mutating func nextByte() -> Int {
    position += 1
    return Int(bytes[position - 1])
  }

  /// `count` numbers of `width` bits, none above `limit`.
  mutating func packed(_ count: Int, width: Int, limit: Int) throws -> [UInt32] {
    guard 0...32 ~= width, limit >= 0 || count == 0 else { throw Self.damage }
    let (bits, isTooLarge) = count.multipliedReportingOverflow(by: width)
    guard !isTooLarge, (bits + 7) / 8 <= rest else { throw Self.damage }
    guard width > 0 else { return [UInt32](repeating: 0, count: count) }
    let mask = UInt64(1) << UInt64(width) - 1
    var highest: UInt32 = 0
    let start = position
    // An eight-byte word contains a whole number, at any bit offset in its first byte.
    let fast = min(count, max(0, (rest - 8) * 8 / width))
    let numbers = [UInt32](unsafeUninitializedCapacity: count) { buffer, initialized in
      var bit = 0
      for index in 0..<fast {
        let word = bytes.loadUnaligned(fromByteOffset: start + bit >> 3, as: UInt64.self)
        let number = UInt32(
          truncatingIfNeeded: UInt64(littleEndian: word) >> UInt64(bit & 7) & mask)
        buffer[index] = number
        highest = max(highest, number)
        bit += width
      }
      for index in fast..<count {
        var word: UInt64 = 0
        for place in 0..<min(8, bytes.count - start - bit >> 3) {
          word |= UInt64(bytes[start + bit >> 3 + place]) << UInt64(8 * place)
        }
        let number = UInt32(truncatingIfNeeded: word >> UInt64(bit & 7) & mask)
        buffer[index] = number
        highest = max(highest, number)
        bit += width
      }
      initialized = count
    }
    guard highest <= limit else { throw Self.damage }
    position += (bits + 7) / 8
    return numbers
  }
}
