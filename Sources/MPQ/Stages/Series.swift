import MPQAPI
import MPQCompiler
import MPQSyntax

/// `share`, `change`, `rolling` and `cumulate`.
extension StageRun {
  /// Each number as its part of its row's total; null where the total is 0.
  func shares() throws(StageError) -> Table {
    var totals = [NumberSum](repeating: NumberSum(), count: table.rowCount)
    for column in table.numericColumns {
      try StageRunner.checkCancelled()
      for (row, number) in column.cells.numbers.enumerated() {
        if let number { totals[row].add(number) }
      }
    }
    let doubles = totals.map(\.double)
    return try table.mapNumbers(to: { _ in .fraction }) { numbers in
      Array(count: numbers.count) { row in
        guard let number = numbers[row], doubles[row] != 0, doubles[row].isFinite else {
          return nil
        }
        return .finite(number.double / doubles[row])
      }
    }
  }

  /// The relative difference of each number to the one `distance` rows before.
  func changes(distance: Int) throws(StageError) -> Table {
    try mapSeries(to: { _ in .fraction }) { numbers, changes in
      for place in 0..<numbers.count {
        guard place >= distance, let number = numbers[place],
          let before = numbers[place - distance], before.double != 0
        else {
          changes.initializeElement(at: place, to: nil)
          continue
        }
        let change = number.combined(.minus, before)?.combined(.over, before)
        changes.initializeElement(at: place, to: change)
      }
    }
  }

  /// The mean of each number and those before it, `length` in all.
  func rollingMeans(length: Int) throws(StageError) -> Table {
    try mapSeries(to: KindRules.mean) { numbers, means in
      let window = RollingMean(length: length)
      if numbers.contains(where: \.isDouble) {
        window.ofDoubles(numbers, into: means)
      } else {
        window.ofIntegers(numbers, into: means)
      }
    }
  }

  /// The sums of each number and all before it.
  func runningSums() throws(StageError) -> Table {
    try mapSeries(to: { $0 }) { numbers, sums in
      var sum = NumberSum()
      for place in 0..<numbers.count {
        if let number = numbers[place] { sum.add(number) }
        sums.initializeElement(at: place, to: numbers[place] == nil ? nil : sum.number)
      }
    }
  }

  /// Changes each column of numbers, series by series.
  ///
  /// If the table has a key of dates, rows that agree in the other keys are a series; else all are.
  ///
  /// - Parameters:
  ///   - kind: The new kind of a column.
  ///   - change: Initializes the second buffer from the first one, the numbers of one series.
  /// - Returns: The changed table.
  /// - Throws: ``StageError/cancelled``.
  private func mapSeries(
    to kind: (ColumnKind) -> ColumnKind,
    _ change: (UnsafeBufferPointer<Number?>, UnsafeMutableBufferPointer<Number?>) -> Void
  ) throws(StageError) -> Table {
    let keys = table.columns.filter(\.isKey)
    let others = keys.contains { $0.kind == .date } ? keys.filter { $0.kind != .date } : []
    let series = RowSeries(try RowGroups(others.map(\.cells), rowCount: table.rowCount))
    return try table.mapNumbers(to: kind) { numbers in series.map(numbers, change) }
  }
}

extension Number? {
  fileprivate var isDouble: Bool {
    if case .double? = self { true } else { false }
  }
}

/// The rows of a table as several series.
private struct RowSeries {
  /// The rows, series by series; `nil` where they are in this order.
  private var order: [RowNumber]?
  /// The ends of the series in `order`.
  private var ends: [Int]

  init(_ groups: RowGroups) {
    ends = [Int](repeating: 0, count: groups.count)
    for id in groups.ids { ends[Int(id)] += 1 }
    var starts: [Int] = []
    var start = 0
    for group in ends.indices {
      starts.append(start)
      start += ends[group]
      ends[group] = start
    }
    var isOrdered = true
    for row in groups.ids.indices.dropFirst() where groups.ids[row] < groups.ids[row - 1] {
      isOrdered = false
      break
    }
    guard !isOrdered else { return }
    var order = [RowNumber](repeating: 0, count: groups.ids.count)
    for (row, id) in groups.ids.enumerated() {
      order[starts[Int(id)]] = RowNumber(row)
      starts[Int(id)] += 1
    }
    self.order = order
  }

  /// The numbers that `change` makes, in the order of the rows.
  func map(
    _ numbers: [Number?],
    _ change: (UnsafeBufferPointer<Number?>, UnsafeMutableBufferPointer<Number?>) -> Void
  ) -> [Number?] {
    let ordered = order.map { numbers.gathered(at: $0, orElse: nil) } ?? numbers
    let changed = [Number?](unsafeUninitializedCapacity: ordered.count) { target, count in
      ordered.withUnsafeBufferPointer { source in
        var start = 0
        for end in ends {
          change(
            UnsafeBufferPointer(rebasing: source[start..<end]),
            UnsafeMutableBufferPointer(rebasing: target[start..<end]))
          start = end
        }
      }
      count = ordered.count
    }
    guard let order else { return changed }
    var result = [Number?](repeating: nil, count: changed.count)
    for (place, row) in order.enumerated() { result[Int(row)] = changed[place] }
    return result
  }
}

/// Means of the last numbers, in a time that does not depend on how many these are.
private struct RollingMean {
  let length: Int

  /// Adds what enters and subtracts what leaves: exact for integers.
  func ofIntegers(
    _ numbers: UnsafeBufferPointer<Number?>, into means: UnsafeMutableBufferPointer<Number?>
  ) {
    var sum: Int128 = 0
    var lastNull = -1
    for place in 0..<numbers.count {
      switch numbers[place] {
      case .integer(let integer)?: sum += Int128(integer)
      case .double?, nil: lastNull = place
      }
      if place >= length, case .integer(let integer)? = numbers[place - length] {
        sum -= Int128(integer)
      }
      let isFull = place - lastNull >= length
      means.initializeElement(at: place, to: isFull ? mean(Self.double(sum)) : nil)
    }
  }

  /// Adds the numbers since the last multiple of `length` to those before it.
  ///
  /// Nothing is subtracted: the last digits of a sum would remember the doubles that have left.
  func ofDoubles(
    _ numbers: UnsafeBufferPointer<Number?>, into means: UnsafeMutableBufferPointer<Number?>
  ) {
    guard length > 0 else { return means.initialize(repeating: nil) }
    var sumsToEnd = [Double](repeating: 0, count: min(length, numbers.count) + 1)
    var lastNull = -1
    var start = 0
    while start < numbers.count {
      let end = min(numbers.count, start + length)
      var sum = 0.0
      for place in start..<end {
        if let number = numbers[place] { sum += number.double } else { lastNull = place }
        let isFull = place - lastNull >= length
        let before = place - start + 1 < length ? sumsToEnd[place - start + 1] : 0
        means.initializeElement(at: place, to: isFull ? mean(before + sum) : nil)
      }
      sum = 0
      for place in (start..<end).reversed() {
        sum += numbers[place]?.double ?? 0
        sumsToEnd[place - start] = sum
      }
      start = end
    }
  }

  private func mean(_ sum: Double) -> Number? { .finite(sum / Double(length)) }

  private static func double(_ sum: Int128) -> Double {
    Int(exactly: sum).map { Double($0) } ?? Double(sum)
  }
}
