/// Which columns of a table are drawn, and how wide.
struct ColumnLayout: Equatable {
  /// A part of a row.
  enum Slot: Equatable {
    /// The column at an index, drawn in a width.
    case column(Int, width: Int)
    /// A mark for the columns that are left out.
    case ellipsis(width: Int)

    var width: Int {
      switch self {
      case .column(_, let width), .ellipsis(let width): width
      }
    }
  }

  /// The drawn parts of a row, from left to right.
  var slots: [Slot]
  /// The columns that are left out.
  var hidden: Range<Int>

  /// The width of a column in addition to its text: a blank on each side, and a line.
  private static let margin = 3

  /// Fits `columns` into `width`.
  ///
  /// Texts are cut first; then columns are left out from the middle, keys never.
  ///
  /// - Parameters:
  ///   - columns: All columns, keys first.
  ///   - width: The columns of the terminal; `nil` for any number.
  ///   - ellipsisWidth: What the sign for left-out columns takes.
  /// - Returns: The layout; `nil` where the keys and one number do not fit side by side.
  static func fitting(
    _ columns: [ColumnText], into width: Int?, ellipsisWidth: Int
  ) -> ColumnLayout? {
    let all = Array(columns.indices)
    let none = columns.count..<columns.count
    guard let width else {
      return ColumnLayout(
        slots: all.map { .column($0, width: columns[$0].width) }, hidden: none)
    }
    let room = width - 1 - margin * columns.count
    if let widths = widths(of: all, in: columns, room: room) {
      return ColumnLayout(
        slots: zip(all, widths).map { .column($0, width: $1) }, hidden: none)
    }
    return eliding(columns, width: width, ellipsisWidth: ellipsisWidth)
  }

  /// Keeps keys, the first and the last of the others, and as many more as fit.
  private static func eliding(
    _ columns: [ColumnText], width: Int, ellipsisWidth: Int
  ) -> ColumnLayout? {
    // A table of keys only is cut after the first.
    let keyCount = columns.prefix(while: \.isKey).count
    var left = keyCount == columns.count ? min(1, keyCount) : keyCount
    var right = columns.count
    var room = width - 1 - (ellipsisWidth + margin)
    room -= columns[..<left].reduce(0) { $0 + $1.leastWidth + margin }
    let fixed = left
    while left < right {
      let takesLeft = left - fixed <= columns.count - right
      let cost = columns[takesLeft ? left : right - 1].leastWidth + margin
      guard cost <= room else { break }
      room -= cost
      if takesLeft { left += 1 } else { right -= 1 }
    }
    let kept = Array(0..<left) + Array(right..<columns.count)
    // Keys without a number are useless.
    let hasNumber = kept.contains { !columns[$0].isKey && columns[$0].isRightAligned }
    let hadNumber = columns.contains { !$0.isKey && $0.isRightAligned }
    guard room >= 0, left > fixed, hasNumber == hadNumber else { return nil }
    let textRoom = width - 1 - (ellipsisWidth + margin) - margin * kept.count
    guard let widths = widths(of: kept, in: columns, room: textRoom) else { return nil }
    var slots = zip(kept, widths).map { Slot.column($0, width: $1) }
    slots.insert(.ellipsis(width: ellipsisWidth), at: left)
    return ColumnLayout(slots: slots, hidden: left..<right)
  }

  /// Widths that add up to `room` at most: no column is cut more than the widest must be.
  private static func widths(
    of indices: [Int], in columns: [ColumnText], room: Int
  ) -> [Int]? {
    func widths(atMost limit: Int) -> [Int] {
      indices.map { max(columns[$0].leastWidth, min(columns[$0].width, limit)) }
    }
    func fits(_ widths: [Int]) -> Bool { widths.reduce(0, +) <= room }
    var low = 0
    var high = indices.reduce(0) { max($0, columns[$1].width) }
    if fits(widths(atMost: high)) { return widths(atMost: high) }
    guard fits(widths(atMost: low)) else { return nil }
    while high - low > 1 {
      let middle = (low + high) / 2
      if fits(widths(atMost: middle)) { low = middle } else { high = middle }
    }
    return widths(atMost: low)
  }
}
