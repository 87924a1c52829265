/// A number of a document, and its value where that is known without more work.
struct JSONNumber {
  /// The range of the spelling.
  let range: Range<Int>
  fileprivate let mantissa: UInt64
  /// The power of ten by which to multiply the mantissa; `nil` when the mantissa lacks digits.
  fileprivate let exponent: Int?
  fileprivate let isNegative: Bool
  fileprivate let isInteger: Bool
}

extension JSONCursor {
  /// Takes the number at the position.
  mutating func number() throws(ReadingFailure) -> JSONNumber {
    let start = position
    let isNegative = take(UInt8(ascii: "-"))
    var mantissa: UInt64 = 0
    var digitCount = 0
    if !take(UInt8(ascii: "0")) { try digits(&mantissa, &digitCount) }
    var exponent = 0
    var isInteger = true
    if take(UInt8(ascii: ".")) {
      isInteger = false
      let before = position
      try digits(&mantissa, &digitCount)
      exponent = before - position
    }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      isInteger = false
      var sign = 1
      if !take(UInt8(ascii: "+")), take(UInt8(ascii: "-")) { sign = -1 }
      var (power, count): (UInt64, Int) = (0, 0)
      try digits(&power, &count)
      exponent += sign * Int(clamping: min(power, 100_000))
      if count > 18 { digitCount = .max }
    }
    return JSONNumber(
      range: start..<position, mantissa: mantissa, exponent: digitCount <= 18 ? exponent : nil,
      isNegative: isNegative, isInteger: isInteger)
  }

  /// Adds at least one digit to `value`, which counts no more than 18 of them.
  private mutating func digits(_ value: inout UInt64, _ count: inout Int) throws(ReadingFailure) {
    let start = position
    while position < bytes.count {
      let digit = bytes[position] &- UInt8(ascii: "0")
      guard digit < 10 else { break }
      if count < 18 { value = value &* 10 &+ UInt64(digit) }
      count += 1
      position += 1
    }
    guard position > start else { throw problem("expected a digit") }
  }
}

extension Number {
  private static let powersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// The value of a number: an integer where its spelling is one that fits, else a double; `nil`
  /// when it is too large for one.
  init?(_ number: JSONNumber, of document: UnsafeBufferPointer<UInt8>) {
    if number.isInteger, number.exponent != nil {
      let magnitude = Int(truncatingIfNeeded: number.mantissa)
      self = .integer(number.isNegative ? -magnitude : magnitude)
      return
    }
    // Both factors are exact, so that the result is rounded once, as it must be.
    if let exponent = number.exponent, number.mantissa <= 1 << 53, abs(exponent) <= 22 {
      let power = Self.powersOfTen[abs(exponent)]
      let mantissa = Double(number.mantissa)
      let magnitude = exponent < 0 ? mantissa / power : mantissa * power
      self = .double(number.isNegative ? -magnitude : magnitude)
      return
    }
    self.init(json: String(decoding: document[number.range], as: UTF8.self))
  }
}
