import MPQAPI
import MPQCompiler
import MPQSyntax

/// `sum`, `mean`, `min` and `max`.
extension StageRun {
  /// One row for each combination of the values in `names`; nulls are left out.
  mutating func folded(_ word: FoldWord, by names: [Name]) throws(StageError) -> Table {
    var keys: [Table.Column] = []
    for name in names.map(\.text).withoutRepeats() {
      keys.append(column(name, orNullsOf: .text))
    }
    var columns: [Table.Column] = []
    // Without keys there is one row, also of no rows.
    var fold = NumberFold(word)
    if !keys.isEmpty {
      let groups = try RowGroups(keys.map(\.cells), rowCount: table.rowCount)
      columns = keys.map {
        Table.Column($0.name, $0.kind, isKey: true, $0.cells.gathered(at: groups.firstRows))
      }
      fold = NumberFold(word, groups)
    }
    let keyNames = Set(keys.map { ByteText($0.name) })
    for column in table.numericColumns where !keyNames.contains(ByteText(column.name)) {
      guard case .numbers(let numbers) = column.cells else { continue }
      try StageRunner.checkCancelled()
      let kind = word == .mean ? KindRules.mean(of: column.kind) : column.kind
      columns.append(Table.Column(column.name, kind, .numbers(fold.numbers(numbers))))
    }
    return Table(columns: columns)
  }
}

/// Folds the numbers of groups.
private struct NumberFold {
  private let word: FoldWord
  /// The group of each row; `nil` where all rows are one group.
  private let groups: [UInt32]?
  /// How many groups there are.
  private let count: Int

  init(_ word: FoldWord, _ groups: RowGroups? = nil) {
    self.word = word
    self.groups = groups?.ids
    count = groups?.count ?? 1
  }

  /// The number of each group.
  func numbers(_ numbers: [Number?]) -> [Number?] {
    switch word {
    case .sum: sums(of: numbers).map(\.number)
    case .mean: sums(of: numbers).map(\.mean)
    case .min: extremes(of: numbers) { $0 < $1 }
    case .max: extremes(of: numbers) { $1 < $0 }
    }
  }

  private func sums(of numbers: [Number?]) -> [NumberSum] {
    if groups == nil {
      var sum = NumberSum()
      for case let number? in numbers { sum.add(number) }
      return [sum]
    }
    if let sums = integerSums(of: numbers) { return sums }
    var sums = [NumberSum](repeating: NumberSum(), count: count)
    forEach(numbers) { group, number in sums[group].add(number) }
    return sums
  }

  /// The sums if all numbers are integers and no sum needs more than 64 bits.
  private func integerSums(of numbers: [Number?]) -> [NumberSum]? {
    if case .double?? = numbers.first(where: { $0 != nil }) { return nil }
    var sums = [Int](repeating: 0, count: count)
    var counts = [Int](repeating: 0, count: count)
    var isOther = false
    forEach(numbers) { group, number in
      guard case .integer(let integer) = number else {
        isOther = true
        return
      }
      let (sum, isTooLarge) = sums[group].addingReportingOverflow(integer)
      sums[group] = sum
      counts[group] &+= 1
      isOther = isOther || isTooLarge
    }
    guard !isOther else { return nil }
    return zip(sums, counts).map { sum, count in
      var result = NumberSum()
      result.add(sum, count: count)
      return result
    }
  }

  private func extremes(
    of numbers: [Number?], _ precedes: (Number, Number) -> Bool
  ) -> [Number?] {
    var best = [Number?](repeating: nil, count: count)
    forEach(numbers) { group, number in
      guard let known = best[group] else {
        best[group] = number
        return
      }
      if precedes(number, known) { best[group] = number }
    }
    return best
  }

  @inline(__always)
  private func forEach(_ numbers: [Number?], _ body: (Int, Number) -> Void) {
    guard let groups else {
      for case let number? in numbers { body(0, number) }
      return
    }
    numbers.withUnsafeBufferPointer { numbers in
      groups.withUnsafeBufferPointer { groups in
        for row in 0..<numbers.count {
          if let number = numbers[row] { body(Int(groups[row]), number) }
        }
      }
    }
  }
}
