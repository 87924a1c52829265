/// Bold, dim and coloured text on a terminal; the only escape sequences of the output.
struct Emphasis {
  let isOn: Bool

  func bold(_ text: String) -> String { marked(text, "1") }

  func dim(_ text: String) -> String { marked(text, "2") }

  /// `text` in a colour of the 256 that terminals have.
  func colored(_ text: String, _ color: UInt8) -> String { marked(text, "38;5;\(color)") }

  private func marked(_ text: String, _ code: String) -> String {
    isOn && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
