internal import MPQStore

/// One visit: events of one user, minutes apart, all on one day.
struct DemoSession {
  private let visitor: DemoVisitor
  private let midnight: Int
  private var random: SplitMix
  private var second: Int
  private(set) var events: [RawEvent] = []

  /// The last second of a day when a visit may start; the longest one ends before midnight.
  private static let latestStart = 84_600

  /// Creates a visit of `visitor`.
  ///
  /// - Parameters:
  ///   - visitor: The visitor.
  ///   - day: The day, in days since 1970-01-01.
  ///   - random: The random numbers for the visit.
  ///   - isAtMidnight: Whether it starts in the first second of the day.
  init(of visitor: DemoVisitor, on day: Int, _ random: SplitMix, isAtMidnight: Bool) {
    self.visitor = visitor
    self.random = random
    midnight = day * 86_400
    let hour = self.random.pick(Self.hours) ?? 20
    let start = hour * 3600 + self.random.below(3600)
    second = isAtMidnight ? 0 : min(start, Self.latestStart)
  }

  /// The first visit: as far through `Signup flow` as the visitor goes.
  mutating func firstVisit() {
    for step in DemoProject.signupSteps.prefix(visitor.progress.rawValue) {
      add(step, [("referrer", visitor.referrer)])
      wait()
    }
  }

  /// A second visit of a visitor who has not signed up.
  mutating func secondLook() {
    add("visit site", [("referrer", visitor.referrer)])
    wait()
    if random.chance(0.25) { add("view pricing", [("referrer", visitor.referrer)]) }
  }

  /// A visit of a user; at midnight it starts with several events in the same second.
  mutating func visit(isAtMidnight: Bool) {
    if random.chance(0.12) { add("visit site", [("referrer", visitor.referrer)]) }
    add("log in", [("plan", visitor.plan)])
    if isAtMidnight {
      search()
      playSong()
    }
    wait()
    if random.chance(0.06) { add("$notification opened", []) }
    if random.chance(0.35) {
      search()
      wait()
    }
    for _ in 0..<random.below(3) {
      playSong()
      wait()
    }
    if random.chance(0.10) { add("click \"Play all\"", []) }
    if random.chance(visitor.country == "日本" ? 0.3 : 0.02) { add("曲を共有 🎵", []) }
    if random.chance(0.14) { go(DemoProject.invitationSteps, staying: [0.62, 0.45]) }
    if visitor.plan == "free", random.chance(0.12) {
      go(DemoProject.purchaseSteps, staying: [0.55, 0.70])
    }
  }

  // MARK: - Parts of a visit

  private mutating func search() {
    let text = random.pick(Self.searches) ?? "jazz"
    add("search", [("query", text)])
  }

  private mutating func playSong() {
    let genre = random.pick(Self.genres) ?? "rock"
    let seconds = 120 + random.below(181)
    add("play song", [("genre", genre)], numbers: [("duration", seconds)])
  }

  /// Adds the steps of a funnel; `staying` has the share that continues after each step.
  private mutating func go(_ steps: [String], staying: [Double]) {
    for (index, step) in steps.enumerated() {
      if index > 0, !random.chance(staying[index - 1]) { return }
      add(step, [("plan", visitor.plan), ("referrer", visitor.referrer)])
      wait()
    }
  }

  private mutating func wait() {
    second += 15 + random.below(150)
  }

  private mutating func add(
    _ name: String, _ texts: [(String, String)], numbers: [(String, Int)] = []
  ) {
    let everywhere = [("$browser", visitor.browser), ("country", visitor.country)]
    var properties = (everywhere + texts).map {
      RawEvent.Property(name: $0, text: $1, isText: true)
    }
    properties += numbers.map { RawEvent.Property(name: $0, text: String($1), isText: false) }
    events.append(
      RawEvent(
        event: name, time: midnight + second, user: visitor.id,
        insertID: "\(midnight / 86_400)-\(events.count)", properties: properties))
  }

  /// The distribution of visits over the hours: few at night, most after work.
  private static let hours: [(value: Int, weight: Int)] = [
    2, 1, 1, 1, 1, 2, 5, 9, 11, 10, 9, 10, 13, 12, 10, 9, 10, 13, 17, 20, 21, 18, 11, 5,
  ].enumerated().map { ($0, $1) }

  private static let genres: [(value: String, weight: Int)] = [
    ("rock", 28), ("pop", 26), ("jazz", 14), ("hip-hop", 12), ("J-POP 🎤", 8), ("classical", 7),
    ("drum & bass", 5),
  ]

  private static let searches: [(value: String, weight: Int)] = [
    ("jazz", 20), ("\"live\"", 12), ("宇多田ヒカル", 10), ("50% off", 8), ("Motörhead", 10),
    ("C:\\music", 2), ("<b>", 2), ("love", 30), ("piano", 16),
  ]
}
