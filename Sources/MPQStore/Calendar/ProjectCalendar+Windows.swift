package import MPQAPI

extension ProjectCalendar {
  /// The buckets of `window`; the last one contains `now` and ends right after it.
  ///
  /// A bucket is the time during which the clock shows its hour, or a date within its day, week or
  /// month.
  package func buckets(of window: Window, now: Int) -> Buckets {
    switch window.unit {
    case .hour: hours(window.interval, now: now)
    case .day, .week, .month: dates(window, now: now)
    }
  }

  /// Every week from the week of `first` to the week of `now`.
  package func weeks(from first: Int, now: Int) -> Buckets {
    let weeks = (period(.week, at: now) - period(.week, at: min(first, now))) / 7
    return buckets(of: Window(unit: .week, interval: weeks + 1), now: now)
  }

  /// A single bucket: the day before `now`, up to the last moment with the same time of day.
  package func yesterday(now: Int) -> Buckets {
    let sameTime = lastMoment(showing: now + offset(at: now) - Self.secondsInDay)
    let day = period(.day, at: now) - 1
    let pieces = self.pieces(.day, from: now - 4 * Self.secondsInDay, to: sameTime + 1)
    let label = CivilDate(dayNumber: day).description
    return Buckets(
      labels: [label],
      stretches: pieces.filter { $0.period == day }
        .map { Buckets.Stretch(start: $0.start, end: $0.end, bucket: 0) })
  }

  /// A range of time within one local hour, day, week or month.
  package struct Piece {
    package var start: Int
    package var end: Int
    /// The number of local hours since 1970-01-01, or the number of the period's first day.
    package var period: Int
  }

  private func dates(_ window: Window, now: Int) -> Buckets {
    let last = CivilDate(dayNumber: period(window.unit, at: now))
    var days: [CivilDate] = []
    for back in (0..<window.interval).reversed() {
      switch window.unit {
      case .hour, .day: days.append(CivilDate(dayNumber: last.dayNumber - back))
      case .week: days.append(CivilDate(dayNumber: last.dayNumber - 7 * back))
      case .month:
        let (year, month, _) = last.parts
        days.append(CivilDate(year: year, month: month - back, day: 1))
      }
    }
    // No zone is more than a day from UTC, and no event is before 1970.
    let first = ((days.first ?? last).dayNumber - 2) * Self.secondsInDay
    let pieces = pieces(window.unit, from: max(first, -2 * Self.secondsInDay), to: now + 1)
    return Self.buckets(of: pieces, periods: days.map(\.dayNumber), labels: days.map(\.description))
  }

  /// The latest `count` hours that the clock has shown.
  private func hours(_ count: Int, now: Int) -> Buckets {
    // With two days of margin: a clock may have gone back by one day.
    let first = now - (count + 48) * Self.secondsInHour
    let pieces = pieces(.hour, from: first, to: now + 1)
    var shown: Set<Int> = []
    for piece in pieces.reversed() where shown.count < count { shown.insert(piece.period) }
    let hours = shown.sorted()
    let labels = hours.map { hour in
      let day = hour.flooredQuotient(by: 24)
      return CivilDate(dayNumber: day).label(seconds: (hour - day * 24) * Self.secondsInHour)
    }
    return Self.buckets(of: pieces, periods: hours, labels: labels)
  }

  private static func buckets(
    of pieces: [Piece], periods: [Int], labels: [String]
  ) -> Buckets {
    var indices: [Int: Int] = [:]
    for (index, period) in periods.enumerated() { indices[period] = index }
    return Buckets(
      labels: labels,
      stretches: pieces.compactMap { piece in
        indices[piece.period].map {
          Buckets.Stretch(start: piece.start, end: piece.end, bucket: $0)
        }
      })
  }

  /// The time from `start` up to `end`, split where the period changes.
  package func pieces(_ unit: Window.Unit, from start: Int, to end: Int) -> [Piece] {
    var pieces: [Piece] = []
    for stretch in steadyStretches(from: start, to: end) {
      var position = stretch.start
      while position < stretch.end {
        let period = Self.period(unit, showing: position + stretch.offset)
        let next = Self.start(ofPeriodAfter: period, unit) - stretch.offset
        let end = min(next, stretch.end)
        if let last = pieces.last, last.period == period {
          pieces[pieces.count - 1].end = end
        } else {
          pieces.append(Piece(start: position, end: end, period: period))
        }
        position = end
      }
    }
    return pieces
  }

  private func period(_ unit: Window.Unit, at moment: Int) -> Int {
    Self.period(unit, showing: moment + offset(at: moment))
  }

  private static func period(_ unit: Window.Unit, showing local: Int) -> Int {
    guard unit != .hour else { return local.flooredQuotient(by: secondsInHour) }
    let day = CivilDate(dayNumber: local.flooredQuotient(by: secondsInDay))
    return day.start(of: unit).dayNumber
  }

  /// The local time at which the period after `period` begins.
  private static func start(ofPeriodAfter period: Int, _ unit: Window.Unit) -> Int {
    switch unit {
    case .hour: return (period + 1) * secondsInHour
    case .day: return (period + 1) * secondsInDay
    case .week: return (period + 7) * secondsInDay
    case .month:
      let (year, month, _) = CivilDate(dayNumber: period).parts
      return CivilDate(year: year, month: month + 1, day: 1).dayNumber * secondsInDay
    }
  }
}
