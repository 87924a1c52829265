/// Finds the word that somebody meant and did not quite write.
public enum NearMiss {
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
  public static func best(
    for word: String, among candidates: some Sequence<String>
  ) -> String? {
    let wanted = folded(word)
    guard (2...lengthLimit).contains(wanted.count) else { return nil }
    var best: String?
    var limit = tolerance(of: wanted.count)
    for candidate in candidates {
      // Bytes bound the length from above without walking the text.
      guard candidate.utf8.count <= 4 * (wanted.count + limit),
        !candidate.utf8.elementsEqual(word.utf8)
      else { continue }
      let other = folded(candidate)
      guard let distance = distance(wanted, other, limit: limit) else { continue }
      best = candidate
      if distance == 0 { break }
      limit = distance - 1
    }
    return best
  }

  /// The number of slips between two texts, capitals apart; `nil` when there are more than
  /// `limit`.
  public static func distance(_ one: String, _ other: String, limit: Int) -> Int? {
    distance(folded(one), folded(other), limit: limit)
  }

  private static let lengthLimit = 64

  private static func tolerance(of length: Int) -> Int {
    switch length {
    case ...4: 1
    case ...8: 2
    default: 3
    }
  }

  private static func folded(_ text: String) -> [Unicode.Scalar] {
    Array(text.lowercased().unicodeScalars)
  }

  /// Optimal string alignment, three rows at a time.
  private static func distance(
    _ one: [Unicode.Scalar], _ other: [Unicode.Scalar], limit: Int
  ) -> Int? {
    guard limit >= 0, abs(one.count - other.count) <= limit else { return nil }
    var beforeLast: [Int] = []
    var last = Array(0...other.count)
    for row in 0..<one.count {
      var current = [row + 1]
      for column in 0..<other.count {
        let change = last[column] + (one[row] == other[column] ? 0 : 1)
        var cost = min(change, last[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, one[row] == other[column - 1], one[row - 1] == other[column] {
          cost = min(cost, beforeLast[column - 1] + 1)
        }
        current.append(cost)
      }
      guard (current.min() ?? 0) <= limit else { return nil }
      beforeLast = last
      last = current
    }
    guard let result = last.last, result <= limit else { return nil }
    return result
  }
}
