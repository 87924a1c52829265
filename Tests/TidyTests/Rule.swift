import Foundation

/// One promise about the repository's files.
struct Rule: Sendable {
  /// The rule, in words.
  let name: String
  /// The files that it is about.
  let applies: @Sendable (SourceFile) -> Bool
  /// The lines that break it, with the problem.
  let check: @Sendable (SourceFile) -> [(line: Int, message: String)]

  func findings(in file: SourceFile) -> [Finding] {
    guard applies(file) else { return [] }
    return check(file).map { Finding(path: file.path, line: $0.line, message: $0.message) }
  }
}

extension Rule {
  /// A rule that forbids what a regular expression matches, in code or in the whole text.
  static func forbid(
    _ pattern: String, in part: any KeyPath<SourceFile, String> & Sendable = \.code,
    _ message: String,
    applies: @escaping @Sendable (SourceFile) -> Bool = { _ in true }
  ) -> Rule {
    Rule(name: message, applies: applies) { file in
      matches(of: pattern, in: file[keyPath: part]).map { ($0.line, "\(message): \($0.text)") }
    }
  }

  /// A rule that limits the lines of a file.
  static func limitLines(
    _ limit: Int, applies: @escaping @Sendable (SourceFile) -> Bool
  ) -> Rule {
    Rule(name: "at most \(limit) lines a file", applies: applies) { file in
      let count = lines(of: file.text).count
      return count > limit ? [(0, "\(count) lines, more than \(limit)")] : []
    }
  }

  /// A rule that limits the columns of a line.
  static func limitColumns(
    _ limit: Int, applies: @escaping @Sendable (SourceFile) -> Bool
  ) -> Rule {
    Rule(name: "at most \(limit) columns a line", applies: applies) { file in
      lines(of: file.text).enumerated().compactMap { index, line in
        let count = line.utf8.count > limit ? line.count : 0
        return count > limit ? (index + 1, "\(count) columns, more than \(limit)") : nil
      }
    }
  }
}

/// The lines of a text, without an empty one after the last newline.
func lines(of text: String) -> [Substring] {
  var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
  if lines.last?.isEmpty == true { lines.removeLast() }
  return lines
}

/// What a regular expression matches, with the line on which each match starts.
///
/// `^` and `$` match at lines. NSRegularExpression, because a debug build's Regex is too slow for
/// every line of the repository.
func matches(of pattern: String, in text: String) -> [(line: Int, text: String)] {
  guard let expression = try? NSRegularExpression(pattern: pattern, options: .anchorsMatchLines)
  else { return [(0, "the pattern is no regular expression")] }
  let whole = text as NSString
  var line = 1
  var seen = 0
  return expression.matches(in: text, range: NSRange(location: 0, length: whole.length)).map {
    let before = NSRange(location: seen, length: $0.range.location - seen)
    line += whole.substring(with: before).utf8.count { $0 == UInt8(ascii: "\n") }
    seen = $0.range.location
    return (line, whole.substring(with: $0.range))
  }
}
