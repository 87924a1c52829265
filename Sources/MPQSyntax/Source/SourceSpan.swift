/// One of the texts of a program: the script itself, or a script that it includes.
public struct SourceID: Hashable, Sendable {
  /// Its place in ``Sources``.
  let index: UInt16

  /// The first text of a program.
  public static let first = SourceID(index: 0)
}

/// A stretch of a source text, in bytes of UTF-8 from the beginning of the text.
public struct SourceSpan: Equatable, Hashable, Sendable {
  private let start: UInt32
  private let end: UInt32
  /// The text that the stretch is of.
  public let source: SourceID

  /// The first byte of the stretch.
  public var lower: Int { Int(start) }
  /// The byte after its last; `lower` when the stretch is empty.
  public var upper: Int { Int(end) }

  /// The bytes from `lower` up to `upper`; a reversed pair gives the empty stretch at `lower`.
  ///
  /// - Parameters:
  ///   - lower: The first byte; a negative number counts as 0.
  ///   - upper: The byte after the last.
  ///   - source: The text.
  public init(lower: Int, upper: Int, source: SourceID = .first) {
    start = UInt32(clamping: lower)
    end = UInt32(clamping: max(lower, upper))
    self.source = source
  }

  /// The empty span at the start of a text: no place.
  public static let none = SourceSpan(lower: 0, upper: 0)

  /// The number of bytes.
  public var count: Int { upper - lower }

  /// The shortest span that contains this one and `other`; this one, when the other is of
  /// another text.
  public func joined(with other: SourceSpan) -> SourceSpan {
    guard source == other.source else { return self }
    return SourceSpan(
      lower: min(lower, other.lower), upper: max(upper, other.upper), source: source)
  }
}

extension SourceSpan: CustomStringConvertible {
  /// Both ends, as `7-20`; the number of the text is left out.
  public var description: String { "\(lower)-\(upper)" }
}
