import MPQAPI

/// The functions that an answer may be wrapped in a call of (JSONP).
///
/// Whoever makes a signed URL chooses the name. A name such as `setTimeout` would run the answer's
/// texts as code, so only names that pages define for this purpose are allowed.
public struct CallbackNames: Sendable {
  /// What the names begin with, and whether more may follow.
  private let patterns: [(beginning: [UInt8], isWhole: Bool)]

  /// The most characters of a name.
  private static let nameLimit = 64

  /// Patterns for the names that libraries of the time choose.
  public static let standardPatterns = ["jQuery*", "jsonp*", "cb*", "callback*", "mp*"]

  /// The names that ``standardPatterns`` allow.
  public static let standard = CallbackNames(checked: standardPatterns)

  /// Allows the names that `patterns` describe; `nil` when one of them is not a name of letters,
  /// digits, `_` and `$`.
  ///
  /// - Parameter patterns: Names of functions; a `*` at the end stands for any further characters.
  public init?(_ patterns: [String]) {
    let areNames = patterns.allSatisfy { pattern in
      Self.isName(pattern.hasSuffix("*") ? pattern.dropLast() : pattern[...])
    }
    guard areNames else { return nil }
    self.init(checked: patterns)
  }

  private init(checked patterns: [String]) {
    self.patterns = patterns.map { pattern in
      let isWhole = !pattern.hasSuffix("*")
      return (Array((isWhole ? pattern[...] : pattern.dropLast()).utf8), isWhole)
    }
  }

  /// Whether an answer may be wrapped in a call of `name`.
  func allow(_ name: String) -> Bool {
    Self.isName(name[...])
      && patterns.contains { pattern in
        name.utf8.starts(with: pattern.beginning)
          && (!pattern.isWhole || name.utf8.count == pattern.beginning.count)
      }
  }

  /// Whether `text` is the name of a function; a dot would make it a member of something else.
  private static func isName(_ text: Substring) -> Bool {
    guard (1...nameLimit).contains(text.utf8.count) else { return false }
    return text.utf8.first?.isDigit == false
      && text.utf8.allSatisfy { $0.isLetterOrDigit || "_$".utf8.contains($0) }
  }
}
