/// Finds functions, initializers and the like, and how long they are.
enum FunctionLength {
  /// The maximum lines of a function, from its name to its last brace.
  static let limit = 70

  private static let keyword = #"(?<![\w.`])(func\s|init[?]?[(<]|deinit\b|subscript[(<])"#

  /// The first line and the number of lines of each function that has a body.
  ///
  /// `code` is without comments and strings, and laid out by the formatter.
  static func functions(in code: String) -> [(line: Int, lines: Int)] {
    let rows = lines(of: code)
    return matches(of: keyword, in: code).compactMap { match in
      length(of: rows[(match.line - 1)...]).map { (match.line, $0) }
    }
  }

  /// The number of rows until the body of the declaration on the first row ends; `nil` when it has
  /// none, as in a protocol.
  private static func length(of rows: ArraySlice<Substring>) -> Int? {
    var parentheses = 0
    var braces = 0
    for (index, row) in rows.enumerated() {
      if index > 0, parentheses == 0, braces == 0, !continuesDeclaration(row) { return nil }
      for byte in row.utf8 {
        switch byte {
        case UInt8(ascii: "("): parentheses += 1
        case UInt8(ascii: ")"): parentheses -= 1
        // A brace inside the parentheses of the declaration is a parameter's default.
        case UInt8(ascii: "{") where parentheses == 0 || braces > 0: braces += 1
        case UInt8(ascii: "}") where braces > 0:
          braces -= 1
          if braces == 0 { return index + 1 }
        default: break
        }
      }
    }
    return nil
  }

  private static func continuesDeclaration(_ row: Substring) -> Bool {
    let start = row.drop { $0 == " " }
    return ["{", "where", "->", "throws", "async"].contains { start.hasPrefix($0) }
  }
}
