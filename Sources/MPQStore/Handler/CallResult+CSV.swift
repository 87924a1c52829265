internal import MPQAPI

extension CallResult {
  /// The answer as CSV (RFC 4180); `nil` for answers that have no such form.
  ///
  /// A series has one row a bucket and one column a name. Retention has one row a fraction, since
  /// cohorts differ in their number of offsets.
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
      append(field, to: &bytes)
    }
    bytes += [UInt8(ascii: "\r"), UInt8(ascii: "\n")]
  }

  /// Puts a field in quotes where it needs them; one of a single empty field would be no row.
  private static func append(_ field: String, to bytes: inout [UInt8]) {
    let needsQuotes =
      field.isEmpty
      || field.utf8.contains { byte in
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte <= 0x20 || byte == 0x7f
      }
    guard needsQuotes else {
      bytes += field.utf8
      return
    }
    bytes.append(UInt8(ascii: "\""))
    for byte in field.utf8 {
      bytes.append(byte)
      if byte == UInt8(ascii: "\"") { bytes.append(byte) }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
