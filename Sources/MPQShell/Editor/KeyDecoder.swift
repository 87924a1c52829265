import MPQSyntax

/// Splits the bytes from a terminal into keys.
///
/// It never waits: the caller reports when no more bytes follow, since Escape alone and the
/// beginning of a sequence look alike.
struct KeyDecoder {
  /// Input from the terminal.
  enum Key: Equatable {
    /// A character, or a control character as keys with Ctrl send them.
    case scalar(Unicode.Scalar)
    /// A complete sequence that begins with Escape, such as that of an arrow key.
    case sequence([UInt8])
    /// The pasted bytes, as received.
    case paste([UInt8])
    /// A paste of more than `pasteLimit` bytes, which was dropped.
    case pasteTooLong
  }

  /// The most bytes of one paste, equal to the limit of a query.
  static let pasteLimit = SourceText.byteLimit

  private static let escape = UInt8(0x1b)
  private static let pasteBegin = Array("\u{1b}[200~".utf8)
  private static let pasteEnd = Array("\u{1b}[201~".utf8)

  private var bytes: [UInt8] = []
  private var position = 0
  private var isPasting = false
  /// The position up to which a paste was searched for its end.
  private var searched = 0
  private var isPasteTooLong = false

  /// Whether there are bytes of an incomplete key.
  var isInside: Bool { isPasting || position < bytes.count }
  /// Whether a paste has begun and not ended.
  var isInsidePaste: Bool { isPasting }

  /// Adds bytes from the terminal.
  mutating func feed(_ more: some Sequence<UInt8>) {
    if position > 0 {
      bytes.removeFirst(position)
      searched = max(0, searched - position)
      position = 0
    }
    bytes.append(contentsOf: more)
  }

  /// Drops all bytes that are not a key yet.
  mutating func clear() { self = KeyDecoder() }

  /// The next key.
  ///
  /// - Parameter isAtRest: Whether no byte followed within the time of a sequence.
  /// - Returns: The key; `nil` if more bytes are needed.
  mutating func next(isAtRest: Bool) -> Key? {
    while position < bytes.count || isPasting {
      if isPasting { return paste(isAtRest: isAtRest) }
      let rest = bytes[position...]
      guard rest.first == Self.escape else {
        guard let scalar = scalar(in: rest, isAtRest: isAtRest) else { return nil }
        // C1 controls are private keys of the editor, and no keyboard sends them.
        if (0x80...0x9f).contains(scalar.value) { continue }
        return .scalar(scalar)
      }
      switch KeySequence(rest, isAtRest: isAtRest) {
      case .unfinished: return nil
      case .escapeAlone:
        position += 1
        return .scalar("\u{1b}")
      case .report(let length): position += length
      case .key(let length):
        position += length
        let sequence = Array(rest.prefix(length))
        guard sequence == Self.pasteBegin else { return .sequence(sequence) }
        isPasting = true
        searched = position
      }
    }
    return nil
  }

  private mutating func scalar(in rest: ArraySlice<UInt8>, isAtRest: Bool) -> Unicode.Scalar? {
    let length = Self.length(ofLead: rest.first ?? 0)
    let follow = rest.prefix(length).dropFirst()
    let isCut = rest.count < length && follow.allSatisfy { $0 & 0xc0 == 0x80 }
    if isCut && !isAtRest { return nil }
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = rest.makeIterator()
    switch parser.parseScalar(from: &iterator) {
    case .valid(let encoded):
      position += encoded.count
      return Unicode.UTF8.decode(encoded)
    case .error(let length):
      position += max(1, length)
      return "\u{fffd}"
    case .emptyInput:
      return nil
    }
  }

  private static func length(ofLead byte: UInt8) -> Int {
    switch byte {
    case 0xc2...0xdf: 2
    case 0xe0...0xef: 3
    case 0xf0...0xf4: 4
    default: 1
    }
  }

  /// The paste, once its end was received; or at rest, if its end is missing.
  private mutating func paste(isAtRest: Bool) -> Key? {
    let marker = Self.pasteEnd
    while searched + marker.count <= bytes.count {
      if bytes[searched] == marker[0], bytes[searched...].starts(with: marker) {
        return endPaste(at: searched, skipping: marker.count)
      }
      searched += 1
    }
    if searched - position > Self.pasteLimit {
      isPasteTooLong = true
      position = searched
    }
    return isAtRest ? endPaste(at: bytes.count, skipping: 0) : nil
  }

  private mutating func endPaste(at end: Int, skipping count: Int) -> Key {
    let pasted = Array(bytes[position..<end])
    let isTooLong = isPasteTooLong || pasted.count > Self.pasteLimit
    position = end + count
    isPasting = false
    isPasteTooLong = false
    return isTooLong ? .pasteTooLong : .paste(pasted)
  }
}
