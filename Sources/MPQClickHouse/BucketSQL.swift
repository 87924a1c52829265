internal import MPQStore

/// The SQL that finds the bucket of a time.
///
/// The engine does not need time zones: a run of buckets of equal length is a division, and a new
/// run begins where the length changes, as with daylight saving time.
struct BucketSQL: Equatable {
  /// An expression for the index of the bucket of `time`, an `Int64`.
  let index: String
  /// The condition that `time` is in a bucket.
  let isInside: String
  /// The time from the first second to the one after the last.
  let span: Range<Int>

  /// Consecutive buckets of `width` seconds; the last one may be shorter.
  private struct Run {
    var start: Int
    var end: Int
    /// The first bucket; `nil` for time outside of all buckets.
    var bucket: Int?
    var width: Int
    var count = 1

    var sql: String {
      guard let bucket else { return "toInt64(-1)" }
      guard count > 1 else { return "toInt64(\(bucket))" }
      return "intDiv(time - \(start), \(width)) + \(bucket)"
    }

    /// Adds `stretch` to the run if it continues the run.
    mutating func take(_ stretch: Buckets.Stretch) -> Bool {
      guard let bucket, stretch.start == end, stretch.bucket == bucket + count,
        end - start == width * count, stretch.end - stretch.start <= width
      else { return false }
      end = stretch.end
      count += 1
      return true
    }
  }

  /// The SQL for `buckets`; `nil` if they contain no time.
  init?(_ buckets: Buckets) {
    var runs: [Run] = []
    for stretch in buckets.stretches.sorted(by: { $0.start < $1.start }) {
      if let last = runs.indices.last {
        if runs[last].take(stretch) { continue }
        let end = runs[last].end
        if end < stretch.start {
          runs.append(Run(start: end, end: stretch.start, bucket: nil, width: 0))
        }
      }
      runs.append(
        Run(
          start: stretch.start, end: stretch.end, bucket: stretch.bucket,
          width: stretch.end - stretch.start))
    }
    guard let first = runs.first, let last = runs.last else { return nil }
    span = first.start..<last.end
    if runs.count == 1 {
      index = first.sql
    } else {
      let branches = runs.dropLast().map { "time < \($0.end), \($0.sql)" }
      index = "multiIf(\(branches.joined(separator: ", ")), \(last.sql))"
    }
    var condition = "time >= \(first.start) AND time < \(last.end)"
    for gap in runs where gap.bucket == nil {
      condition += " AND NOT (time >= \(gap.start) AND time < \(gap.end))"
    }
    isInside = condition
  }
}
