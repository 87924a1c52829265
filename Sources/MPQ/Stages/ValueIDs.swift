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
    var table = TextTable()
    var memo = TextMemo<UInt32>(rowCount: texts.count, vacant: 0)
    ids = texts.withUnsafeBufferPointer { texts in
      Array(count: texts.count) { row in
        memo.value(of: texts, at: row) { table.id(of: $0, at: row, in: texts) }
      }
    }
    firstRows = table.firstRows
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

/// The texts that occurred, found by their bytes.
private struct TextTable {
  private(set) var firstRows: [RowNumber] = []
  private var hashes: [UInt64] = []
  /// The numbers of texts at places by their hashes; a power of two.
  private var slots = [UInt32](repeating: .max, count: 64)
  private var nullID: UInt32?

  /// The number of the text in `row`, a new one where it is the first of its kind.
  mutating func id(
    of text: String?, at row: Int, in texts: UnsafeBufferPointer<String?>
  ) -> UInt32 {
    guard let text else {
      if let nullID { return nullID }
      let id = addID(row, hash: 0)
      nullID = id
      return id
    }
    let hash = Self.hash(text)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != .max {
      let id = Int(slots[slot])
      if hashes[id] == hash, let known = texts[Int(firstRows[id])],
        ByteText(known) == ByteText(text)
      {
        return UInt32(id)
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    let id = addID(row, hash: hash)
    slots[slot] = id
    if 2 * firstRows.count > slots.count { grow() }
    return id
  }

  private mutating func addID(_ row: Int, hash: UInt64) -> UInt32 {
    firstRows.append(RowNumber(row))
    hashes.append(hash)
    return UInt32(firstRows.count - 1)
  }

  private mutating func grow() {
    let size = 4 * slots.count
    slots = [UInt32](repeating: .max, count: size)
    for (id, hash) in hashes.enumerated() where nullID.map({ Int($0) != id }) ?? true {
      var slot = Int(truncatingIfNeeded: hash) & (size - 1)
      while slots[slot] != .max { slot = (slot + 1) & (size - 1) }
      slots[slot] = UInt32(id)
    }
  }

  /// A hash with a seed of this process, since texts come from outside.
  private static func hash(_ text: String) -> UInt64 {
    var (text, hasher) = (text, Hasher())
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    return UInt64(bitPattern: Int64(hasher.finalize()))
  }
}
