import MPQAPI
import MPQSyntax

/// `sort`.
extension StageRun {
  /// The rows in the order of `keys`: stable, nulls last.
  mutating func sorted(_ keys: [SortKey]) throws(StageError) -> Table {
    var order: [RowNumber]?
    // The last key first: each sort keeps the order of equal rows.
    for key in keys.reversed() {
      try StageRunner.checkCancelled()
      let ranks = RowRanks(column(key.column.text).cells, isDescending: key.isDescending)
      order = ranks.sorted(order) ?? order
    }
    return order.map { table.rows(at: $0) } ?? table
  }
}

/// The place of each row in the order of a column, as whole numbers.
struct RowRanks {
  /// A rank for each row, the same for equal values; that of a null means nothing.
  private var ranks: [UInt64]
  private let isNull: [Bool]?

  init(_ cells: Table.Cells, isDescending: Bool) {
    switch cells {
    case .texts(let texts):
      (ranks, isNull) = (Self.ranks(of: texts), Self.nulls(of: texts))
    case .numbers(let numbers):
      (ranks, isNull) = (Self.ranks(of: numbers), Self.nulls(of: numbers))
    }
    if isDescending { for row in ranks.indices { ranks[row] = ~ranks[row] } }
  }

  /// The rows of `order`, or of the table, sorted by rank; nulls last.
  ///
  /// - Returns: `nil` if they are in this order already.
  func sorted(_ order: [RowNumber]?) -> [RowNumber]? {
    var (rows, nulls): ([RowNumber], [RowNumber]) = ([], [])
    rows.reserveCapacity(ranks.count)
    var previous: UInt64 = 0
    var isSorted = true
    for place in ranks.indices {
      let row = order?[place] ?? RowNumber(place)
      if let isNull, isNull[Int(row)] {
        nulls.append(row)
        continue
      }
      let rank = ranks[Int(row)]
      if rank < previous || !nulls.isEmpty { isSorted = false }
      previous = rank
      rows.append(row)
    }
    if isSorted { return nil }
    let ranks = ranks
    let places = RadixOrder.places(count: rows.count, key: { ranks[Int(rows[$0])] })
    return places.map { rows[Int($0)] } + nulls
  }

  private static func nulls<Value>(of cells: [Value?]) -> [Bool]? {
    cells.contains { $0 == nil } ? cells.map { $0 == nil } : nil
  }

  // MARK: - Ranks

  private static func ranks(of texts: [String?]) -> [UInt64] {
    let values = ValueIDs(.texts(texts))
    let distinct = values.firstRows.map { ByteText(texts[Int($0)] ?? "") }
    let prefixes = TextPrefixes(distinct)
    let places = RadixOrder.places(count: distinct.count, key: { prefixes[$0] }) {
      distinct[$0] < distinct[$1]
    }
    var rankOfID = [UInt64](repeating: 0, count: distinct.count)
    for (rank, id) in places.enumerated() { rankOfID[Int(id)] = UInt64(rank) }
    return values.ids.map { rankOfID[Int($0)] }
  }

  private static func ranks(of numbers: [Number?]) -> [UInt64] {
    var (hasDouble, hasLong) = (false, false)
    for number in numbers {
      switch number {
      case .integer(let integer)?: hasLong = hasLong || integer.magnitude > 1 << 53
      case .double?: hasDouble = true
      case nil: break
      }
    }
    // Integers up to 53 bits are doubles without a loss.
    if hasDouble && hasLong { return mixedRanks(of: numbers) }
    return numbers.map { number in
      switch number {
      case nil: 0
      case .integer(let integer)? where !hasDouble:
        UInt64(bitPattern: Int64(integer)) ^ (1 << 63)
      case let number?: rank(of: number.double)
      }
    }
  }

  /// The bits of a double, so changed that they are in the order of the doubles.
  private static func rank(of double: Double) -> UInt64 {
    let bits = (double == 0 ? 0 : double).bitPattern
    return bits >> 63 == 1 ? ~bits : bits | 1 << 63
  }

  private static func mixedRanks(of numbers: [Number?]) -> [UInt64] {
    let known = numbers.indices.compactMap { row in numbers[row].map { (row, $0) } }
      .sorted { $0.1 < $1.1 }
    var ranks = [UInt64](repeating: 0, count: numbers.count)
    var rank: UInt64 = 0
    for (place, entry) in known.enumerated() {
      if place > 0 && known[place - 1].1 < entry.1 { rank += 1 }
      ranks[entry.0] = rank
    }
    return ranks
  }
}

/// Eight bytes of each text, after those that all have in common, as a number in the order of the
/// texts.
private struct TextPrefixes {
  private let prefixes: [UInt64]

  init(_ texts: [ByteText]) {
    let common = Self.commonLength(of: texts)
    prefixes = texts.map { text in
      text.text.withBytes { bytes in
        var prefix: UInt64 = 0
        for place in common..<common + 8 {
          prefix = prefix << 8 | (place < bytes.count ? UInt64(bytes[place]) : 0)
        }
        return prefix
      }
    }
  }

  /// How many bytes all texts have in common at their start.
  private static func commonLength(of texts: [ByteText]) -> Int {
    guard let first = texts.first else { return 0 }
    return first.text.withBytes { first in
      var common = first.count
      for text in texts where common > 0 {
        text.text.withBytes { bytes in
          var length = 0
          while length < min(common, bytes.count) && bytes[length] == first[length] { length += 1 }
          common = length
        }
      }
      return common
    }
  }

  subscript(index: Int) -> UInt64 { prefixes[index] }
}
