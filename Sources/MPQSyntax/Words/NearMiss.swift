/// Finds the word that a misspelled one is nearest to.
package enum NearMiss {
  /// The candidate that is nearest to `word`, if one is near enough to be what was meant.
  ///
  /// Near is at most one slip in a word of up to 4 characters, two up to 8, three beyond. A slip is
  /// a character too many, missing or wrong, or two neighbours exchanged; capitals do not count.
  /// Of equally near candidates the first is taken.
  ///
  /// - Parameters:
  ///   - word: What was written; nothing is near a word of more than 64 characters.
  ///   - candidates: What could have been meant.
  /// - Returns: One of the candidates, never one whose bytes are those of `word`.
  package static func best(
    for word: String, among candidates: some Sequence<String>
  ) -> String? {
    nearest(to: word, among: candidates, count: 1).first
  }

  /// The candidates that are near enough to `word` to be what was meant, as ``best(for:among:)``
  /// has it, nearest first.
  ///
  /// - Parameters:
  ///   - word: What was written.
  ///   - candidates: What could have been meant.
  ///   - count: The most candidates to return, 1 or more.
  /// - Returns: At most `count` of the candidates; of equally near ones the first.
  package static func nearest(
    to word: String, among candidates: some Sequence<String>, count: Int
  ) -> [String] {
    let wanted = folded(word)
    guard (2...lengthLimit).contains(wanted.count) else { return [] }
    var nearest: [(candidate: String, distance: Int)] = []
    var limit = tolerance(of: wanted.count)
    for candidate in candidates {
      // Bytes bound the length without walking the text.
      guard candidate.utf8.count <= 4 * (wanted.count + limit),
        candidate.utf8.count >= wanted.count - limit,
        !candidate.utf8.elementsEqual(word.utf8)
      else { continue }
      let other = folded(candidate)
      guard let distance = distance(wanted, other, limit: limit) else { continue }
      let place = nearest.firstIndex { $0.distance > distance } ?? nearest.count
      nearest.insert((candidate, distance), at: place)
      if nearest.count > count { nearest.removeLast() }
      guard nearest.count == count, let worst = nearest.last?.distance else { continue }
      if worst == 0 { break }
      limit = worst - 1
    }
    return nearest.map(\.candidate)
  }

  /// The number of slips between two texts, ignoring case; `nil` when there are more than `limit`.
  package static func distance(_ one: String, _ other: String, limit: Int) -> Int? {
    distance(folded(one), folded(other), limit: limit)
  }

  private static let lengthLimit = 64

  /// The greatest number of slips in a word of `length` characters that still is near.
  package static func tolerance(of length: Int) -> Int {
    switch length {
    case ...4: 1
    case ...8: 2
    default: 3
    }
  }

  private static func folded(_ text: String) -> [Unicode.Scalar] {
    var text = text.lowercased()
    let ascii = text.withUTF8 { bytes in
      bytes.allSatisfy { $0 < 0x80 } ? bytes.map { Unicode.Scalar($0) } : nil
    }
    return ascii ?? Array(text.unicodeScalars)
  }

  /// Optimal string alignment, three rows at a time.
  ///
  /// Cells further than `limit` from the diagonal cost more than `limit`, and are left out.
  private static func distance(
    _ one: [Unicode.Scalar], _ other: [Unicode.Scalar], limit: Int
  ) -> Int? {
    guard limit >= 0, abs(one.count - other.count) <= limit else { return nil }
    let limit = min(limit, max(one.count, other.count))
    let tooMuch = limit + 1
    // Three rows in turn.
    let width = other.count + 1
    var cells = [Int](repeating: tooMuch, count: 3 * width)
    for column in 0...min(limit, other.count) { cells[2 * width + column] = column }
    for row in 0..<one.count {
      let current = row % 3 * width
      let last = (row + 2) % 3 * width
      let beforeLast = (row + 1) % 3 * width
      let columns = max(0, row - limit)..<min(other.count, row + limit + 1)
      cells[current + columns.lowerBound] =
        columns.lowerBound == 0 ? min(row + 1, tooMuch) : tooMuch
      var least = cells[current + columns.lowerBound]
      for column in columns {
        let change = cells[last + column] + (one[row] == other[column] ? 0 : 1)
        var cost = min(change, cells[last + column + 1] + 1, cells[current + column] + 1)
        if row > 0, column > 0, one[row] == other[column - 1], one[row - 1] == other[column] {
          cost = min(cost, cells[beforeLast + column - 1] + 1)
        }
        cells[current + column + 1] = min(cost, tooMuch)
        least = min(least, cost)
      }
      guard least <= limit else { return nil }
    }
    let result = cells[(one.count + 2) % 3 * width + other.count]
    return result <= limit ? result : nil
  }
}
