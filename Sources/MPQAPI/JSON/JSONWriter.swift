/// Writes JSON on one line: `", "` and `": "` between parts, non-ASCII characters as they are.
public enum JSONWriter {
  /// The bytes of `value`; with no spaces between the parts when `isCompact`.
  public static func bytes(_ value: JSONValue, isCompact: Bool = false) -> [UInt8] {
    var bytes: [UInt8] = []
    (isCompact ? JSONSpelling.compact : .canonical).append(value, to: &bytes)
    return bytes
  }

  /// The text of `value`.
  public static func text(_ value: JSONValue, isCompact: Bool = false) -> String {
    String(decoding: bytes(value, isCompact: isCompact), as: UTF8.self)
  }

  /// `text` as a JSON text in its quotes.
  public static func quoted(_ text: String) -> String {
    Self.text(.text(text))
  }
}
