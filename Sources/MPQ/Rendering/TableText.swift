/// A table in one format, row by row, so that an output is never in memory as a whole.
protocol TableText {
  /// The number of rows that are written.
  var rowCount: Int { get }

  /// Appends what is before the first row.
  func begin(into bytes: inout [UInt8])

  /// Appends the row at `index`.
  func row(_ index: Int, into bytes: inout [UInt8])

  /// Appends what is after the last row.
  func end(into bytes: inout [UInt8])
}

extension TableText {
  func end(into bytes: inout [UInt8]) {}
}
