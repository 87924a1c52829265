internal import MPQAPI

extension CallResult {
  /// The answer as CSV (RFC 4180); `nil` for answers without a CSV format.
  ///
  /// A series has one row per bucket and one column per name. Retention has one row per fraction,
  /// because cohorts differ in their number of offsets.
  var csv: [UInt8]? {
    switch self {
    case .series(let result): Self.csv(result)
    case .retention(let result): Self.csv(result)
    case .top, .names, .properties, .funnels, .dates, .breakdown: nil
    }
  }

  private static func csv(_ result: SeriesResult) -> [UInt8] {
    var bytes: [UInt8] = []
    appendRow(["date"] + result.rows.map(\.name), to: &bytes)
    for (index, label) in result.labels.enumerated() {
      appendRow([label] + result.rows.map { text($0.values[index]) }, to: &bytes)
    }
    return bytes
  }

  private static func csv(_ result: RetentionResult) -> [UInt8] {
    var bytes: [UInt8] = []
    appendRow(["event", "cohort", "offset", "fraction"], to: &bytes)
    for report in result.reports {
      for cohort in report.cohorts {
        for (offset, fraction) in zip(report.offsets, cohort.fractions) {
          appendRow([report.event, cohort.label, offset, text(fraction)], to: &bytes)
        }
      }
    }
    return bytes
  }

  private static func text(_ number: Number?) -> String {
    number.map { JSONWriter.text($0.json) } ?? ""
  }

  private static func appendRow(_ fields: [String], to bytes: inout [UInt8]) {
    for (index, field) in fields.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      CSVField.append(field, to: &bytes)
    }
    bytes += [UInt8(ascii: "\r"), UInt8(ascii: "\n")]
  }
}
