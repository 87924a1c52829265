/// A histogram of durations.
struct Histogram: Sendable {
  /// The upper bounds of the buckets, in seconds; the last bucket is unbounded.
  static let bounds = [
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
  ]

  private var counts = [Int](repeating: 0, count: bounds.count + 1)
  private var sum = 0.0

  /// Adds `duration`.
  mutating func add(_ duration: Duration) {
    let (whole, attoseconds) = duration.components
    let seconds = Double(whole) + Double(attoseconds) * 1e-18
    counts[Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count] += 1
    sum += seconds
  }

  /// The lines for Prometheus, with the metric's name and `labels` such as `endpoint="events"`.
  func lines(_ name: String, labels: String) -> [String] {
    let first = labels.isEmpty ? "" : "\(labels),"
    let all = labels.isEmpty ? "" : "{\(labels)}"
    var lines: [String] = []
    var total = 0
    for (bound, count) in zip(Self.bounds.map { "\($0)" } + ["+Inf"], counts) {
      total += count
      lines.append("\(name)_bucket{\(first)le=\"\(bound)\"} \(total)")
    }
    return lines + ["\(name)_sum\(all) \(sum)", "\(name)_count\(all) \(total)"]
  }
}
