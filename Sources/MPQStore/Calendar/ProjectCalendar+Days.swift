package import MPQAPI

extension ProjectCalendar {
  /// The buckets from the first second of `first` to the last second of `last`, or to `now`.
  ///
  /// The first and the last bucket may be parts of a week or month.
  ///
  /// - Parameters:
  ///   - first: The first day.
  ///   - last: The last day, inclusive.
  ///   - unit: The length of a bucket.
  ///   - now: The time after which there are no events.
  /// - Returns: The buckets; `nil` if there are none, or more than ``Endpoint/intervalLimit``.
  package func buckets(
    from first: CivilDate, through last: CivilDate, unit: Window.Unit, now: Int
  ) -> Buckets? {
    guard first <= last else { return nil }
    let begin =
      times(ofDay: first.dayNumber).first?.lowerBound
      ?? moment(showing: first.dayNumber * Self.secondsInDay)
    let end = min(now, lastMoment(ofDay: last.dayNumber))
    let days = last.dayNumber - first.dayNumber + 1
    let (a, b) = (first.start(of: unit), last.start(of: unit))
    let count: Int
    switch unit {
    case .hour:
      guard begin <= end, days <= Endpoint.intervalLimit else { return nil }
      // One hour may have several pieces.
      count = Set(pieces(.hour, from: begin, to: end + 1).map(\.period)).count
    case .day: count = days
    case .week: count = (b.dayNumber - a.dayNumber) / 7 + 1
    case .month: count = (b.parts.year - a.parts.year) * 12 + b.parts.month - a.parts.month + 1
    }
    guard begin <= end, (1...Endpoint.intervalLimit).contains(count) else { return nil }
    return buckets(of: Window(unit: unit, interval: count), now: end).beginning(at: begin)
  }
}

extension Buckets {
  /// The same buckets without the time before `moment`.
  fileprivate func beginning(at moment: Int) -> Buckets {
    Buckets(
      labels: labels,
      stretches: stretches.map {
        Stretch(start: max($0.start, moment), end: $0.end, bucket: $0.bucket)
      })
  }

  /// Buckets that each have the time of `size` successive ones, and the label of the first.
  package func grouped(by size: Int) -> Buckets {
    guard size > 1 else { return self }
    return Buckets(
      labels: stride(from: 0, to: count, by: size).map { labels[$0] },
      stretches: stretches.map {
        Stretch(start: $0.start, end: $0.end, bucket: $0.bucket / size)
      })
  }
}
