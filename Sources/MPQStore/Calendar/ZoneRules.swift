/// The offsets of a time zone from UTC, over all time.
///
/// The data of one file of the time zone database (RFC 8536): a list of changes, and a rule for the
/// time after the last of them.
package struct ZoneRules: Equatable, Sendable {
  /// A moment at which the offset changes.
  struct Change: Equatable, Sendable {
    /// Seconds since 1970-01-01T00:00:00Z.
    var moment: Int
    /// Local time minus UTC, in seconds.
    var offset: Int
  }

  /// The offset before the first change.
  var initialOffset: Int
  /// The listed changes, ascending by moment.
  var changes: [Change]
  /// The rule after the last change; without a rule, the last offset stays in effect.
  var footer: YearlyRule?

  /// The offset at `moment`.
  package func offset(at moment: Int) -> Int {
    let index = firstChange(after: moment)
    if index == changes.count, let footer { return footer.offset(at: moment) }
    return index == 0 ? initialOffset : changes[index - 1].offset
  }

  /// The next change after `moment`; the offset may stay the same.
  package func nextChange(after moment: Int) -> Int? {
    let index = firstChange(after: moment)
    if index < changes.count { return changes[index].moment }
    return footer?.nextChange(after: moment)
  }

  /// The stretches from `start` up to `end`, ascending.
  package func steadyStretches(from start: Int, to end: Int) -> [ProjectCalendar.SteadyStretch] {
    var stretches: [ProjectCalendar.SteadyStretch] = []
    var position = start
    while position < end {
      let change = min(nextChange(after: position) ?? end, end)
      let offset = offset(at: position)
      if let last = stretches.last, last.offset == offset {
        stretches[stretches.count - 1].end = change
      } else {
        stretches.append(
          ProjectCalendar.SteadyStretch(start: position, end: change, offset: offset))
      }
      position = change
    }
    return stretches
  }

  /// The index of the first listed change after `moment`.
  private func firstChange(after moment: Int) -> Int {
    var range = changes.startIndex..<changes.endIndex
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      range =
        changes[middle].moment <= moment
        ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return range.lowerBound
  }
}
