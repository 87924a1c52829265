import MPQ
import MPQAPI

extension CommandPart {
  /// The part of a command at the end of `text`, by the table of commands; `nil` if `text` is not a
  /// command.
  ///
  /// - Parameters:
  ///   - text: What is typed before the cursor.
  ///   - profiles: The names of the profiles.
  /// - Returns: The part, for ``Completer``.
  package static func end(of text: String, profiles: [String]) -> CommandPart? {
    var line = Rest(text)
    let nameStart = line.offset
    let name = line.takeWord()
    guard name.hasPrefix(".") else { return nil }
    guard line.isAfterBlank else {
      return .words(DotCommand.allCases.map(\.name), from: nameStart)
    }
    guard let command = DotCommand(name: name) else { return CommandPart.nothing }
    switch command.argument.kind {
    case .none, .text: return CommandPart.nothing
    case .topic: return line.word(DotHelp.topics.withoutRepeats())
    case .format: return line.word(OutputFormat.allCases.map(\.rawValue))
    case .onOff: return line.word(["on", "off"])
    case .profile: return line.word(profiles)
    case .file: return .file(from: line.offset)
    case .query: return .query(from: line.offset)
    case .secondsAndQuery:
      let start = line.offset
      _ = line.takeWord()
      guard line.isAfterBlank else { return .words(["10", "30", "60", "300"], from: start) }
      return .query(from: line.offset)
    }
  }

  /// The rest of a line that is not read yet.
  private struct Rest {
    private var text: Substring.UTF8View
    /// The number of bytes that were read, including blanks after words.
    private(set) var offset = 0
    /// Whether the last word is finished.
    private(set) var isAfterBlank = false

    init(_ text: String) {
      self.text = text[...].utf8
      skipBlanks()
    }

    /// Reads a word and the blanks after it.
    mutating func takeWord() -> String {
      let word = text.prefix { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
      text = text.dropFirst(word.count)
      offset += word.count
      isAfterBlank = !text.isEmpty
      skipBlanks()
      return String(decoding: word, as: UTF8.self)
    }

    /// One of `words`, if the rest of the line is a part of a word.
    mutating func word(_ words: [String]) -> CommandPart {
      let start = offset
      _ = takeWord()
      return isAfterBlank && offset > start ? CommandPart.nothing : .words(words, from: start)
    }

    private mutating func skipBlanks() {
      while let byte = text.first, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") {
        text = text.dropFirst()
        offset += 1
      }
    }
  }
}
