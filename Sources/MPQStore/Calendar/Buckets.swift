/// The buckets of a window and their times.
package struct Buckets: Equatable, Sendable {
  /// A range of time within one bucket.
  package struct Stretch: Equatable, Sendable {
    /// Its first second.
    package var start: Int
    /// The second after its last one.
    package var end: Int
    /// The bucket's index.
    package var bucket: Int
  }

  /// The labels, ascending; the index of a label identifies the bucket.
  package let labels: [String]
  /// The stretches by bucket and then by time; none is empty.
  ///
  /// A bucket has no stretch if the zone skips its whole time, and several if the clock goes back
  /// over its start.
  package let stretches: [Stretch]

  /// Sorts `stretches`.
  package init(labels: [String], stretches: [Stretch]) {
    self.labels = labels
    self.stretches = stretches.filter { $0.start < $0.end }
      .sorted { ($0.bucket, $0.start) < ($1.bucket, $1.start) }
  }

  /// The number of buckets.
  package var count: Int { labels.count }

  /// The same time as a single bucket without a name.
  package var merged: Buckets {
    var merged: [Stretch] = []
    for stretch in stretches.sorted(by: { $0.start < $1.start }) {
      if let last = merged.last, last.end == stretch.start {
        merged[merged.count - 1].end = stretch.end
      } else {
        merged.append(Stretch(start: stretch.start, end: stretch.end, bucket: 0))
      }
    }
    return Buckets(labels: [""], stretches: merged)
  }
}
