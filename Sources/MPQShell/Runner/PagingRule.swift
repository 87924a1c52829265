/// Decides which answers go through a pager: those that are longer than the screen.
enum PagingRule {
  /// Whether `bytes` need more rows than the screen has beside the next prompt.
  ///
  /// - Parameters:
  ///   - bytes: What is to be shown.
  ///   - rows: The rows of the screen; `nil` where there is none.
  static func needsPager(_ bytes: [UInt8], rows: Int?) -> Bool {
    guard let rows else { return false }
    var count = 0
    for byte in bytes where byte == UInt8(ascii: "\n") {
      count += 1
      if count >= rows - 1 { return true }
    }
    return false
  }
}
