import MPQ

/// Decides which answers go through a pager: those that are longer than the screen.
enum PagingRule {
  /// Whether `bytes` need more rows than the screen has without the prompt.
  ///
  /// - Parameters:
  ///   - bytes: The lines to show, UTF-8.
  ///   - rows: The rows of the screen; `nil` without a screen.
  ///   - columns: Its columns: a longer line takes several rows.
  /// - Returns: Whether they need a pager.
  static func needsPager(_ bytes: [UInt8], rows: Int?, columns: Int) -> Bool {
    guard let rows else { return false }
    var count = 0
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .dropLast()
    {
      // A line has at most one column per byte, so few lines need to be measured.
      let width =
        line.count <= columns ? 1 : displayWidth(String(decoding: line, as: UTF8.self))
      count += max(1, (width + columns - 1) / max(1, columns))
      if count >= rows - 1 { return true }
    }
    return false
  }
}
