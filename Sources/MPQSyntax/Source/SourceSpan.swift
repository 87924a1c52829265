/// A stretch of a source text, in bytes of UTF-8 from the beginning of the text.
public struct SourceSpan: Equatable, Hashable, Sendable {
  /// The first byte of the stretch.
  public var lower: Int
  /// The byte after its last; `lower` when the stretch is empty.
  public var upper: Int

  /// The bytes from `lower` up to `upper`; a reversed pair gives the empty stretch at `lower`.
  public init(lower: Int, upper: Int) {
    self.lower = lower
    self.upper = max(lower, upper)
  }

  /// The empty span at the start of a text: no place.
  public static let none = SourceSpan(lower: 0, upper: 0)

  /// The number of bytes.
  public var count: Int { upper - lower }

  /// The shortest span that contains this one and `other`.
  public func joined(with other: SourceSpan) -> SourceSpan {
    SourceSpan(lower: min(lower, other.lower), upper: max(upper, other.upper))
  }
}

extension SourceSpan: CustomStringConvertible {
  /// Both ends, as `7-20`.
  public var description: String { "\(lower)-\(upper)" }
}
