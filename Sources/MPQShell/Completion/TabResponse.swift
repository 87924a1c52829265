import MPQ

/// The effect of Tab: it writes what is unambiguous, and otherwise lists the candidates.
package struct TabResponse: Equatable, Sendable {
  /// A text to write, and the bytes of the line that it replaces.
  package struct Replacement: Equatable, Sendable {
    /// The bytes that are replaced.
    package var range: Range<Int>
    /// The text to write.
    package var text: String
  }

  /// The text to write.
  package var replacement: Replacement?
  /// Lines to show below the text, safe for a terminal; empty when something is written.
  package var listing: [String] = []

  /// The effect for a completion.
  ///
  /// - Parameters:
  ///   - completion: The completion at the cursor.
  ///   - width: The columns of the terminal.
  ///   - lineLimit: The most lines of names; one more says how many are not shown.
  init(_ completion: Completion, width: Int, lineLimit: Int = 8) {
    if let decided = completion.decided {
      replacement = Replacement(
        range: completion.range, text: decided.insertion + decided.trailer)
    } else if let shared = completion.shared {
      replacement = Replacement(range: completion.range, text: shared)
    } else {
      listing = ColumnListing(width: width, lineLimit: lineLimit)
        .lines(completion.candidates.map(\.label), of: completion.total)
    }
  }
}

/// Lays names out in columns, read downwards, within the width of the terminal.
struct ColumnListing {
  let width: Int
  let lineLimit: Int

  private static let gap = 2

  /// The lines for `labels`, which are the first of `total`.
  func lines(_ labels: [String], of total: Int) -> [String] {
    guard width > 0, lineLimit > 0, !labels.isEmpty else { return [] }
    let cells = labels.prefix(width * lineLimit).map { fit($0, to: width) }
    let widths = cells.map { displayWidth($0) }
    var shown = cells.count
    var lineCount = self.lineCount(of: widths)
    if lineCount > lineLimit {
      shown = mostShown(widths)
      lineCount = lineLimit
    }
    var lines = [String](repeating: "", count: lineCount)
    let columns = columnWidths(widths[..<shown], lineCount: lineCount)
    for place in 0..<shown {
      let (column, line) = place.quotientAndRemainder(dividingBy: lineCount)
      lines[line] += cells[place]
      if place + lineCount < shown {
        let blanks = columns[column] - widths[place] + Self.gap
        lines[line] += String(repeating: " ", count: blanks)
      }
    }
    guard total > shown else { return lines }
    let more = "… and \(Self.grouped(total - shown)) more"
    return lines + [fit(more, to: width)]
  }

  /// The fewest lines that all cells of these widths fit in; one more than the limit when that is
  /// not enough.
  private func lineCount(of widths: [Int]) -> Int {
    (1...lineLimit).first { fits(widths[...], lineCount: $0) } ?? lineLimit + 1
  }

  /// The number of first cells that fit in the lines.
  private func mostShown(_ widths: [Int]) -> Int {
    var low = min(lineLimit, widths.count)
    var high = widths.count
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if fits(widths[..<middle], lineCount: lineLimit) { low = middle } else { high = middle }
    }
    return low
  }

  private func fits(_ widths: ArraySlice<Int>, lineCount: Int) -> Bool {
    let columns = columnWidths(widths, lineCount: lineCount)
    return columns.reduce(0, +) + Self.gap * (columns.count - 1) <= width
  }

  private func columnWidths(_ widths: ArraySlice<Int>, lineCount: Int) -> [Int] {
    stride(from: 0, to: widths.count, by: lineCount).map { start in
      widths[start..<min(start + lineCount, widths.count)].max() ?? 0
    }
  }

  /// `12,345` for 12345.
  private static func grouped(_ count: Int) -> String {
    var digits = Array(String(count))
    var place = digits.count - 3
    while place > 0 {
      digits.insert(",", at: place)
      place -= 3
    }
    return String(digits)
  }
}
