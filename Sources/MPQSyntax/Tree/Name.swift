/// The name of an event, a funnel, a property, a column, an answer or a parameter, as it is meant:
/// quotes and escapes resolved.
///
/// Two names are equal when their bytes and their spans are; composed and decomposed accents
/// make different names, as they do for the server.
public struct Name: Equatable, Sendable {
  /// The name; never empty, never with a NUL.
  public var text: String
  /// Whether it is written `:funnel`: the name is the value of that parameter.
  public var isParameter: Bool
  /// Where it is written, quotes and colon included.
  public var span: SourceSpan

  /// The name `text`, written at `span`.
  public init(_ text: String, isParameter: Bool = false, span: SourceSpan = .none) {
    self.text = text
    self.isParameter = isParameter
    self.span = span
  }

  /// Compares bytes, since Swift's own comparison equates texts that the server distinguishes.
  public static func == (left: Name, right: Name) -> Bool {
    left.span == right.span && left.isParameter == right.isParameter
      && left.text.utf8.elementsEqual(right.text.utf8)
  }
}

/// A text or a number that a script gives: after `in`, in a condition, as an operand.
public struct Value: Equatable, Sendable {
  /// What is written.
  public enum Kind: Equatable, Sendable {
    /// `"male"` or `male`: a text; it may be empty.
    case text(String)
    /// `-1.50`: a number, digit for digit as written.
    case number(String)
    /// `:referrer`
    case parameter(Name)

    /// Compares bytes, as names do.
    public static func == (left: Kind, right: Kind) -> Bool {
      switch (left, right) {
      case (.text(let one), .text(let two)), (.number(let one), .number(let two)):
        one.utf8.elementsEqual(two.utf8)
      case (.parameter(let one), .parameter(let two)):
        one == two
      case (.text, _), (.number, _), (.parameter, _):
        false
      }
    }
  }

  /// What is written.
  public var kind: Kind
  /// Where it is written.
  public var span: SourceSpan

  /// The value `kind`, written at `span`.
  public init(_ kind: Kind, span: SourceSpan = .none) {
    self.kind = kind
    self.span = span
  }

  /// The text that is sent: that of a text, the digits of a number; of a parameter, its name.
  public var text: String {
    switch kind {
    case .text(let text), .number(let text): text
    case .parameter(let name): name.text
    }
  }
}
