import MPQSyntax

/// How a name matches the typed text, the best first.
enum NameMatch: Int, CaseIterable, Comparable, Sendable {
  /// The name begins with it: `sig` for `Signup flow`.
  case beginning
  /// Words of the name begin with its parts, in their order: `sf`, `sigfl` or `flow`.
  case words
  /// The name has its letters in their order: `snp`.
  case letters
  /// The name begins with something similar: `singup`.
  case slips

  static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// The typed text, prepared for comparison with many names.
struct TypedName: Sendable {
  /// The text itself.
  let text: String
  /// The text in small letters.
  let folded: [UInt8]
  private let letters: LetterSet
  private let slipLimit: Int
  private let counter: SlipCounter?

  init(_ text: String) {
    self.text = text
    folded = Folding.bytes(of: text)
    letters = LetterSet(folded)
    let length = text.unicodeScalars.count
    // One letter is similar to everything.
    counter = length >= 2 ? SlipCounter(folded) : nil
    slipLimit = NearMiss.tolerance(of: length)
  }

  /// Whether the name at `place` begins with the text.
  func isBeginning(of place: Int, in index: NameIndex) -> Bool {
    let range = index.range(of: place)
    guard folded.count <= range.count else { return false }
    for offset in folded.indices where folded[offset] != index.bytes[range.lowerBound + offset] {
      return false
    }
    return true
  }

  /// Whether words of the name at `place` begin with the parts of the text.
  func beginsWords(of place: Int, in index: NameIndex) -> Bool {
    guard let first = folded.first, index.initials[place].contains(first),
      letters.missing(in: index.letters[place]) == 0
    else { return false }
    // A name of many equal words could be divided in very many ways.
    var stepsLeft = 500
    return beginsWords(from: 0, index.range(of: place), in: index, &stepsLeft)
  }

  private func beginsWords(
    from start: Int, _ range: Range<Int>, in index: NameIndex, _ stepsLeft: inout Int
  ) -> Bool {
    if start == folded.count { return true }
    for word in range where index.beginsWord[word] && index.bytes[word] == folded[start] {
      var length = 1
      while start + length < folded.count, word + length < range.upperBound,
        index.bytes[word + length] == folded[start + length]
      { length += 1 }
      while length > 0 {
        stepsLeft -= 1
        guard stepsLeft > 0 else { return false }
        let rest = word + length..<range.upperBound
        if beginsWords(from: start + length, rest, in: index, &stepsLeft) { return true }
        length -= 1
      }
    }
    return false
  }

  /// Whether the name at `place` has the letters of the text in their order.
  func hasLetters(_ place: Int, in index: NameIndex) -> Bool {
    guard folded.count >= 2, letters.missing(in: index.letters[place]) == 0 else { return false }
    var next = 0
    for byte in index.range(of: place) where index.bytes[byte] == folded[next] {
      next += 1
      if next == folded.count { return true }
    }
    return false
  }

  /// The number of slips between the text and a beginning of the name at `place`, if they are few.
  func slips(_ place: Int, in index: NameIndex) -> Int? {
    // Each letter that the name lacks needs one slip.
    guard let counter, letters.missing(in: index.letters[place]) <= slipLimit else { return nil }
    return counter.slips(in: index.bytes, index.range(of: place), limit: slipLimit)
  }
}
