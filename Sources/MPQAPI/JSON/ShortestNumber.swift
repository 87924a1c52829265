/// The shortest spelling of a JSON number: equal numbers have the same spelling.
///
/// Whole numbers of any size are compared digit by digit; all others as doubles
/// (IEEE 754). So `1`, `1.0` and `1e0` are `1`, `-0` is `0`, and `0.10000000000000001` is `0.1`.
package struct ShortestNumber {
  private var isNegative = false
  /// The significant digits, without zeros at either end; empty for 0.
  private var digits: [UInt8] = []
  /// The decimal exponent: the number is `0.DIGITS` times ten to the power of this.
  private var point = 0

  /// The most digits before the point of a whole number that never needs an exponent.
  private static let wholeLimit = 21
  /// The most zeros between the point and the first digit of a number without an exponent.
  private static let zeroLimit = 5
  /// The most digits of an exponent; a number with more keeps its spelling.
  private static let exponentLimit = 15

  /// Up to this number of digits, and within a range of exponents, a fraction is the shortest
  /// spelling of its double.
  private static let exactDigits = 15
  private static let exactPoints = -290...290

  /// The shortest spelling of `number`; `number` itself if it is not a JSON number.
  package static func spelling(of number: String) -> String {
    var number = number
    return number.withUTF8 { spelling(of: UnsafeRawBufferPointer($0)) } ?? number
  }

  /// The shortest spelling of a number; `nil` if the bytes are not a JSON number, or are already in
  /// this spelling.
  package static func spelling(of number: UnsafeRawBufferPointer) -> String? {
    if isPlain(number) { return nil }
    guard var parsed = ShortestNumber(number) else { return nil }
    parsed.roundFraction(number)
    let spelling = parsed.spelling
    return spelling.elementsEqual(number) ? nil : String(decoding: spelling, as: UTF8.self)
  }

  /// Whether the bytes are a whole number without a sign and an exponent, so short that this is its
  /// shortest spelling.
  private static func isPlain(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard let first = bytes.first, bytes.count <= wholeLimit else { return false }
    return bytes.allSatisfy(\.isDigit) && (first != UInt8(ascii: "0") || bytes.count == 1)
  }

  // MARK: - Reading

  /// Reads a JSON number; `nil` if the bytes are not one, or its exponent has too many digits.
  private init?(_ number: UnsafeRawBufferPointer) {
    var rest = number[...]
    func take(_ signs: UInt8...) -> UInt8? {
      guard let first = rest.first, signs.contains(first) else { return nil }
      rest = rest.dropFirst()
      return first
    }
    func takeDigits() -> Slice<UnsafeRawBufferPointer>? {
      let found = rest.prefix(while: \.isDigit)
      rest = rest[found.endIndex...]
      return found.isEmpty ? nil : found
    }
    isNegative = take(UInt8(ascii: "-")) != nil
    guard let whole = takeDigits(), whole.count == 1 || whole.first != UInt8(ascii: "0") else {
      return nil
    }
    digits += whole
    if take(UInt8(ascii: ".")) != nil {
      guard let fraction = takeDigits() else { return nil }
      digits += fraction
    }
    point = whole.count
    if take(UInt8(ascii: "e"), UInt8(ascii: "E")) != nil {
      let sign = take(UInt8(ascii: "+"), UInt8(ascii: "-"))
      guard let power = takeDigits()?.drop(while: { $0 == UInt8(ascii: "0") }),
        power.count <= Self.exponentLimit
      else { return nil }
      let magnitude = power.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
      point += sign == UInt8(ascii: "-") ? -magnitude : magnitude
    }
    guard rest.isEmpty else { return nil }
    trim()
  }

  /// Removes the zeros at both ends.
  private mutating func trim() {
    let zeros = digits.prefix { $0 == UInt8(ascii: "0") }.count
    digits.removeFirst(zeros)
    point -= zeros
    while digits.last == UInt8(ascii: "0") { digits.removeLast() }
    if digits.isEmpty { (isNegative, point) = (false, 0) }
  }

  /// Rounds a number that is not whole to the shortest digits of its double.
  private mutating func roundFraction(_ number: UnsafeRawBufferPointer) {
    guard digits.count > point,
      digits.count > Self.exactDigits || !Self.exactPoints.contains(point),
      let double = Double(String(decoding: number, as: UTF8.self)), double.isFinite, double != 0
    else { return }
    var text = double.description
    guard let rounded = text.withUTF8({ ShortestNumber(UnsafeRawBufferPointer($0)) }) else {
      return
    }
    self = rounded
  }

  // MARK: - Writing

  private var spelling: [UInt8] {
    guard !digits.isEmpty else { return [UInt8(ascii: "0")] }
    let sign: [UInt8] = isNegative ? [UInt8(ascii: "-")] : []
    let dot = UInt8(ascii: ".")
    func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: UInt8(ascii: "0"), count: count) }
    if point >= digits.count {
      let hasExponent = point > Self.wholeLimit && withExponent.count < point
      return sign + (hasExponent ? withExponent : digits + zeros(point - digits.count))
    }
    if point > 0 { return sign + digits[..<point] + [dot] + digits[point...] }
    return sign
      + (point >= -Self.zeroLimit
        ? [UInt8(ascii: "0"), dot] + zeros(-point) + digits : withExponent)
  }

  private var withExponent: [UInt8] {
    let fraction = digits.count > 1 ? [UInt8(ascii: ".")] + digits[1...] : []
    return digits[..<1] + fraction + [UInt8(ascii: "e")] + Array("\(point - 1)".utf8)
  }
}

extension JSONValue {
  /// The value with each number in its shortest spelling; `nil` if all are already.
  package var withShortestNumbers: JSONValue? {
    switch self {
    case .null, .bool, .text: return nil
    case .number(let text):
      let spelling = ShortestNumber.spelling(of: text)
      return spelling.utf8.elementsEqual(text.utf8) ? nil : .number(spelling)
    case .array(let elements):
      let changed = elements.map(\.withShortestNumbers)
      guard changed.contains(where: { $0 != nil }) else { return nil }
      return .array(zip(elements, changed).map { $1 ?? $0 })
    case .object(let members):
      let changed = members.map(\.value.withShortestNumbers)
      guard changed.contains(where: { $0 != nil }) else { return nil }
      return .object(zip(members, changed).map { JSONMember($0.name, $1 ?? $0.value) })
    }
  }
}

extension ShortestNumber {
  /// The text of a value that is not a JSON text, with its numbers in their shortest spellings;
  /// `nil` if they are already, or `text` is not JSON.
  package static func text(ofValue text: UnsafeRawBufferPointer) -> String? {
    switch text.first {
    case UInt8(ascii: "["), UInt8(ascii: "{"):
      guard text.contains(where: \.isDigit), let json = try? JSONReader.read(Array(text)) else {
        return nil
      }
      return json.withShortestNumbers.map { JSONWriter.text($0, isCompact: true) }
    case let first? where first == UInt8(ascii: "-") || first.isDigit: return spelling(of: text)
    default: return nil
    }
  }
}
