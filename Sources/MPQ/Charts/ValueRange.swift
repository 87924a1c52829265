/// The numbers that an axis must show.
public struct ValueRange: Equatable, Sendable {
  /// The lowest number, or 0.
  public let low: Double
  /// The highest number, or 0; above ``low``.
  public let high: Double
  /// Whether the numbers are shown in per cent.
  public let isFraction: Bool
  /// Whether all numbers are whole.
  public let isWhole: Bool

  /// The range of `values`, with 0 unless they vary by less than a fifth of the greatest.
  ///
  /// - Parameters:
  ///   - values: The numbers, all finite and within ``limit``.
  ///   - isFraction: Whether 1 is the whole.
  ///   - includesZero: Whether 0 is part of the range in any case.
  init(_ values: some Sequence<Double>, isFraction: Bool, includesZero: Bool = false) {
    var low = Double.infinity
    var high = -Double.infinity
    var isWhole = !isFraction
    for value in values {
      low = min(low, value)
      high = max(high, value)
      isWhole = isWhole && value == value.rounded()
    }
    self.isFraction = isFraction
    self.isWhole = isWhole
    guard low <= high else {
      self.low = 0
      self.high = 1
      return
    }
    let isNarrow = high > low && high - low < max(low.magnitude, high.magnitude) / 5
    if includesZero || !isNarrow {
      low = min(low, 0)
      high = max(high, 0)
    }
    self.low = low
    self.high = high > low ? high : low + 1
  }

  /// Greater numbers are drawn as this one, so that differences are finite.
  static let limit = 1e300

  /// The number as charts draw it; `nil` for what is not finite.
  static func drawn(_ double: Double) -> Double? {
    double.isFinite ? max(-limit, min(limit, double)) : nil
  }
}

/// An axis of numbers: round numbers at equal distances.
public struct ValueScale: Equatable, Sendable {
  /// A number on the axis.
  public struct Tick: Equatable, Sendable {
    /// The number.
    public var value: Double
    /// Its spelling.
    public var text: String
  }

  /// The first number.
  public let lower: Double
  /// The last number; above ``lower``.
  public let upper: Double
  /// The numbers, ascending: at least the first and the last.
  public let ticks: [Tick]

  /// The axis for `range` that has the most numbers, but at most `count`, which is 3 or more.
  public init(_ range: ValueRange, count: Int) {
    let most = Double(max(3, count))
    let exponent = DecimalPower.exponent(of: (range.high - range.low) / most)
    var step = DecimalStep(digit: 1, exponent: range.isWhole ? max(0, exponent) : exponent)
    // Ends, since each step is at least twice the one before.
    while step.count(in: range) > most { step = step.next }
    let first = (range.low / step.value).rounded(.down)
    let last = max(first + 1, (range.high / step.value).rounded(.up))
    lower = first * step.value
    upper = last * step.value
    let unit = AxisUnit(range, step)
    ticks = (0...Int(min(most, last - first))).map { index in
      let multiple = first + Double(index)
      return Tick(value: multiple * step.value, text: unit.text(multiple, step))
    }
  }

  /// Where `value` is: 0 at the first number, 1 at the last, never outside.
  public func place(_ value: Double) -> Double {
    let place = (value - lower) / (upper - lower)
    return place > 0 ? min(1, place) : 0
  }
}

/// A round distance: 1, 2 or 5 times a power of 10.
private struct DecimalStep {
  var digit: Int
  var exponent: Int

  var value: Double { Double(digit) * DecimalPower.value(exponent) }

  /// The next greater one.
  var next: DecimalStep {
    switch digit {
    case 1: DecimalStep(digit: 2, exponent: exponent)
    case 2: DecimalStep(digit: 5, exponent: exponent)
    default: DecimalStep(digit: 1, exponent: exponent + 1)
    }
  }

  /// The number of ticks for `range`.
  func count(in range: ValueRange) -> Double {
    (range.high / value).rounded(.up) - (range.low / value).rounded(.down) + 1
  }
}

/// The unit that the numbers of one axis share, such as `k` or `%`.
private struct AxisUnit {
  private let exponent: Int
  private let suffix: String

  private static let named = [(12, "T"), (9, "B"), (6, "M"), (3, "k")]

  init(_ range: ValueRange, _ step: DecimalStep) {
    let greatest = DecimalPower.exponent(of: max(range.low.magnitude, range.high.magnitude))
    if greatest >= 15 || greatest < -6 {
      exponent = greatest
      suffix = "e\(greatest)"
    } else if range.isFraction {
      exponent = -2
      suffix = "%"
    } else {
      // More than two decimals are harder to read than all digits; up to 9999 needs no unit.
      let unit = Self.named.first { $0.0 <= greatest && $0.0 - step.exponent <= 2 }
      let isSmall = greatest < 4
      exponent = isSmall ? 0 : unit?.0 ?? 0
      suffix = isSmall ? "" : unit?.1 ?? ""
    }
  }

  /// `multiple` steps.
  func text(_ multiple: Double, _ step: DecimalStep) -> String {
    if multiple == 0 { return "0" + (suffix == "%" ? suffix : "") }
    let decimals = exponent - step.exponent
    let scaled = multiple * Double(step.digit) * DecimalPower.value(max(0, -decimals))
    guard let units = Int(exactly: scaled), decimals <= 15 else {
      return (multiple * step.value).description
    }
    return NumberText.text(units, decimals: max(0, decimals)) + suffix
  }
}

/// Powers of 10.
enum DecimalPower {
  /// 10 to the power of `exponent`, at most about 1e308.
  static func value(_ exponent: Int) -> Double {
    Double("1e\(max(-307, min(308, exponent)))") ?? 1
  }

  /// The greatest exponent whose power is not above `magnitude`, from -307; 0 for 0.
  static func exponent(of magnitude: Double) -> Int {
    guard magnitude > 0, magnitude.isFinite else { return 0 }
    // The logarithm of 2 to the base 10; exact to within one.
    var exponent = Int((Double(magnitude.exponent) * 0.30103).rounded(.down))
    while exponent < 308, value(exponent + 1) <= magnitude { exponent += 1 }
    while exponent > -307, value(exponent) > magnitude { exponent -= 1 }
    return exponent
  }
}
