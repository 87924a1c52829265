import MPQAPI

/// The rule by which the names of a table's columns are unique.
///
/// Key columns keep their names. A value column that is called like a key column gets the noun of
/// what it is named after: an event called `date` becomes `event:date`. A name that still occurs
/// again gets the lowest number from 2 that makes it unique: `date_2`.
public enum ColumnNames {
  /// The names of columns, made unique; they are compared by their bytes.
  ///
  /// - Parameters:
  ///   - names: The name of each column, and whether it is a key.
  ///   - noun: What the value columns are named after, such as `event` or `value`; `nil` where they
  ///     have names of their own.
  /// - Returns: A name for each column, in the same order.
  public static func unique(
    _ names: [(name: String, isKey: Bool)], noun: String? = nil
  ) -> [String] {
    let given = Set(names.map { ByteText($0.name) })
    guard given.count < names.count else { return names.map(\.name) }
    let keys = Set(names.filter(\.isKey).map { ByteText($0.name) })
    var taken: Set<ByteText> = []
    var numbers: [ByteText: Int] = [:]
    return names.map { name, isKey in
      var unique = name
      if let noun, !isKey, keys.contains(ByteText(name)) { unique = "\(noun):\(name)" }
      let base = ByteText(unique)
      // A column that has the name already keeps it, wherever it is.
      var isFree = base == ByteText(name) || !given.contains(base)
      while !isFree || !taken.insert(ByteText(unique)).inserted {
        let number = (numbers[base] ?? 1) + 1
        numbers[base] = number
        unique = "\(base.text)_\(number)"
        isFree = !given.contains(ByteText(unique))
      }
      return unique
    }
  }
}
