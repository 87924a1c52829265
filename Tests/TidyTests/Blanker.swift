/// Blanks comments and the insides of strings, so that a rule about code meets code only.
///
/// Interpolations are code. Regex literals are not known; nothing here uses them.
struct Blanker {
  private enum Mode: Equatable {
    /// Code, and the parentheses that are open inside an interpolation.
    case code(open: Int)
    case string(hashes: Int, isMultiline: Bool)
    case lineComment
    case blockComment(depth: Int)
  }

  private let text: [UInt8]
  private var position = 0
  private var modes: [Mode] = [.code(open: 0)]
  private var output: [UInt8] = []

  init(text: [UInt8]) {
    self.text = text
  }

  mutating func code() -> String {
    output.reserveCapacity(text.count)
    while position < text.count {
      switch modes[modes.count - 1] {
      case .code(let open): readCode(open: open)
      case .string(let hashes, let isMultiline): readString(hashes, isMultiline)
      case .lineComment: readLineComment()
      case .blockComment(let depth): readBlockComment(depth: depth)
      }
    }
    return String(decoding: output, as: UTF8.self)
  }

  private mutating func readCode(open: Int) {
    if has("//") {
      modes.append(.lineComment)
    } else if has("/*") {
      modes.append(.blockComment(depth: 0))
    } else if let (hashes, isMultiline) = stringStart() {
      keep(hashes + (isMultiline ? 3 : 1))
      modes.append(.string(hashes: hashes, isMultiline: isMultiline))
    } else if has(")"), open == 0, modes.count > 1 {
      keep(1)
      modes.removeLast()
    } else {
      if has("(") { modes[modes.count - 1] = .code(open: open + 1) }
      if has(")") { modes[modes.count - 1] = .code(open: max(0, open - 1)) }
      keep(1)
    }
  }

  private mutating func readString(_ hashes: Int, _ isMultiline: Bool) {
    guard has("\\") || has("\"") else { return blank(1) }
    let marks = String(repeating: "#", count: hashes)
    let end = (isMultiline ? "\"\"\"" : "\"") + marks
    if has("\\" + marks + "(") {
      keep(hashes + 2)
      modes.append(.code(open: 0))
    } else if has("\\" + marks) {
      blank(hashes + 2)
    } else if has(end) {
      keep(end.utf8.count)
      modes.removeLast()
    } else {
      blank(1)
    }
  }

  private mutating func readLineComment() {
    if has("\n") { modes.removeLast() } else { blank(1) }
  }

  private mutating func readBlockComment(depth: Int) {
    if has("/*") {
      modes[modes.count - 1] = .blockComment(depth: depth + 1)
      blank(2)
    } else if has("*/") {
      modes[modes.count - 1] = .blockComment(depth: depth - 1)
      if depth == 1 { modes.removeLast() }
      blank(2)
    } else {
      blank(1)
    }
  }

  /// The hashes and the kind of the string that starts here.
  private func stringStart() -> (hashes: Int, isMultiline: Bool)? {
    var hashes = 0
    while has("#", after: hashes) { hashes += 1 }
    guard has("\"", after: hashes) else { return nil }
    return (hashes, has("\"\"\"", after: hashes))
  }

  private func has(_ word: String, after distance: Int = 0) -> Bool {
    var index = position + distance
    for byte in word.utf8 {
      guard index < text.count, text[index] == byte else { return false }
      index += 1
    }
    return true
  }

  private mutating func keep(_ count: Int) {
    output.append(contentsOf: text.dropFirst(position).prefix(count))
    position += count
  }

  private mutating func blank(_ count: Int) {
    for byte in text.dropFirst(position).prefix(count) {
      output.append(byte == UInt8(ascii: "\n") ? byte : UInt8(ascii: " "))
    }
    position += count
  }
}
