/// A count with its noun: `1 event`, `2 events`.
///
/// - Parameters:
///   - count: The count.
///   - noun: The singular; the plural ends in `s`.
/// - Returns: Both, for a message.
package func counted(_ count: Int, _ noun: String) -> String {
  "\(count) \(noun)\(count == 1 ? "" : "s")"
}
