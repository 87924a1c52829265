/// Reads and writes query strings, strictly.
public enum QueryCodec {
  /// Why a query string is refused.
  public enum Problem: Error, Equatable, Sendable {
    /// A `%` that two hexadecimal digits do not follow.
    case badEscape
    /// Bytes that are not UTF-8, or NUL.
    case badText
    /// An item without a name.
    case emptyName
    /// More than ``itemLimit`` items.
    case tooManyItems
  }

  /// The most items that are read.
  public static let itemLimit = 32

  /// Writes `items`, with names and values encoded.
  public static func encode(_ items: [QueryItem]) -> String {
    items.map { "\(encode($0.name))=\(encode($0.value))" }.joined(separator: "&")
  }

  /// Writes `text`: RFC 3986's unreserved characters as they are, everything else as `%XX`.
  package static func encode(_ text: String) -> String {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if byte.isLetterOrDigit || "-._~".utf8.contains(byte) {
        bytes.append(byte)
      } else {
        bytes += escape(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// `byte` as `%XX`.
  package static func escape(_ byte: UInt8) -> [UInt8] {
    var bytes = [UInt8(ascii: "%")]
    byte.appendHexadecimal(to: &bytes, isUppercase: true)
    return bytes
  }

  /// Reads a query string in which `+` and `%20` both mean a space.
  ///
  /// - Returns: The items in their order, decoded; an item without `=` has an empty value. Nothing
  ///   for an empty string.
  /// - Throws: ``Problem``, the first one met.
  public static func decode(_ query: String) throws(Problem) -> [QueryItem] {
    guard !query.isEmpty else { return [] }
    var items: [QueryItem] = []
    for part in query.utf8.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false) {
      let equals = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
      let name = try decode(part[..<equals])
      guard !name.isEmpty else { throw .emptyName }
      let value = equals == part.endIndex ? "" : try decode(part[part.index(after: equals)...])
      items.append(QueryItem(name, value))
      guard items.count <= itemLimit else { throw .tooManyItems }
    }
    return items
  }

  private static func decode(_ part: Substring.UTF8View) throws(Problem) -> String {
    var bytes: [UInt8] = []
    var rest = part
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "+"):
        bytes.append(UInt8(ascii: " "))
      case UInt8(ascii: "%"):
        guard let high = rest.popFirst().flatMap(\.hexadecimalValue),
          let low = rest.popFirst().flatMap(\.hexadecimalValue)
        else { throw .badEscape }
        bytes.append(high << 4 | low)
      default:
        bytes.append(byte)
      }
    }
    guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else {
      throw .badText
    }
    return text
  }
}
