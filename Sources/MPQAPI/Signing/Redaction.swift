/// Removes signatures and keys from texts of servers and libraries.
///
/// A server that cannot route a URL may repeat it in its error, and a reader of the signature can
/// send the request again until it expires.
package enum Redaction {
  /// The most bytes of a text that are searched; the rest is dropped.
  package static let textLimit = 4096
  /// How often a URL may be encoded inside of another one.
  private static let encodingLevels = 3
  /// The hexadecimal digits of a signature.
  private static let signatureLength = 32

  /// A decoded byte, and the bytes of the text that encode it.
  private struct Place {
    var byte: UInt8
    var range: Range<Int>
  }

  /// `text` with the values of `sig` masked and those of `api_key` shortened.
  ///
  /// The names may follow a `?`, an `&`, a quote or a space, in a URL, in JSON or in a sentence,
  /// percent-encoded up to three times. Whatever looks like a signature is masked even without a
  /// name.
  package static func redacted(_ text: String) -> String {
    let bytes = Array(text.utf8.prefix(textLimit))
    let places = decoded(bytes)
    var masks: [(range: Range<Int>, text: String)] = []
    var index = 0
    while index < places.count {
      if let value = value(after: Signature.Name.signature, at: index, in: places) {
        masks.append((source(value, places), "***"))
        index = value.upperBound
      } else if let value = value(after: Signature.Name.key, at: index, in: places) {
        let kept = places[value].prefix(min(4, value.count / 2)).map(\.byte)
        masks.append((source(value, places), String(decoding: kept, as: UTF8.self) + "..."))
        index = value.upperBound
      } else if case let run = digits(at: index, in: places), run.count >= signatureLength {
        masks.append((source(run, places), "***"))
        index = run.upperBound
      } else {
        index += 1
      }
    }
    var result: [UInt8] = []
    var position = 0
    for mask in masks {
      result += bytes[position..<mask.range.lowerBound] + Array(mask.text.utf8)
      position = mask.range.upperBound
    }
    return String(decoding: result + bytes[position...], as: UTF8.self)
  }

  private static func source(_ range: Range<Int>, _ places: [Place]) -> Range<Int> {
    places[range.lowerBound].range.lowerBound..<places[range.upperBound - 1].range.upperBound
  }

  // MARK: - Decoding

  private static func decoded(_ bytes: [UInt8]) -> [Place] {
    var places = bytes.enumerated().map { Place(byte: $1, range: $0..<($0 + 1)) }
    for _ in 0..<encodingLevels where places.contains(where: { $0.byte == UInt8(ascii: "%") }) {
      places = percentDecoded(places)
    }
    return places
  }

  private static func percentDecoded(_ places: [Place]) -> [Place] {
    var decoded: [Place] = []
    decoded.reserveCapacity(places.count)
    var index = 0
    while index < places.count {
      if places[index].byte == UInt8(ascii: "%"), index + 2 < places.count,
        let high = places[index + 1].byte.hexadecimalValue,
        let low = places[index + 2].byte.hexadecimalValue
      {
        let range = places[index].range.lowerBound..<places[index + 2].range.upperBound
        decoded.append(Place(byte: high << 4 | low, range: range))
        index += 3
      } else {
        decoded.append(places[index])
        index += 1
      }
    }
    return decoded
  }

  // MARK: - Searching

  /// The value after a name that begins at `index`, such as in `sig=VALUE` and `"sig": "VALUE"`.
  private static func value(
    after name: String, at index: Int, in places: [Place]
  ) -> Range<Int>? {
    guard index == 0 || !isNameByte(places[index - 1].byte) else { return nil }
    var position = index
    for byte in name.utf8 {
      guard position < places.count, places[position].byte | 0x20 == byte | 0x20 else {
        return nil
      }
      position += 1
    }
    skip(&position, places) { $0 == 0x20 || isQuote($0) }
    guard position < places.count,
      [UInt8(ascii: "="), UInt8(ascii: ":")].contains(places[position].byte)
    else { return nil }
    position += 1
    skip(&position, places) { $0 == 0x20 || isQuote($0) }
    let start = position
    skip(&position, places) { $0 > 0x20 && !isQuote($0) && !"&<>;,(){}[]#".utf8.contains($0) }
    return position > start ? start..<position : nil
  }

  private static func skip(
    _ position: inout Int, _ places: [Place], while isSkipped: (UInt8) -> Bool
  ) {
    while position < places.count, isSkipped(places[position].byte) { position += 1 }
  }

  private static func digits(at index: Int, in places: [Place]) -> Range<Int> {
    var end = index
    skip(&end, places) { $0.hexadecimalValue != nil }
    return index..<end
  }

  private static func isQuote(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\\")
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || byte >= 0x80 || byte.isLetterOrDigit
  }
}
