import MPQAPI
import MPQCompiler
import MPQSyntax

/// The rows of two tables, matched by their keys.
///
/// Dates that only one side has are left out. Other rows stay, also those without a partner.
struct TableJoin {
  /// The columns that make one of the result.
  enum Pair {
    /// Texts of the left side, which are carried over.
    case text(Table.Column)
    /// Numbers of both sides; `nil` on a side that has no such column.
    case numbers(String, Table.Column?, Table.Column?)
  }

  /// The key columns of the result.
  let keys: [Table.Column]
  /// The rows that are left out, if there are any.
  let note: Note?
  /// The rows of both sides that make each row of the result.
  private let leftRows: [RowNumber]
  private let rightRows: [RowNumber]

  init(_ left: Table, _ right: Table) throws(StageError) {
    let keyPairs = try Self.keyPairs(left, right)
    let cells = keyPairs.map { $0.left.cells.followed(by: $0.right.cells) }
    let shared = Self.sharedDates(
      zip(keyPairs, cells).filter { $0.0.left.kind == .date }.map { ValueIDs($0.1) },
      split: left.rowCount, count: left.rowCount + right.rowCount)
    let rows = Self.matched(
      try RowGroups(cells, rowCount: left.rowCount + right.rowCount), split: left.rowCount,
      shared: shared)
    (leftRows, rightRows) = (rows.left, rows.right)
    // A row of the right side, where the left one has none.
    let places = Array(count: rows.left.count) {
      rows.left[$0] != .none ? rows.left[$0] : RowNumber(left.rowCount) + rows.right[$0]
    }
    keys = zip(keyPairs, cells).map {
      Table.Column(
        $0.left.name, $0.left.kind, isKey: true, $1.gathered(at: places))
    }
    let dropped = shared.map { shared in
      (shared[..<left.rowCount].count { !$0 }, shared[left.rowCount...].count { !$0 })
    }
    note = dropped.flatMap { $0 == 0 && $1 == 0 ? nil : .datesLeftOut(left: $0, right: $1) }
  }

  /// A column of the result.
  func column(_ pair: Pair, _ sign: ArithmeticSign, _ nulls: inout NullCount) -> Table.Column {
    switch pair {
    case .text(let column):
      return Table.Column(column.name, column.kind, column.cells.gathered(at: leftRows))
    case .numbers(let name, let left, let right):
      let kinds = (left ?? right).map { one in
        (KindRules.Operand.column(one.kind), KindRules.Operand.column((right ?? one).kind))
      }
      let kind = kinds.map { KindRules.kind($0, sign, $1) } ?? .number
      let cells = Self.combined(
        (left?.cells.numbers, leftRows), sign, (right?.cells.numbers, rightRows), &nulls)
      return Table.Column(name, kind, .numbers(cells))
    }
  }

  private static func combined(
    _ left: (numbers: [Number?]?, rows: [RowNumber]), _ sign: ArithmeticSign,
    _ right: (numbers: [Number?]?, rows: [RowNumber]), _ nulls: inout NullCount
  ) -> [Number?] {
    let count = left.rows.count
    let (ones, twos) = (left.numbers ?? [], right.numbers ?? [])
    var unmatched = 0
    let result = [Number?](count: count) { row in
      let (one, two) = (Int(left.rows[row]), Int(right.rows[row]))
      guard one < ones.count && two < twos.count else {
        // A null that an answer has is not one that the join makes.
        let isNull =
          one < ones.count && ones[one] == nil || two < twos.count && twos[two] == nil
        if !isNull { unmatched += 1 }
        return nil
      }
      return nulls.result(ones[one], sign, twos[two])
    }
    nulls.addUnmatched(unmatched)
    return result
  }

  // MARK: - Rows

  /// The key columns of both sides, in the order of the left one.
  private static func keyPairs(
    _ left: Table, _ right: Table
  ) throws(StageError) -> [(left: Table.Column, right: Table.Column)] {
    let (lefts, rights) = (left.columns.filter(\.isKey), right.columns.filter(\.isKey))
    var pairs: [(left: Table.Column, right: Table.Column)] = []
    for key in lefts {
      let partner = rights.first {
        $0.kind == key.kind && ByteText.areEqual($0.name, key.name)
      }
      if let partner { pairs.append((key, partner)) }
    }
    guard pairs.count == lefts.count && pairs.count == rights.count else {
      throw .differentKeys(left: lefts.map(\.name), right: rights.map(\.name))
    }
    return pairs
  }

  /// Whether the dates of each row of both sides are on the other side too; `nil` without dates.
  private static func sharedDates(_ columns: [ValueIDs], split: Int, count: Int) -> [Bool]? {
    guard !columns.isEmpty else { return nil }
    var isShared = [Bool](repeating: true, count: count)
    for column in columns {
      var (isLeft, isRight) = (
        [Bool](repeating: false, count: column.count),
        [Bool](repeating: false, count: column.count)
      )
      for (row, id) in column.ids.enumerated() {
        if row < split { isLeft[Int(id)] = true } else { isRight[Int(id)] = true }
      }
      for (row, id) in column.ids.enumerated() where !(isLeft[Int(id)] && isRight[Int(id)]) {
        isShared[row] = false
      }
    }
    return isShared
  }

  /// The rows of the result: those of the left side, and then those that only the right one has.
  private static func matched(
    _ groups: RowGroups, split: Int, shared: [Bool]?
  ) -> (left: [RowNumber], right: [RowNumber]) {
    var partners = [RowNumber](repeating: .none, count: groups.count)
    var isLeft = [Bool](repeating: false, count: groups.count)
    let ids = groups.ids
    for row in (split..<ids.count).reversed() where shared?[row] ?? true {
      partners[Int(ids[row])] = RowNumber(row - split)
    }
    var (left, right): ([RowNumber], [RowNumber]) = ([], [])
    for row in 0..<split where shared?[row] ?? true {
      left.append(RowNumber(row))
      right.append(partners[Int(ids[row])])
      isLeft[Int(ids[row])] = true
    }
    for row in split..<ids.count where shared?[row] ?? true && !isLeft[Int(ids[row])] {
      left.append(.none)
      right.append(RowNumber(row - split))
    }
    return (left, right)
  }
}
