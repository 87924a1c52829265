internal import MPQStore

/// A visitor of the demo's music service.
struct DemoVisitor {
  /// How far the first visit went; the raw value is the number of steps of `Signup flow`.
  enum Progress: Int {
    case looked = 1
    case sawPrices, began, signedUp
  }

  /// The day of the first visit, in days since 1970-01-01.
  let day: Int
  /// The number among the visitors of that day, from 0.
  let number: Int
  let progress: Progress
  let referrer: String
  let browser: String
  let country: String
  let plan: String
  /// A factor for how often this visitor comes back.
  let loyalty: Double

  /// The `distinct_id`.
  var id: String { "user-\(day)-\(number)" }

  init(day: Int, number: Int) {
    var random = SplitMix(DemoEvents.seed, day, number)
    self.day = day
    self.number = number
    let source = random.pick(Self.referrers) ?? ("direct", 0.3)
    referrer = source.name
    browser = random.pick(Self.browsers) ?? "Chrome"
    country = random.pick(Self.countries) ?? "Germany"
    plan = random.pick([("free", 70), ("premium", 22), ("family 👨‍👩‍👧", 8)]) ?? "free"
    loyalty = 0.4 + Double(random.below(121)) / 100
    progress =
      if !random.chance(0.70) {
        .looked
      } else if !random.chance(0.68) {
        .sawPrices
      } else if !random.chance(source.completion) {
        .began
      } else {
        .signedUp
      }
  }

  /// The visitors whose first visit was on `day`.
  static func firstComing(on day: Int) -> [DemoVisitor] {
    var random = SplitMix(DemoEvents.seed, day)
    let count = DemoEvents.isWeekend(day) ? 10 + random.below(4) : 18 + random.below(6)
    return (0..<count).map { DemoVisitor(day: day, number: $0) }
  }

  /// Whether the visitor comes back on `day`, which is after the first.
  ///
  /// Users who signed up come often in the first days and then less and less; a few of the others
  /// visit a second time. `rhythm` is 1 on the busiest days.
  func returns(on day: Int, rhythm: Double, _ random: inout SplitMix) -> Bool {
    let age = day - self.day
    guard age > 0, age <= lifetime else { return false }
    guard progress == .signedUp else { return random.chance(0.035 * rhythm) }
    let interest = 0.025 + 0.32 * 8 / Double(8 + age * age / 4)
    return random.chance(interest * loyalty * rhythm)
  }

  /// The days after which no visitor comes back.
  var lifetime: Int { progress == .signedUp ? DemoEvents.longestLifetime : 14 }

  /// The referrers, and the share of started sign-ups that are completed.
  private static let referrers: [(value: (name: String, completion: Double), weight: Int)] = [
    (("google", 0.80), 38), (("direct", 0.84), 24), (("twitter", 0.62), 16),
    (("newsletter", 0.92), 13), (("a friend's blog", 0.88), 9),
  ]

  private static let browsers: [(value: String, weight: Int)] = [
    ("Chrome", 46), ("Firefox", 24), ("Safari", 21), ("Edge", 9),
  ]

  private static let countries: [(value: String, weight: Int)] = [
    ("Germany", 28), ("United States", 24), ("日本", 14), ("Brasil", 12), ("France", 12),
    ("Côte d'Ivoire", 5), ("Österreich", 5),
  ]
}
