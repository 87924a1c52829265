/// A number of an answer: counts are integers, averages are not.
public enum Number: Hashable, Sendable {
  case integer(Int)
  case double(Double)

  /// The number as a double.
  @inlinable public var double: Double {
    switch self {
    case .integer(let number): Double(number)
    case .double(let number): number
    }
  }

  /// The number in JSON's spelling.
  public var json: JSONValue {
    switch self {
    case .integer(let number): .integer(number)
    case .double(let number): .double(number)
    }
  }

  /// Appends the number in JSON's spelling; nothing where JSON has none (infinity, not a number).
  package func append(to bytes: inout [UInt8]) {
    switch self {
    case .integer(let number): number.append(to: &bytes)
    case .double(let number): if number.isFinite { bytes += number.description.utf8 }
    }
  }

  /// Reads a JSON number: an integer where its spelling is one that fits, else a double.
  package init?(json text: String) {
    if let integer = Int(text) {
      self = .integer(integer)
    } else if let double = Double(text), double.isFinite {
      self = .double(double)
    } else {
      return nil
    }
  }
}

extension Int {
  /// Appends the decimal digits of the number, after a minus if it is negative.
  fileprivate func append(to bytes: inout [UInt8]) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
      var (start, rest) = (digits.count, magnitude)
      repeat {
        let quotient = rest / 10
        start -= 1
        digits[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest - quotient * 10)
        rest = quotient
      } while rest > 0
      if self < 0 {
        start -= 1
        digits[start] = UInt8(ascii: "-")
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: digits[start...]))
    }
  }
}
