/// The buckets of a window, and the time that belongs to each.
package struct Buckets: Equatable, Sendable {
  /// A stretch of time that lies whole in one bucket.
  package struct Stretch: Equatable, Sendable {
    /// Its first second.
    package var start: Int
    /// The second after its last one.
    package var end: Int
    /// The bucket's index.
    package var bucket: Int
  }

  /// The labels, ascending; a bucket is known by its index here.
  package let labels: [String]
  /// The stretches by bucket and then by time, none of them empty.
  ///
  /// A bucket has none where the zone skips its whole time, and several where the clock goes back
  /// over its beginning.
  package let stretches: [Stretch]

  /// Orders `stretches`.
  package init(labels: [String], stretches: [Stretch]) {
    self.labels = labels
    self.stretches = stretches.filter { $0.start < $0.end }
      .sorted { ($0.bucket, $0.start) < ($1.bucket, $1.start) }
  }

  /// How many buckets there are.
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
