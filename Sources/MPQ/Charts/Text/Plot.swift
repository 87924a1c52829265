/// The field of a line chart: characters that consist of dots, where the terminal has such ones.
struct Plot {
  /// One character.
  struct Cell {
    /// The series that is drawn; `nil` for a blank.
    var series: Int?
    /// Its dots, as the last eight bits of a character of Braille.
    var mask: UInt8 = 0

    var dots: String { String(Unicode.Scalar(0x2800 + UInt16(mask)) ?? " ") }
  }

  private let columns: Int
  private let rows: Int
  /// The dots of one character.
  private let cellWidth: Int
  private let cellHeight: Int
  private var cells: [Cell]
  /// The row of each series in each column where it has been drawn; -1 elsewhere.
  private var tracks: [Int: [Int]] = [:]

  init(columns: Int, rows: Int, hasDots: Bool) {
    self.columns = columns
    self.rows = rows
    cellWidth = hasDots ? 2 : 1
    cellHeight = hasDots ? 4 : 1
    cells = Array(repeating: Cell(), count: columns * rows)
  }

  func row(_ row: Int) -> [Cell] { Array(cells[row * columns..<(row + 1) * columns]) }

  /// The row of a number.
  func row(of value: Double, _ scale: ValueScale) -> Int { dotRow(value, scale) / cellHeight }

  private func dotRow(_ value: Double, _ scale: ValueScale) -> Int {
    let height = rows * cellHeight - 1
    return height - Int((scale.place(value) * Double(height)).rounded()).clamped(0, height)
  }

  /// Draws a series: dots joined by lines, except across nulls.
  mutating func add(
    _ values: [Double?], at places: [Double], _ scale: ValueScale, series: Int
  ) {
    let width = columns * cellWidth - 1
    var track = [Int](repeating: -1, count: columns)
    var previous: (x: Int, y: Int)?
    for (index, value) in values.enumerated() where index < places.count {
      guard let value else {
        previous = nil
        continue
      }
      let x = Int((places[index] * Double(width)).rounded()).clamped(0, width)
      let y = dotRow(value, scale)
      if let previous {
        line(from: previous, to: (x, y), series, &track)
      } else {
        dot(x, y, series, &track)
        let next = index + 1 < values.count ? values[index + 1] : nil
        // A single dot would hardly be seen.
        if next == nil { thicken(x, y, series) }
      }
      previous = (x, y)
    }
    tracks[series] = track
  }

  private mutating func dot(_ x: Int, _ y: Int, _ series: Int, _ track: inout [Int]) {
    let (column, row) = (x / cellWidth, y / cellHeight)
    cells[row * columns + column].series = series
    cells[row * columns + column].mask |= bit(x % cellWidth, y % cellHeight)
    track[column] = row
  }

  /// Fills two by two dots of the character.
  private mutating func thicken(_ x: Int, _ y: Int, _ series: Int) {
    guard cellWidth == 2 else { return }
    let place = (y / cellHeight) * columns + x / cellWidth
    for dy in [y % cellHeight & 2, y % cellHeight | 1] {
      cells[place].mask |= bit(0, dy) | bit(1, dy)
    }
  }

  /// The line of Bresenham.
  private mutating func line(
    from start: (x: Int, y: Int), to end: (x: Int, y: Int), _ series: Int, _ track: inout [Int]
  ) {
    let (dx, dy) = (abs(end.x - start.x), -abs(end.y - start.y))
    let (stepX, stepY) = (start.x < end.x ? 1 : -1, start.y < end.y ? 1 : -1)
    var (x, y) = start
    var error = dx + dy
    while true {
      dot(x, y, series, &track)
      if x == end.x && y == end.y { return }
      let twice = 2 * error
      if twice >= dy {
        error += dy
        x += stepX
      }
      if twice <= dx {
        error += dx
        y += stepY
      }
    }
  }

  private func bit(_ x: Int, _ y: Int) -> UInt8 {
    guard cellHeight == 4 else { return 1 }
    switch (x, y) {
    case (_, 3): return x == 0 ? 0x40 : 0x80
    default: return UInt8(1) << UInt8(x * 3 + y)
    }
  }

  /// Where the letters of `count` series are written over their lines: at the end of each line, and
  /// now and then along it, so that lines are told apart without colours.
  ///
  /// - Returns: The series by row and column.
  func letterCells(count: Int) -> [Int: [Int: Int]] {
    guard count > 1 else { return [:] }
    var letters: [Int: [Int: Int]] = [:]
    let distance = max(12, columns / 3)
    for series in 0..<count {
      guard let track = tracks[series], let end = track.lastIndex(where: { $0 >= 0 }) else {
        continue
      }
      // An end under the letter of another series moves to the left.
      let free = track.indices.prefix(end + 1).last {
        track[$0] >= 0 && letters[track[$0]]?[$0] == nil
      }
      if let free { letters[track[free], default: [:]][free] = series }
    }
    for series in 0..<count {
      guard let track = tracks[series] else { continue }
      let offset = (series + 1) * distance / (count + 1)
      for column in stride(from: offset, to: columns, by: distance) where track[column] >= 0 {
        let row = track[column]
        if letters[row]?[column] == nil { letters[row, default: [:]][column] = series }
      }
    }
    return letters
  }
}
