import MPQAPI

/// Writes TOML.
enum TOMLText {
  /// `text` as a basic string, on one line.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\0"..."\u{1F}", "\u{7F}":
        result += "\\u" + String(scalar.value, radix: 16).zeroPadded(to: 4)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
