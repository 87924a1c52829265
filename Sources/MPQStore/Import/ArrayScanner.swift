/// Splits a JSON array (RFC 8259, section 5) into its elements, piece by piece.
///
/// It tracks only brackets, strings and commas; the parser of an element checks whether the element
/// is valid. Consecutive and nested arrays count as one.
struct ArrayScanner {
  /// Whether the last bracket between elements opened an array.
  private(set) var isOpen = false
  private var depth = 0
  private var isInText = false
  private var isEscaped = false

  /// A scanner before an array, or between two elements of one.
  init(isOpen: Bool = false) {
    self.isOpen = isOpen
  }

  /// The index of the next element in `bytes`, or their end.
  mutating func beginElement(in bytes: ArraySlice<UInt8>) -> Int {
    for (index, byte) in zip(bytes.indices, bytes) {
      switch byte {
      case 0x20, 0x09, 0x0a, 0x0d, UInt8(ascii: ","): continue
      case UInt8(ascii: "["): isOpen = true
      case UInt8(ascii: "]"): isOpen = false
      default: return index
      }
    }
    return bytes.endIndex
  }

  /// The end of the element that `bytes` continues; `nil` if it continues after them.
  mutating func end(in bytes: ArraySlice<UInt8>) -> Int? {
    for (index, byte) in zip(bytes.indices, bytes) {
      if isEscaped {
        isEscaped = false
      } else if isInText {
        if byte == UInt8(ascii: "\\") { isEscaped = true }
        if byte == UInt8(ascii: "\"") { isInText = false }
      } else {
        switch byte {
        case UInt8(ascii: "\""): isInText = true
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "]") where depth == 0: return index
        case UInt8(ascii: ",") where depth == 0: return index
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
          depth = max(0, depth - 1)
          if depth == 0 { return index + 1 }
        default: break
        }
      }
    }
    return nil
  }

  /// Whether `byte` is white space.
  static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09
  }
}
