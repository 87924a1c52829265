internal import MPQStore

/// The SQL that reads events back, in the order of an export.
///
/// Servers sort one slice of time at a time, so that neither they nor mpq need memory for all
/// events.
struct ExportSQL {
  /// The table of events.
  let table: String
  /// The events' names; `nil` for all.
  let names: [String]?
  /// Whether the table has the column `spelled`.
  var hasSpellings = true

  /// Rows of a stretch of time of `width` seconds, events, and bytes of their texts, by time.
  func sizes(in times: Range<Int>, width: Int) -> String {
    """
    SELECT intDiv(time, \(width)) AS stretch, toUInt64(count()) AS events, \
    toUInt64(sum(64 + length(event) + length(distinct_id) + length(insert_id) \
    + arraySum(x -> length(x) + 8, keys) + arraySum(x -> length(x) + 8, vals))) AS bytes \
    FROM \(table) WHERE \(condition(times)) GROUP BY stretch ORDER BY stretch
    """
  }

  /// Rows of event, time, user, `$insert_id`, whether there is one, and the names, texts and kinds
  /// of properties, in an order that does not depend on the order of inserts.
  func events(in times: Range<Int>, page: Range<Int>?) -> String {
    let limit = page.map { " LIMIT \($0.lowerBound), \($0.count)" } ?? ""
    return """
      SELECT event, time, distinct_id, insert_id, toUInt64(identity != 0) AS identified, \
      arraySort(keys) AS names, arraySort((x, y) -> y, \(spelled), keys) AS contents, \
      arraySort((x, y) -> y, texts, keys) AS kinds \
      FROM \(table) WHERE \(condition(times)) \
      ORDER BY time, event, distinct_id, identified, insert_id, names, contents, kinds\(limit)
      """
  }

  /// The original spellings of values.
  private var spelled: String {
    hasSpellings
      ? "arrayMap((x, y) -> if(y = '', x, y), vals, arrayResize(spelled, length(vals)))" : "vals"
  }

  private func condition(_ times: Range<Int>) -> String {
    "time >= \(times.lowerBound) AND time < \(times.upperBound)\(EventSQL.condition(names))"
  }
}
