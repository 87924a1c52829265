internal import GRDB
internal import MPQStore
internal import Synchronization

/// A cache of the texts of values.
///
/// Values are numbered from 1 and never change, so cached texts stay valid; new values are read
/// when they are first needed.
final class ValueTexts: Sendable {
  /// The maximum number of texts of one property, and of all properties, to bound memory.
  private static let limit = 250_000

  private struct State {
    var properties: [Int: [String]] = [:]
    var count = 0
  }

  private let state = Mutex(State())

  /// The texts of a property up to the number `highest`; `nil` if there are too many.
  fileprivate func texts(
    of property: Int, highest: Int, in database: Database
  ) throws -> [String]? {
    guard highest <= Self.limit else { return nil }
    let known = state.withLock { $0.properties[property] } ?? []
    guard known.count < highest else { return known }
    var texts = known
    let rows = try Row.fetchCursor(
      database.cachedStatement(
        sql: "SELECT id, text FROM value WHERE property = ? AND id > ? AND id <= ? ORDER BY id"),
      arguments: [property, known.count, highest])
    while let row = try rows.next() {
      guard row[0] == texts.count + 1 else { throw PackedReader.damage }
      texts.append(row.text(at: 1))
    }
    let read = texts
    state.withLock { state in
      let before = state.properties[property]?.count ?? 0
      guard read.count > before else { return }
      if state.count - before + read.count > Self.limit { state = State() }
      state.count += read.count - (state.properties[property]?.count ?? 0)
      state.properties[property] = read
    }
    return texts
  }
}

extension Database {
  /// The texts of values of a property, by their numbers.
  ///
  /// - Parameters:
  ///   - numbers: The numbers of the values, at most `highest`.
  ///   - property: The property.
  ///   - highest: The highest number of its values.
  ///   - known: The cache.
  /// - Returns: One text for each number.
  /// - Throws: A database error, or an error for a number without a text.
  func texts(
    ofValues numbers: [Int], of property: Int, highest: Int, _ known: ValueTexts
  ) throws -> [String] {
    // Few texts are read one by one; for many, all texts are read at once and cached.
    if numbers.count > 16, let all = try known.texts(of: property, highest: highest, in: self) {
      return try numbers.map { number in
        guard all.indices.contains(number - 1) else { throw PackedReader.damage }
        return all[number - 1]
      }
    }
    var texts: [Int: String] = [:]
    return try numbers.map { number in
      if let text = texts[number] { return text }
      let text = try valueText(number, ofProperty: property)
      texts[number] = text
      return text
    }
  }
}
