/// Why a text cannot be read at all.
public enum TextProblem: Reason {
  /// A text of more than `SourceText.byteLimit` bytes.
  case tooLong(byteCount: Int)
  /// A file in another encoding than UTF-8; the line is the first that shows it.
  case notUTF8(line: Int)
  /// A file with a zero byte, such as a text in UTF-16.
  case nulByte(line: Int)

  /// What is wrong.
  public var message: String {
    switch self {
    case .tooLong(let count):
      "the text has \(count) bytes; the limit is \(SourceText.byteLimit) (1 MiB)"
    case .notUTF8(let line): "the text is not UTF-8: invalid byte in line \(line)"
    case .nulByte(let line): "the text has a zero byte in line \(line)"
    }
  }

  /// What to do next.
  public var hints: [String] {
    switch self {
    case .tooLong: ["split it into several files"]
    case .notUTF8, .nulByte: ["save the file as UTF-8"]
    }
  }
}
