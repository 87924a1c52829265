/// Assigns places to the distinct numbers of a column in ascending order; reusable.
struct ValueNumbering {
  /// Above this bound a hash table replaces the dense array.
  private static let denseLimit = 1 << 24

  /// The number of occurrences of each number in the column, and then its place.
  private var dense: [UInt32] = []

  /// The distinct numbers except 0, their counts, and the column of their places.
  mutating func number(
    _ column: some Sequence<UInt32>
  ) -> (values: [UInt32], counts: [Int], places: [UInt32]) {
    let column = Array(column)
    let highest = Int(column.max() ?? 0)
    guard highest < Self.denseLimit else { return hash(column) }
    if dense.count <= highest {
      dense += [UInt32](repeating: 0, count: max(highest + 1, dense.count * 2) - dense.count)
    }
    var values: [UInt32] = []
    for number in column {
      if dense[Int(number)] == 0, number > 0 { values.append(number) }
      dense[Int(number)] += 1
    }
    Self.sort(&values, highest: highest)
    let counts = values.map { Int(dense[Int($0)]) }
    for (index, value) in values.enumerated() { dense[Int(value)] = UInt32(index + 1) }
    dense[0] = 0
    let places = column.map { dense[Int($0)] }
    for value in values { dense[Int(value)] = 0 }
    return (values, counts, places)
  }

  /// Sorts numbers up to `highest`, by 11 bits at a time.
  private static func sort(_ numbers: inout [UInt32], highest: Int) {
    guard numbers.count > 256 else { return numbers.sort() }
    var sorted = numbers
    for shift in stride(from: 0, to: highest.bitWidth - highest.leadingZeroBitCount, by: 11) {
      // The index in `sorted` of the next number with each digit.
      var places = [Int](repeating: 0, count: 1 << 11)
      for number in numbers { places[Int(number >> shift) & (1 << 11 - 1)] += 1 }
      var start = 0
      for digit in places.indices {
        (places[digit], start) = (start, start + places[digit])
      }
      for number in numbers {
        let digit = Int(number >> shift) & (1 << 11 - 1)
        sorted[places[digit]] = number
        places[digit] += 1
      }
      swap(&numbers, &sorted)
    }
  }

  private func hash(_ column: [UInt32]) -> (values: [UInt32], counts: [Int], places: [UInt32]) {
    var tallies: [UInt32: Int] = [:]
    for number in column where number > 0 { tallies[number, default: 0] += 1 }
    let values = tallies.keys.sorted()
    var places: [UInt32: UInt32] = [0: 0]
    for (index, value) in values.enumerated() { places[value] = UInt32(index + 1) }
    return (values, values.map { tallies[$0] ?? 0 }, column.map { places[$0] ?? 0 })
  }
}
