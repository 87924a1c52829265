import MPQSyntax
import TOMLKit

/// A table of the file; its errors name the key.
struct ProfileTable {
  private let table: TOMLTable
  private let path: String
  private let name: String?

  /// Creates the table `name` of the file at `path`; `nil` is the root table.
  init(_ table: TOMLTable, name: String?, path: String) {
    self.table = table
    self.name = name
    self.path = path
  }

  /// Refuses every key but `known`.
  func check(keys known: [String]) throws(ProfileError) {
    guard let stranger = table.keys.first(where: { !known.contains($0) }) else { return }
    throw .unknownKey(
      path: path, table: name, key: stranger,
      suggestion: NearMiss.best(for: stranger, among: known))
  }

  /// Whether `key` has a value.
  func has(_ key: String) -> Bool { table[key] != nil }

  /// The text at `key`; `nil` if it is missing.
  func text(_ key: String) throws(ProfileError) -> String? {
    guard let value = table[key] else { return nil }
    guard let text = value.string, !text.isEmpty else {
      throw wrong(key, "a text in quotes")
    }
    return text
  }

  /// The text at `key`, which is required.
  func requiredText(_ key: String) throws(ProfileError) -> String {
    guard let text = try text(key) else {
      throw .missingKey(path: path, table: name ?? "", key: key)
    }
    return text
  }

  /// The number at `key`, with or without a fraction.
  func number(_ key: String) throws(ProfileError) -> Double? {
    guard let value = table[key] else { return nil }
    if let integer = value.int { return Double(integer) }
    guard let number = value.double else { throw wrong(key, "a number") }
    return number
  }

  /// The whole number at `key`, which must be one of `range`.
  func integer(_ key: String, in range: ClosedRange<Int>) throws(ProfileError) -> Int? {
    guard let value = table[key] else { return nil }
    guard let integer = value.int, range.contains(integer) else {
      throw wrong(key, "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return integer
  }

  /// The table at `key`; `nil` if it is missing.
  func table(_ key: String) throws(ProfileError) -> TOMLTable? {
    guard let value = table[key] else { return nil }
    guard let table = value.table else { throw wrong(key, "a table, such as [profile.work]") }
    return table
  }

  /// The error of a value at `key` that is not `expected`.
  func wrong(_ key: String, _ expected: String) -> ProfileError {
    .wrongValue(path: path, table: name, key: key, expected: expected)
  }
}
