import MPQAPI

/// Writes a table as lines of fields: csv or tsv.
struct DelimitedText: TableText {
  /// How fields are separated.
  enum Dialect {
    case csv
    case tsv
  }

  let dialect: Dialect
  let defusesFormulas: Bool
  let isTerminal: Bool
  let rowCount: Int
  private let names: [String]
  private let columns: [Table.Cells]

  /// Writes `table` as `options` say.
  init(_ table: Table, _ dialect: Dialect, _ options: RenderingOptions) {
    self.dialect = dialect
    defusesFormulas = options.defusesFormulas
    isTerminal = options.isTerminal
    rowCount = table.rowCount
    names = table.columns.map(\.name)
    columns = table.columns.map(\.cells)
  }

  func begin(into bytes: inout [UInt8]) {
    line(into: &bytes) { index, bytes in field(names[index], into: &bytes) }
  }

  func row(_ row: Int, into bytes: inout [UInt8]) {
    line(into: &bytes) { index, bytes in
      switch columns[index] {
      case .numbers(let numbers):
        if let number = numbers[row] { return number.append(to: &bytes) }
      case .texts(let texts):
        if let text = texts[row] { return field(text, into: &bytes) }
      }
      if dialect == .tsv { bytes += "\\N".utf8 }
    }
  }

  @inline(__always)
  private func line(into bytes: inout [UInt8], _ append: (Int, inout [UInt8]) -> Void) {
    let separator: UInt8 = dialect == .csv ? UInt8(ascii: ",") : 0x09
    let start = bytes.count
    for index in columns.indices {
      if index > 0 { bytes.append(separator) }
      append(index, &bytes)
    }
    // In csv an empty line would end the answer, or not count as a row.
    if bytes.count == start && dialect == .csv && !columns.isEmpty { bytes += "\"\"".utf8 }
    bytes.append(0x0a)
  }

  private func field(_ text: String, into bytes: inout [UInt8]) {
    let text = defused(text)
    switch dialect {
    case .csv where isTerminal: CSVField.append(visible(text), to: &bytes)
    case .csv: CSVField.append(text, to: &bytes, nul: Self.replacement)
    case .tsv where isTerminal: bytes += visibleValue(text).utf8
    case .tsv: escaped(text, into: &bytes)
    }
  }

  private func defused(_ text: String) -> String {
    guard defusesFormulas, let first = text.utf8.first else { return text }
    switch first {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0d:
      return "'" + text
    default: return text
    }
  }

  private func escaped(_ text: String, into bytes: inout [UInt8]) {
    for byte in text.utf8 {
      switch byte {
      case 0: bytes += Self.replacement
      case 0x09: bytes += "\\t".utf8
      case 0x0a: bytes += "\\n".utf8
      case 0x0d: bytes += "\\r".utf8
      case UInt8(ascii: "\\"): bytes += "\\\\".utf8
      default: bytes.append(byte)
      }
    }
  }

  /// Written instead of NUL.
  private static let replacement = "\u{fffd}".utf8
}
