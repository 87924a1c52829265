internal import MPQAPI
internal import MPQStore

/// The SQL that follows users through the steps of a funnel: rows of week, value, last step and
/// users.
struct FunnelSQL {
  /// The table of events.
  let table: String
  /// The events, in order.
  let steps: [String]
  let weeks: BucketSQL
  /// The property that groups users by its text.
  let property: String?

  /// Longer than a week with a change of the clock, in eighths of a second.
  private static let window = 8 * 1_000_000

  /// One `SELECT`.
  var sql: String {
    let users = clockFits && names.count == steps.count ? windowFunnel : arrays
    return """
      SELECT week, value, toUInt64(level) AS level, toUInt64(count()) AS users FROM (\(users)) \
      WHERE level > 0 GROUP BY week, value, level
      """
  }

  /// The distinct events.
  private var names: [String] { steps.withoutRepeats() }

  /// Whether the clock of ``windowFunnel`` fits into 32 bits.
  private var clockFits: Bool {
    weeks.span.count < (Int(UInt32.max) - Self.window) / 8
  }

  private var whereClause: String {
    "WHERE \(weeks.isInside)\(EventSQL.condition(steps)) AND \(EventSQL.hasUser) GROUP BY uid, week"
  }

  /// The text of the property on a user's first event of step 1; the smallest of one second.
  ///
  /// Times are padded to one width, so that their texts sort like numbers.
  private var value: String {
    guard let property else { return "''" }
    let text = EventSQL.value(of: property)
    return """
      substring(minIf(concat(toString(time + 1000000000000), '|', \(text)), \
      event = \(steps[0].sqlLiteral)), 15)
      """
  }

  /// The users of each week, for funnels without repeated events.
  ///
  /// `windowFunnel` does not order events of one second, so each step gets an eighth of the second.
  private var windowFunnel: String {
    let conditions = steps.map { "event = \($0.sqlLiteral)" }
    let eighths = conditions.enumerated().dropFirst().map { " + (\($1)) * \($0)" }.joined()
    return """
      SELECT uid, \(weeks.index) AS week, \(value) AS value, \
      windowFunnel(\(Self.window))(\
      toDateTime((time - \(weeks.span.lowerBound)) * 8\(eighths)), \
      \(conditions.joined(separator: ", "))) AS level \
      FROM \(table) \(whereClause)
      """
  }

  /// The users of each week, for any funnel.
  ///
  /// A step takes the first unused event of its name that is not earlier than the previous step.
  ///
  /// `at` is the index of that event among the times of its name, from 1; 0 if no event fits.
  private var arrays: String {
    let names = names
    let times = names.enumerated().map { index, name in
      "arraySort(groupArrayIf(time, event = \(name.sqlLiteral))) AS times\(index)"
    }
    var sql = """
      SELECT uid, \(weeks.index) AS week, \(value) AS value, \(times.joined(separator: ", ")) \
      FROM \(table) \(whereClause)
      """
    var last: [Int: Int] = [:]
    for (step, name) in steps.enumerated() {
      let event = names.firstIndex { $0.utf8.elementsEqual(name.utf8) } ?? 0
      let times = "times\(event)"
      if step == 0 {
        sql = "SELECT *, toUInt64(notEmpty(\(times))) AS at0 FROM (\(sql))"
      } else {
        let next = last[event].map { "greatest(reached\(step), at\($0) + 1)" } ?? "reached\(step)"
        // Two levels, because a step's index is used several times. The condition that no time is
        // below 0 is for 18.16, which drops subquery columns that only lambdas use.
        let now = "now\(step - 1)"
        sql = """
          SELECT *, if(at\(step - 1) = 0 OR \(now) < 0, 0, \
          toUInt64(arrayFirstIndex(x -> x >= \(now), \(times)))) AS reached\(step) FROM (\(sql))
          """
        sql = """
          SELECT *, if(reached\(step) = 0 OR \(next) > length(\(times)), 0, toUInt64(\(next))) \
          AS at\(step) FROM (\(sql))
          """
      }
      if step < steps.count - 1 {
        sql = "SELECT *, \(times)[at\(step)] AS now\(step) FROM (\(sql))"
      }
      last[event] = step
    }
    let level = steps.indices.map { "(at\($0) > 0)" }.joined(separator: " + ")
    return "SELECT uid, week, value, \(level) AS level FROM (\(sql))"
  }
}
