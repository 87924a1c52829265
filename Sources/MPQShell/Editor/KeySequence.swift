/// A sequence of a terminal that begins with Escape (ECMA-48, section 5): a key, or an answer to a
/// query.
enum KeySequence: Equatable {
  /// More bytes may follow.
  case unfinished
  /// The Escape key.
  case escapeAlone
  /// The sequence of a key, with its number of bytes.
  case key(length: Int)
  /// Not a key: an answer of the terminal, the mouse, or a truncated sequence; with its number of
  /// bytes.
  case report(length: Int)

  /// The most bytes of an answer; the rest of a longer one becomes text.
  static let reportLimit = 1 << 20

  /// The sequence that `bytes` begin with; the first of them is Escape.
  ///
  /// - Parameters:
  ///   - bytes: The bytes that were read and not used yet.
  ///   - isAtRest: Whether no byte followed within the time of a sequence.
  init(_ bytes: ArraySlice<UInt8>, isAtRest: Bool) {
    guard let second = bytes.dropFirst().first else {
      self = isAtRest ? .escapeAlone : .unfinished
      return
    }
    let rest = bytes.dropFirst(2)
    switch second {
    case UInt8(ascii: "["): self = Self.control(rest, isAtRest)
    case UInt8(ascii: "O"): self = Self.shift(rest, isAtRest)
    // Alt with one of these letters sends the same two bytes; the next byte distinguishes them.
    case UInt8(ascii: "]"): self = Self.string(rest, isAtRest, begins: "0123456789lL")
    case UInt8(ascii: "P"): self = Self.string(rest, isAtRest, begins: "0123456789;>!$+")
    case UInt8(ascii: "_"): self = Self.string(rest, isAtRest, begins: "G")
    default: self = .escapeAlone
    }
  }

  /// After `ESC [` (CSI): parameters and intermediates, then one final byte.
  private static func control(_ rest: ArraySlice<UInt8>, _ isAtRest: Bool) -> Self {
    switch rest.first {
    // F1 to F5 of Linux's console.
    case UInt8(ascii: "["):
      guard rest.count > 1 else { return isAtRest ? .escapeAlone : .unfinished }
      return .key(length: 4)
    // The mouse of X10: a button and two places, each a byte.
    case UInt8(ascii: "M"):
      guard rest.count < 4 else { return .report(length: 6) }
      return isAtRest ? .report(length: 2 + rest.count) : .unfinished
    default: break
    }
    let length = rest.prefix { (0x20...0x3f).contains($0) }.count
    guard let final = rest.dropFirst(length).first else {
      guard isAtRest || length > reportLimit else { return .unfinished }
      return length == 0 ? .escapeAlone : .report(length: 2 + length)
    }
    if (0x40...0x7e).contains(final) { return .key(length: 3 + length) }
    return length == 0 ? .escapeAlone : .report(length: 2 + length)
  }

  /// After `ESC O` (SS3): one byte, with modifiers before it in some terminals.
  private static func shift(_ rest: ArraySlice<UInt8>, _ isAtRest: Bool) -> Self {
    let length = rest.prefix { (0x30...0x3b).contains($0) }.prefix(reportLimit).count
    guard let final = rest.dropFirst(length).first else {
      return isAtRest ? .escapeAlone : .unfinished
    }
    return (0x40...0x7e).contains(final) ? .key(length: 3 + length) : .escapeAlone
  }

  /// After `ESC ]` (OSC), `ESC P` (DCS) and `ESC _` (APC): anything up to BEL or `ESC \`.
  private static func string(
    _ rest: ArraySlice<UInt8>, _ isAtRest: Bool, begins: String
  ) -> Self {
    guard let first = rest.first else { return isAtRest ? .escapeAlone : .unfinished }
    guard begins.utf8.contains(first) else { return .escapeAlone }
    for index in rest.indices.prefix(reportLimit) {
      let length = index - rest.startIndex
      switch rest[index] {
      case 0x07: return .report(length: 3 + length)
      // CAN and SUB cancel a string.
      case 0x18, 0x1a: return .report(length: 2 + length)
      case 0x1b:
        guard let next = rest[index...].dropFirst().first else {
          return isAtRest ? .report(length: 2 + length) : .unfinished
        }
        return .report(length: next == UInt8(ascii: "\\") ? 4 + length : 2 + length)
      default: continue
      }
    }
    return isAtRest || rest.count > reportLimit ? .report(length: 2 + rest.count) : .unfinished
  }
}
