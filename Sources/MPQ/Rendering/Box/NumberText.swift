import MPQAPI
import MPQCompiler

/// Spells the numbers of one column for people: all with the same number of decimals.
///
/// Digits are not grouped, so that a number can be copied and used.
struct NumberText {
  private let isFraction: Bool
  private let decimals: Int

  /// Chooses the spelling for the `cells` of a column of `kind`.
  init(kind: ColumnKind, cells: Table.Cells) {
    isFraction = kind == .fraction
    decimals = isFraction ? 1 : Self.decimals(for: cells)
  }

  /// The number for people, fractions in percent.
  func text(_ number: Number) -> String {
    if isFraction {
      let percent = number.double * 100
      guard percent.isFinite else { return number.double.description }
      return Self.text(percent, decimals: decimals) + "%"
    }
    if case .integer(let integer) = number, decimals == 0 { return String(integer) }
    return Self.text(number.double, decimals: decimals)
  }

  /// 0 for whole numbers, 4 where all numbers are below 0.1, else 2.
  private static func decimals(for cells: Table.Cells) -> Int {
    guard case .numbers(let numbers) = cells else { return 0 }
    var hasPart = false
    var greatest = 0.0
    for case .double(let double) in numbers where double.isFinite {
      hasPart = hasPart || double != double.rounded()
      greatest = max(greatest, double.magnitude)
    }
    guard hasPart else { return 0 }
    return greatest < 0.1 ? 4 : 2
  }

  /// `double` rounded to `decimals`, or to more if it would become 0; in its shortest spelling if
  /// it is too large or too small for that.
  private static func text(_ double: Double, decimals: Int) -> String {
    let scales = [1.0, 10, 100, 1_000, 10_000]
    for (decimals, scale) in scales.enumerated().dropFirst(decimals) {
      let scaled = (double * scale).rounded()
      guard scaled.magnitude < 1e15, let units = Int(exactly: scaled) else { break }
      if units != 0 || double == 0 { return text(units, decimals: decimals) }
    }
    return double.description
  }

  /// `units` with the point before the last `decimals` digits.
  static func text(_ units: Int, decimals: Int) -> String {
    guard decimals > 0 else { return String(units) }
    let digits = String(units.magnitude)
    let padded = digits.zeroPadded(to: decimals + 1)
    let sign = units < 0 ? "-" : ""
    return "\(sign)\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
  }
}
