internal import MPQStore

/// The SQL that counts events, the same for every version of ClickHouse since 18.16.
///
/// Its rows can be added up over shards. Responses are in the format `RowBinary`.
struct EventSQL {
  /// The table of events.
  let table: String

  /// Rows of event, bucket, events and users.
  func counts(of names: [String]?, in buckets: BucketSQL, countingUsers: Bool) -> String {
    """
    SELECT event, \(buckets.index) AS bucket, toUInt64(count()) AS events, \
    \(Self.users(countingUsers)) AS users \
    FROM \(table) WHERE \(buckets.isInside)\(Self.condition(names)) GROUP BY event, bucket
    """
  }

  /// Rows of value, bucket, events and users.
  func breakdown(
    of name: String, by property: String, values: [String]?, in buckets: BucketSQL,
    countingUsers: Bool
  ) -> String {
    let value = Self.value(of: property)
    let wanted = values.map { " AND \(value) IN \($0.sqlList)" } ?? ""
    return """
      SELECT \(value) AS value, \(buckets.index) AS bucket, toUInt64(count()) AS events, \
      \(Self.users(countingUsers)) AS users \
      FROM \(table) WHERE \(buckets.isInside)\(Self.condition([name])) \
      AND has(keys, \(property.sqlLiteral))\(wanted) GROUP BY value, bucket
      """
  }

  /// Rows of property, events and users.
  func propertyCounts(
    of names: [String], in buckets: BucketSQL, countingUsers: Bool, needsUser: Bool
  ) -> String {
    """
    SELECT key, toUInt64(count()) AS events, \(Self.users(countingUsers)) AS users \
    FROM \(table) ARRAY JOIN keys AS key \
    WHERE \(buckets.isInside)\(Self.condition(names))\(needsUser ? " AND \(Self.hasUser)" : "") \
    GROUP BY key
    """
  }

  /// The maximum number of buckets of ``masks(of:in:)``.
  static let maskLimit = 62

  /// Rows of mask and users; bit `n` of a mask is set for users with events in bucket `n`.
  func masks(of name: String, in buckets: BucketSQL) -> String {
    """
    SELECT mask, toUInt64(count()) AS users FROM (\
    SELECT uid, groupBitOr(bitShiftLeft(toUInt64(1), toUInt8(\(buckets.index)))) AS mask \
    FROM \(table) WHERE \(buckets.isInside)\(Self.condition([name])) AND \(Self.hasUser) \
    GROUP BY uid) GROUP BY mask
    """
  }

  /// Rows of cohort, bucket and users, for any number of buckets.
  func cohorts(of name: String, in buckets: BucketSQL) -> String {
    """
    SELECT arrayReduce('min', seen) AS cohort, bucket, toUInt64(count()) AS users FROM (\
    SELECT uid, groupUniqArray(\(buckets.index)) AS seen \
    FROM \(table) WHERE \(buckets.isInside)\(Self.condition([name])) AND \(Self.hasUser) \
    GROUP BY uid) ARRAY JOIN seen AS bucket GROUP BY cohort, bucket
    """
  }

  /// One row of the number of events, and the times of the first and last one.
  func span(of names: [String]?) -> String {
    """
    SELECT toUInt64(count()) AS events, min(time) AS first, max(time) AS last \
    FROM \(table) WHERE 1\(Self.condition(names))
    """
  }

  private static func users(_ isWanted: Bool) -> String { isWanted ? users : "toUInt64(0)" }

  /// The number of distinct users.
  static let users = "toUInt64(uniqExactIf(uid, \(hasUser)))"

  /// The condition that an event has a user: otherwise its `distinct_id` is empty.
  static let hasUser = "uid != cityHash64('')"

  /// The condition that an event has one of `names`.
  static func condition(_ names: [String]?) -> String {
    names.map { " AND event IN \($0.sqlList)" } ?? ""
  }

  /// The text of a property; empty if it is missing.
  static func value(of property: String) -> String {
    "vals[indexOf(keys, \(property.sqlLiteral))]"
  }
}
