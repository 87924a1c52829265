/// Looks for a text in many others, capitals apart.
struct ByteSearch {
  private let wanted: [UInt8]

  /// Looks for `text`.
  init(_ text: String) {
    wanted = Array(text.lowercased().utf8)
  }

  /// Where the text stands.
  enum Place {
    case start, inside
  }

  /// Where the text stands in `other` first; `nil` where it does not.
  func place(in other: String) -> Place? {
    var other = other.lowercased()
    return other.withUTF8 { bytes in
      guard let first = wanted.first else { return .start }
      guard bytes.count >= wanted.count else { return nil }
      for start in 0...(bytes.count - wanted.count) where bytes[start] == first {
        let part = UnsafeBufferPointer(rebasing: bytes[start..<start + wanted.count])
        if part.elementsEqual(wanted) { return start == 0 ? .start : .inside }
      }
      return nil
    }
  }
}
