import MPQAPI

/// The allowed names of JSONP callbacks.
///
/// The author of a signed URL chooses the name. A name such as `setTimeout` would run texts of the
/// answer as code, so only names that pages define for this purpose are allowed.
public struct CallbackNames: Sendable {
  /// The beginnings of the names, and whether they are the whole name.
  private let patterns: [(beginning: [UInt8], isWhole: Bool)]

  /// The maximum length of a name in characters.
  private static let nameLimit = 64

  /// Patterns for the names that common libraries generate.
  public static let standardPatterns = ["jQuery*", "jsonp*", "cb*", "callback*", "mp*"]

  /// The names that ``standardPatterns`` allow.
  public static let standard = CallbackNames(checked: standardPatterns)

  /// Allows the names that match `patterns`; `nil` if one of them is not a name of letters, digits,
  /// `_` and `$`.
  ///
  /// - Parameter patterns: Names of functions; a `*` at the end matches any characters.
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

  /// Whether `name` is allowed as a callback.
  func allow(_ name: String) -> Bool {
    Self.isName(name[...])
      && patterns.contains { pattern in
        name.utf8.starts(with: pattern.beginning)
          && (!pattern.isWhole || name.utf8.count == pattern.beginning.count)
      }
  }

  /// Whether `text` is the plain name of a function; dots are not allowed.
  private static func isName(_ text: Substring) -> Bool {
    guard (1...nameLimit).contains(text.utf8.count) else { return false }
    return text.utf8.first?.isDigit == false
      && text.utf8.allSatisfy { $0.isLetterOrDigit || "_$".utf8.contains($0) }
  }
}
