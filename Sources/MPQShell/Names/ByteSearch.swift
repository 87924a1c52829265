/// Searches for a text in many others, ignoring case.
struct ByteSearch {
  private let wanted: [UInt8]

  /// Searches for `text`.
  init(_ text: String) {
    wanted = Array(text.lowercased().utf8)
  }

  /// Where the text occurs.
  enum Place {
    case start, inside
  }

  /// The first place of the text in `other`; `nil` if it does not occur.
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
