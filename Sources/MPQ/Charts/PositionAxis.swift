/// The horizontal axis of a line chart: dates, or names at equal distances.
public struct PositionAxis: Equatable, Sendable {
  /// A label below the axis.
  public struct Tick: Equatable, Sendable {
    /// The position that it names, from 0.
    public var index: Int
    /// The label.
    public var text: String
    /// Where the label begins.
    public var start: Double
  }

  /// The names of the positions, as the table has them.
  public let labels: [String]
  /// Where the positions are, ascending: 0 at the left end, 1 at the right.
  public let places: [Double]
  /// The times of the positions; empty where they are no dates.
  let times: [TimeLabel]

  /// Names at equal distances.
  init(labels: [String]) {
    self.labels = labels
    times = []
    let last = max(1, labels.count - 1)
    places = labels.indices.map { Double($0) / Double(last) }
  }

  /// Dates; `times` are ascending, and `labels` are their texts.
  init(labels: [String], times: [TimeLabel]) {
    self.labels = labels
    self.times = times
    let first = times.first?.seconds ?? 0
    let length = max(1, (times.last?.seconds ?? 0) - first)
    places = times.map { Double($0.seconds - first) / Double(length) }
  }

  /// The labels that fit below an axis: as many as possible, at equal numbers of positions.
  ///
  /// - Parameters:
  ///   - width: The length of the axis.
  ///   - gap: The least distance between two labels.
  ///   - measure: The width of a label.
  /// - Returns: The labels from left to right.
  func ticks(
    width: Double, gap: Double, measure: (String) -> Double
  ) -> [Tick] {
    var distance = Distance(isHourly: times.contains { !$0.isMidnight }, isDaily: !times.isEmpty)
    // No label is narrower than one unit.
    while Double(labels.count / distance.value) > width { distance.grow() }
    while distance.value < labels.count {
      if let ticks = ticks(distance, width, gap, measure) { return ticks }
      distance.grow()
    }
    return ticks(distance, width, gap, measure) ?? []
  }

  /// The labels at one distance; `nil` where two of them would touch.
  private func ticks(
    _ distance: Distance, _ width: Double, _ gap: Double, _ measure: (String) -> Double
  ) -> [Tick]? {
    var ticks: [Tick] = []
    var end = -gap
    for index in stride(from: first(distance), to: labels.count, by: distance.value) {
      let text = text(index, after: ticks.last?.index)
      let length = max(1, measure(text))
      let centre = places[index] * width - length / 2
      let start = max(0, min(centre, width - length))
      guard start >= end + gap else { return nil }
      ticks.append(Tick(index: index, text: text, start: start))
      end = start + length
    }
    return ticks
  }

  /// The first position with a label: hours begin at a multiple of their distance.
  private func first(_ distance: Distance) -> Int {
    guard distance.isHourly else { return 0 }
    let seconds = min(24, distance.value) * 3600
    return times.prefix(distance.value).firstIndex { $0.seconds % seconds == 0 } ?? 0
  }

  /// The label of a position: of a date, what differs from the label before it.
  private func text(_ index: Int, after previous: Int?) -> String {
    guard index < times.count else { return labels[index] }
    return times[index].text(after: previous.map { times[$0] })
  }
}

/// A number of positions between two labels: first such as suit clocks and calendars.
private struct Distance {
  let isHourly: Bool
  private var rest: ArraySlice<Int>
  private(set) var value = 1

  init(isHourly: Bool, isDaily: Bool) {
    self.isHourly = isHourly
    rest = isHourly ? [2, 3, 6, 12, 24, 48, 168] : isDaily ? [2, 3, 7, 14, 28] : [2, 5, 10]
  }

  mutating func grow() {
    value = rest.popFirst() ?? (value > Int.max / 2 ? value : value * 2)
  }
}
