/// The rows of a table, grouped by equal values in some columns.
struct RowGroups {
  /// The group of each row, numbered from 0 in the order in which the groups first occur.
  let ids: [UInt32]
  /// The first row of each group.
  let firstRows: [RowNumber]

  /// How many groups there are.
  var count: Int { firstRows.count }

  /// Groups `rowCount` rows by `columns`; without columns they are one group.
  init(_ columns: [Table.Cells], rowCount: Int) throws(StageError) {
    guard let first = columns.first else {
      ids = [UInt32](repeating: 0, count: rowCount)
      firstRows = rowCount > 0 ? [0] : []
      return
    }
    var groups = ValueIDs(first)
    for column in columns.dropFirst() {
      try StageRunner.checkCancelled()
      groups = ValueIDs(pairing: groups, with: ValueIDs(column))
    }
    ids = groups.ids
    firstRows = groups.firstRows
  }
}

extension ValueIDs {
  /// The pairs of two columns' values.
  fileprivate init(pairing one: ValueIDs, with two: ValueIDs) {
    let width = two.count
    let pairs = one.count * width
    var firstRows: [RowNumber] = []
    var ids: [UInt32] = []
    ids.reserveCapacity(one.ids.count)
    if pairs <= max(1 << 16, 4 * one.ids.count) {
      var known = [UInt32](repeating: .max, count: pairs)
      for row in one.ids.indices {
        let pair = Int(one.ids[row]) * width + Int(two.ids[row])
        if known[pair] == .max {
          known[pair] = UInt32(firstRows.count)
          firstRows.append(RowNumber(row))
        }
        ids.append(known[pair])
      }
    } else {
      var known: [UInt64: UInt32] = [:]
      for row in one.ids.indices {
        let pair = UInt64(one.ids[row]) << 32 | UInt64(two.ids[row])
        if let id = known[pair] {
          ids.append(id)
          continue
        }
        known[pair] = UInt32(firstRows.count)
        ids.append(UInt32(firstRows.count))
        firstRows.append(RowNumber(row))
      }
    }
    self.init(ids: ids, firstRows: firstRows)
  }

  private init(ids: [UInt32], firstRows: [RowNumber]) {
    self.ids = ids
    self.firstRows = firstRows
  }
}
