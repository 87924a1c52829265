internal import MPQAPI

/// The part of a local day that lies within a bucket.
package struct DayPart: Equatable, Sendable {
  package var bucket: Int
  /// The day's number, counted from 1970-01-01.
  package var day: Int
  /// The seconds, ascending; almost always one range.
  package var times: [Range<Int>]
  /// Whether the part is the whole day.
  package var isWhole: Bool

  /// Whether the part includes all events of the day, which are between `first` and `last`.
  package func covers(first: Int, last: Int) -> Bool {
    isWhole || (times.count == 1 && times[0].lowerBound <= first && last < times[0].upperBound)
  }
}

extension ProjectCalendar {
  /// `buckets`, split at each new day, by bucket and then by time.
  package func parts(of buckets: Buckets) -> [DayPart] {
    guard let start = buckets.stretches.map(\.start).min(),
      let end = buckets.stretches.map(\.end).max()
    else { return [] }
    // If a clock goes back over midnight, the pieces of a day are hours apart.
    let margin = 3 * Self.secondsInDay
    let pieces = pieces(.day, from: start - margin, to: end + margin)
    var lengths: [Int: Int] = [:]
    for piece in pieces { lengths[piece.period, default: 0] += piece.end - piece.start }

    var parts: [DayPart] = []
    for stretch in buckets.stretches {
      var index = pieces.firstIndex(endingAfter: stretch.start)
      while index < pieces.count, pieces[index].start < stretch.end {
        let piece = pieces[index]
        let times = max(piece.start, stretch.start)..<min(piece.end, stretch.end)
        // A day that recurs is at most two places earlier.
        let known = parts.indices.suffix(3).last { place in
          parts[place].day == piece.period && parts[place].bucket == stretch.bucket
        }
        if let known {
          parts[known].times.append(times)
        } else {
          parts.append(
            DayPart(bucket: stretch.bucket, day: piece.period, times: [times], isWhole: false))
        }
        index += 1
      }
    }
    for index in parts.indices {
      let seconds = parts[index].times.reduce(0) { $0 + $1.count }
      parts[index].isWhole = seconds == lengths[parts[index].day]
    }
    return parts
  }

  /// `YYYY-MM-DD` of a day's number.
  package func date(ofDay day: Int) -> String { CivilDate(dayNumber: day).description }

  /// The seconds of a day, ascending; empty if the clock skips the day.
  package func times(ofDay day: Int) -> [Range<Int>] {
    let start = (day - 2) * Self.secondsInDay
    let end = (day + 3) * Self.secondsInDay
    return pieces(.day, from: start, to: end).filter { $0.period == day }.map { $0.start..<$0.end }
  }
}

/// Finds the days of consecutive moments; fast if they are close together.
package struct DayFinder {
  private let calendar: ProjectCalendar
  private var steady = ProjectCalendar.SteadyStretch(start: 0, end: 0, offset: 0)

  package init(_ calendar: ProjectCalendar) {
    self.calendar = calendar
  }

  /// The number of the local day at `moment`.
  package mutating func day(at moment: Int) -> Int {
    if !(steady.start..<steady.end).contains(moment) {
      let end = moment + 400 * ProjectCalendar.secondsInDay
      steady =
        calendar.steadyStretches(from: moment, to: end).first
        ?? ProjectCalendar.SteadyStretch(start: 0, end: 0, offset: calendar.offset(at: moment))
    }
    return (moment + steady.offset).flooredQuotient(by: ProjectCalendar.secondsInDay)
  }
}

extension [ProjectCalendar.Piece] {
  /// The first piece that ends after `moment`.
  fileprivate func firstIndex(endingAfter moment: Int) -> Int {
    var range = startIndex..<endIndex
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      range =
        self[middle].end <= moment ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return range.lowerBound
  }
}
