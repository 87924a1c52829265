import MPQAPI

/// The values of a column as numbers from 0, in the order in which the values first occur.
///
/// Equal values have the same number: texts with the same bytes, numbers with the same value, and
/// nulls.
struct ValueIDs {
  /// The number of each row's value.
  let ids: [UInt32]
  /// The row where each value first occurs.
  let firstRows: [RowNumber]

  /// How many values there are.
  var count: Int { firstRows.count }

  init(_ cells: Table.Cells) {
    switch cells {
    case .texts(let texts): self.init(texts)
    case .numbers(let numbers): self.init(numbers)
    }
  }

  private init(_ texts: [String?]) {
    let numbering = TextNumbering(texts)
    (ids, firstRows) = (numbering.ids, numbering.firstRows)
  }

  private init(_ numbers: [Number?]) {
    var firstRows: [RowNumber] = []
    if let steps = Self.range(of: numbers) {
      // The last place is that of null.
      var known = [UInt32](repeating: .max, count: steps.count + 1)
      ids = numbers.enumerated().map { row, number in
        var place = steps.count
        if case .integer(let integer)? = number { place = integer - steps.lowerBound }
        if known[place] == .max {
          known[place] = UInt32(firstRows.count)
          firstRows.append(RowNumber(row))
        }
        return known[place]
      }
    } else {
      var known: [NumberKey: UInt32] = [:]
      ids = numbers.enumerated().map { row, number in
        let key = NumberKey(number)
        if let id = known[key] { return id }
        let id = UInt32(firstRows.count)
        known[key] = id
        firstRows.append(RowNumber(row))
        return id
      }
    }
    self.firstRows = firstRows
  }

  /// The range of integers that are so dense that a list of all of them is short; else `nil`.
  private static func range(of numbers: [Number?]) -> Range<Int>? {
    var (least, greatest) = (Int.max, Int.min)
    for number in numbers {
      switch number {
      case .integer(let integer)?: (least, greatest) = (min(least, integer), max(greatest, integer))
      case .double?: return nil
      case nil: break
      }
    }
    guard least <= greatest else { return 0..<0 }
    let (span, isTooLarge) = greatest.subtractingReportingOverflow(least)
    let (end, isLast) = greatest.addingReportingOverflow(1)
    guard !isTooLarge && !isLast && span < max(1024, 4 * numbers.count) else { return nil }
    return least..<end
  }

  /// A number by its value, or null.
  private struct NumberKey: Hashable {
    private let bits: UInt64
    private let type: UInt8

    init(_ number: Number?) {
      switch number {
      case nil: (bits, type) = (0, 0)
      case .integer(let integer)?: (bits, type) = (UInt64(bitPattern: Int64(integer)), 1)
      case .double(let double)?:
        if let integer = Int64(exactly: double) {
          (bits, type) = (UInt64(bitPattern: integer), 1)
        } else {
          (bits, type) = (double.bitPattern, 2)
        }
      }
    }
  }
}
