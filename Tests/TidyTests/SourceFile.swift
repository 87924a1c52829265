/// One text file of the repository.
struct SourceFile: Sendable {
  /// The path inside the repository, such as `Sources/MPQ/Evaluator.swift`.
  let path: String
  /// The whole text.
  let text: String
  /// The text with comments and the insides of strings as blanks, at the same places.
  ///
  /// The same as `text` when the file is not Swift.
  let code: String

  init(path: String, text: String) {
    self.path = path
    self.text = text
    var code = text
    if path.hasSuffix(".swift") {
      var blanker = Blanker(text: Array(text.utf8))
      code = blanker.code()
    }
    self.code = code
  }

  /// The target that the file belongs to, for files in `Sources`.
  var target: String? {
    let parts = path.split(separator: "/")
    guard parts.count > 2, parts[0] == "Sources" else { return nil }
    return String(parts[1])
  }
}

/// A place in a file that breaks a rule.
struct Finding: Equatable, Sendable, CustomStringConvertible {
  let path: String
  /// From 1; 0 means the file as a whole.
  let line: Int
  let message: String

  var description: String { line == 0 ? "\(path): \(message)" : "\(path):\(line): \(message)" }
}
