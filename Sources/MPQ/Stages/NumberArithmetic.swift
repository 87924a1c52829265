package import MPQAPI
package import MPQSyntax

// Whole numbers stay exact: they become doubles only where 64 bits do not hold the result. A result
// that no double can hold is `nil`.

extension Number {
  /// The result of `self sign other`.
  ///
  /// - Returns: `nil` for a division by zero, and for a result that no double holds.
  @inline(__always)
  package func combined(_ sign: ArithmeticSign, _ other: Number) -> Number? {
    if sign != .over, case .integer(let left) = self, case .integer(let right) = other {
      return Self.exact(left, sign, right)
    }
    let (left, right) = (double, other.double)
    return switch sign {
    case .plus: .finite(left + right)
    case .minus: .finite(left - right)
    case .times: .finite(left * right)
    case .over: right == 0 ? nil : .finite(left / right)
    }
  }

  @inline(__always)
  private static func exact(_ left: Int, _ sign: ArithmeticSign, _ right: Int) -> Number {
    let (result, isTooLarge) =
      switch sign {
      case .plus: left.addingReportingOverflow(right)
      case .minus: left.subtractingReportingOverflow(right)
      case .times, .over: left.multipliedReportingOverflow(by: right)
      }
    return isTooLarge ? .double(wide(left, sign, right)) : .integer(result)
  }

  /// The nearest double of a result that 64 bits do not hold.
  private static func wide(_ left: Int, _ sign: ArithmeticSign, _ right: Int) -> Double {
    switch sign {
    case .plus: Double(Int128(left) + Int128(right))
    case .minus: Double(Int128(left) - Int128(right))
    case .times, .over: Double(Int128(left) * Int128(right))
    }
  }

  /// `double`, if it is finite; 0 has no sign.
  @inline(__always)
  static func finite(_ double: Double) -> Number? {
    double.isFinite ? .double(double + 0) : nil
  }

  /// The number that `text` writes: an integer if it fits, else a double.
  init(written text: String) {
    self = Int(text).map(Number.integer) ?? .double(Double(text) ?? 0)
  }

  /// The number in its shortest spelling; `6` for 6.0.
  var shortText: String {
    guard case .number(let text) = json else { return "null" }
    return ShortestNumber.spelling(of: text)
  }
}

// MARK: - Order

extension Number {
  /// Whether `left` is less than `right`; integers and doubles are compared exactly.
  @inline(__always)
  static func < (left: Number, right: Number) -> Bool {
    switch (left, right) {
    case (.integer(let left), .integer(let right)): left < right
    case (.double(let left), .double(let right)): left < right
    case (.integer(let left), .double(let right)): order(left, right) < 0
    case (.double(let left), .integer(let right)): order(right, left) > 0
    }
  }

  /// Whether both have the same value: 1 and 1.0 have.
  @inline(__always)
  func hasValue(of other: Number) -> Bool {
    switch (self, other) {
    case (.integer(let left), .integer(let right)): left == right
    case (.double(let left), .double(let right)): left == right
    case (.integer(let left), .double(let right)): Self.order(left, right) == 0
    case (.double(let left), .integer(let right)): Self.order(right, left) == 0
    }
  }

  /// -1, 0 or 1: whether `integer` is less than, equal to or greater than `double`.
  private static func order(_ integer: Int, _ double: Double) -> Int {
    guard double < 0x1p63 else { return -1 }
    guard double >= -0x1p63 else { return 1 }
    let whole = Int(double)
    guard integer == whole else { return integer < whole ? -1 : 1 }
    let rest = double - Double(whole)
    return rest > 0 ? -1 : rest < 0 ? 1 : 0
  }
}

/// A sum: exact for integers; doubles are added in their order.
struct NumberSum {
  private var whole: Int128 = 0
  private var real = 0.0
  private var hasReal = false
  /// How many numbers were added.
  private(set) var count = 0

  @inline(__always)
  mutating func add(_ number: Number) {
    count += 1
    switch number {
    case .integer(let integer): whole += Int128(integer)
    case .double(let double):
      real += double
      hasReal = true
    }
  }

  /// Adds `count` integers with the sum `sum`.
  mutating func add(_ sum: Int, count: Int) {
    whole += Int128(sum)
    self.count += count
  }

  /// The sum; `nil` if nothing was added, or no double holds it.
  var number: Number? {
    if count == 0 { return nil }
    if hasReal { return .finite(double) }
    return Int(exactly: whole).map(Number.integer) ?? .double(Double(whole))
  }

  /// The mean; `nil` if nothing was added, or no double holds it.
  var mean: Number? { count == 0 ? nil : .finite(double / Double(count)) }

  /// The sum as a double.
  var double: Double {
    let whole = Int(exactly: whole).map { Double($0) } ?? Double(whole)
    return hasReal ? real + whole : whole
  }
}
