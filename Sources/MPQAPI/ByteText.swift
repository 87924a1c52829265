/// A text that is compared, ordered and hashed by its UTF-8 bytes.
///
/// Swift's texts are equal when they are canonically equivalent; names of events, funnels and
/// properties are not, since their signatures differ.
public struct ByteText: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The text itself.
  public let text: String

  /// Wraps `text`.
  public init(_ text: String) {
    self.text = text
  }

  /// The text itself.
  public var description: String { text }

  /// Whether both have the same bytes; a hot path of imports.
  public static func == (left: Self, right: Self) -> Bool {
    let same = left.text.utf8.withContiguousStorageIfAvailable { left in
      right.text.utf8.withContiguousStorageIfAvailable { right in
        left.count == right.count
          && UnsafeRawBufferPointer(left).hasSameBytes(as: UnsafeRawBufferPointer(right))
      }
    }
    return (same ?? nil) ?? left.text.utf8.elementsEqual(right.text.utf8)
  }

  /// Whether the left one's bytes come first.
  public static func < (left: Self, right: Self) -> Bool {
    let first = left.text.utf8.withContiguousStorageIfAvailable { left in
      right.text.utf8.withContiguousStorageIfAvailable { right in
        left.lexicographicallyPrecedes(right)
      }
    }
    return (first ?? nil) ?? left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }

  /// Hashes the bytes.
  public func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    hasher.combine(UInt8(0xff))
  }
}

extension Sequence<String> {
  /// The distinct texts, compared by their bytes, in the order in which they first occur.
  public func withoutRepeats() -> [String] {
    var seen: Set<ByteText> = []
    return filter { seen.insert(ByteText($0)).inserted }
  }
}
