import CTextWidth

/// The number of terminal columns that a text takes.
///
/// Wide letters take two, combining marks none, and an emoji of several scalars (tinted, joined,
/// a flag, with U+FE0F) two together. Control characters count one each: make them visible first.
///
/// - Parameter text: One line.
/// - Returns: The number of columns.
public func displayWidth(_ text: String) -> Int {
  if text.isPrintableASCII { return text.utf8.count }
  var width = 0
  var emoji = EmojiSequence()
  var last = 0
  text.forEachScalar { scalar, next in
    switch emoji.role(of: scalar, before: next) {
    case .plain:
      last = scalar.displayWidth
      width += last
    case .presentation where scalar.value == 0xfe0e, .joined: break
    case .presentation, .tint, .joiner:
      // Each makes a narrow pictograph a wide one.
      width += 2 - last
      last = 2
    }
  }
  return width
}

/// Cuts a text to a number of columns.
///
/// - Parameters:
///   - text: One line.
///   - width: The available columns.
///   - mark: The end of a text that was cut.
/// - Returns: The text where it fits; else as much of it as leaves room for the mark, and the mark.
public func fit(_ text: String, to width: Int, mark: String = "…") -> String {
  guard width > 0 else { return "" }
  // A text has at most one column per byte.
  if text.utf8.count <= width || displayWidth(text) <= width { return text }
  let markWidth = displayWidth(mark)
  guard markWidth <= width else { return fit(mark, to: width, mark: "") }
  var room = width - markWidth
  var end = text.startIndex
  while end < text.endIndex {
    let next = text.index(after: end)
    room -= displayWidth(String(text[end..<next]))
    guard room >= 0 else { break }
    end = next
  }
  return text[..<end] + mark
}

extension Unicode.Scalar {
  fileprivate var displayWidth: Int {
    switch value {
    case 0x20..<0x7f,
      0xa1..<0x300 where value != 0xad:
      return 1
    // The system's table may be older than the language's; two letters make one flag.
    case 0x1f1e6...0x1f1ff: return 1
    default: break
    }
    let width = Int(mpq_scalar_width(value))
    if width >= 0 { return width }
    return properties.isEmojiPresentation ? 2 : 1
  }
}
