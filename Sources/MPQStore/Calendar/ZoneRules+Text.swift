extension ZoneRules {
  /// The rules as one line: the first offset, then each change as `MOMENT:OFFSET`, then `/` and the
  /// yearly rule.
  ///
  /// Equal rules have equal texts, and ``init(text:)`` reads them back.
  package var text: String {
    var words = ["\(initialOffset)"]
    words += changes.map { "\($0.moment):\($0.offset)" }
    if let footer { words.append("/\(footer.text)") }
    return words.joined(separator: " ")
  }

  /// Reads what ``text`` wrote; `nil` for anything else.
  package init?(text: String) {
    var words = text.utf8.split(separator: UInt8(ascii: " "))[...]
    guard let offset = words.popFirst().flatMap(Self.number) else { return nil }
    self.init(initialOffset: offset, changes: [])
    if let last = words.last, last.first == UInt8(ascii: "/") {
      guard let rule = YearlyRule(Array(last.dropFirst())) else { return nil }
      footer = rule
      words.removeLast()
    }
    for word in words {
      let parts = word.split(separator: UInt8(ascii: ":"))
      guard parts.count == 2, let moment = Self.number(parts[0]),
        let offset = Self.number(parts[1]), moment > changes.last?.moment ?? .min
      else { return nil }
      changes.append(Change(moment: moment, offset: offset))
    }
  }

  private static func number(_ digits: Substring.UTF8View) -> Int? {
    Int(String(Substring(digits)))
  }

  /// The first moment of `range` at which the offset of `other` differs; `nil` if it never does.
  package func firstDifference(from other: ZoneRules, in range: ClosedRange<Int>) -> Int? {
    let ours = steadyStretches(from: range.lowerBound, to: range.upperBound + 1)
    let theirs = other.steadyStretches(from: range.lowerBound, to: range.upperBound + 1)
    for (mine, other) in zip(ours, theirs) where mine != other {
      return mine.offset == other.offset ? min(mine.end, other.end) : mine.start
    }
    return nil
  }
}
