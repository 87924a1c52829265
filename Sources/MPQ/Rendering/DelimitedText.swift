import MPQAPI

/// Writes a table as lines of fields: csv or tsv.
struct DelimitedText {
  /// How fields are separated.
  enum Dialect {
    case csv
    case tsv
  }

  let dialect: Dialect
  let defusesFormulas: Bool
  let isTerminal: Bool

  /// The header and the rows of `table`.
  func bytes(_ table: Table) -> [UInt8] {
    var bytes: [UInt8] = []
    line(table.columns.map { .text($0.name) }, into: &bytes)
    for row in table.rows { line(row, into: &bytes) }
    return bytes
  }

  private func line(_ cells: [Table.Cell], into bytes: inout [UInt8]) {
    let separator: UInt8 = dialect == .csv ? UInt8(ascii: ",") : 0x09
    let start = bytes.count
    for (index, cell) in cells.enumerated() {
      if index > 0 { bytes.append(separator) }
      switch cell {
      case .null: if dialect == .tsv { bytes += "\\N".utf8 }
      case .number(let number): if case .number(let text) = number.json { bytes += text.utf8 }
      case .text(let text): field(defused(text), into: &bytes)
      }
    }
    // In csv an empty line would end the answer, or not count as a row.
    if bytes.count == start && dialect == .csv && !cells.isEmpty { bytes += "\"\"".utf8 }
    bytes.append(0x0a)
  }

  private func defused(_ text: String) -> String {
    guard defusesFormulas, let first = text.utf8.first else { return text }
    switch first {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0d:
      return "'" + text
    default: return text
    }
  }

  private func field(_ text: String, into bytes: inout [UInt8]) {
    switch dialect {
    case .csv where isTerminal: CSVField.append(visible(text), to: &bytes)
    case .csv: CSVField.append(text, to: &bytes, nul: Self.replacement)
    case .tsv where isTerminal: bytes += visibleValue(text).utf8
    case .tsv: escaped(text, into: &bytes)
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
