import MPQAPI

/// The rule by which the names of a table's columns are unique.
///
/// Key columns keep their names. A value column that is called like a column before it gets the
/// lowest number from 2 that makes it unique: `date_2`.
public enum ColumnNames {
  /// The names of columns, made unique, where a value column that is called like a key gets `noun`
  /// before its name.
  package static func unique(_ names: [(name: String, isKey: Bool)], noun: String) -> [String] {
    let keys = Set(names.filter(\.isKey).map { ByteText($0.name) })
    return unique(
      names.map { name, isKey in
        (!isKey && keys.contains(ByteText(name)) ? "\(noun):\(name)" : name, isKey)
      })
  }

  /// The names of columns, made unique; they are compared by their bytes.
  ///
  /// - Parameter names: The name of each column, and whether it is a key.
  /// - Returns: A name for each column, in the same order.
  public static func unique(_ names: [(name: String, isKey: Bool)]) -> [String] {
    var taken = Set(names.map { ByteText($0.name) })
    guard taken.count < names.count else { return names.map(\.name) }
    var numbers: [ByteText: Int] = [:]
    return names.map { name, _ in
      guard var number = numbers[ByteText(name)] else {
        numbers[ByteText(name)] = 1
        return name
      }
      repeat { number += 1 } while !taken.insert(ByteText("\(name)_\(number)")).inserted
      numbers[ByteText(name)] = number
      return "\(name)_\(number)"
    }
  }
}
