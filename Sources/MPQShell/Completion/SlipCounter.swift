/// Counts the slips between a word and the beginnings of many names, 64 letters at a time.
///
/// A slip is a byte too many, missing or wrong, or two neighbours exchanged. The counting is that
/// of Hyyrö's bit vectors (2003): one step for each byte of the name, whatever the word is.
struct SlipCounter {
  /// For each byte the places in the word that have it.
  private var places = [UInt64](repeating: 0, count: 256)
  private let count: Int

  /// Counts for `word`, text in small letters; `nil` when it is empty or longer than 64 bytes.
  init?(_ word: [UInt8]) {
    guard (1...64).contains(word.count) else { return nil }
    count = word.count
    for (place, byte) in word.enumerated() { places[Int(byte)] |= 1 << UInt64(place) }
  }

  /// The smallest number of slips between the word and a beginning of `name`, which is the stretch
  /// `range` of `bytes`; `nil` when it is over `limit`.
  func slips(in bytes: [UInt8], _ range: Range<Int>, limit: Int) -> Int? {
    var positive = UInt64.max
    var negative: UInt64 = 0
    var diagonal: UInt64 = 0
    var placesBefore: UInt64 = 0
    var slips = count
    var least = slips
    let last: UInt64 = 1 << UInt64(count - 1)
    for index in range.prefix(count + limit) {
      let here = places[Int(bytes[index])]
      let exchanged = ((~diagonal & here) << 1) & placesBefore
      diagonal = (((here & positive) &+ positive) ^ positive) | here | negative | exchanged
      var up = negative | ~(diagonal | positive)
      let down = diagonal & positive
      if up & last != 0 { slips += 1 }
      if down & last != 0 { slips -= 1 }
      least = min(least, slips)
      up = (up << 1) | 1
      positive = (down << 1) | ~(diagonal | up)
      negative = up & diagonal
      placesBefore = here
    }
    return least <= limit ? least : nil
  }
}
