/// Writes a table of GitHub's Markdown, in which no name can be markup.
enum MarkdownTable {
  /// The header, the line below it, and the rows.
  static func bytes(_ table: Table) -> [UInt8] {
    guard !table.columns.isEmpty else { return [] }
    let columns = table.columns.indices.map {
      ColumnText($0, of: table, rowCount: table.rows.count, signs: BoxSigns(.unicode))
    }
    var bytes: [UInt8] = []
    line(columns.map { escaped($0.name.text) }, into: &bytes)
    line(columns.map { $0.isRightAligned ? "---:" : "---" }, into: &bytes)
    for row in table.rows.indices {
      line(columns.map { escaped($0.cells[row].text) }, into: &bytes)
    }
    return bytes
  }

  /// A heading for the answer to `query`.
  static func heading(_ query: String) -> [UInt8] {
    Array("### \(escaped(visible(query)))\n\n".utf8)
  }

  private static func line(_ cells: [String], into bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "|"))
    for cell in cells {
      bytes.append(UInt8(ascii: " "))
      bytes += cell.utf8
      bytes += " |".utf8
    }
    bytes.append(UInt8(ascii: "\n"))
  }

  /// `text` with a backslash before each character that Markdown or HTML may interpret.
  private static func escaped(_ text: String) -> String {
    guard text.utf8.contains(where: isMarkup) else { return text }
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if isMarkup(byte) { bytes.append(UInt8(ascii: "\\")) }
      bytes.append(byte)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func isMarkup(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "|"), UInt8(ascii: "\\"), UInt8(ascii: "`"), UInt8(ascii: "*"),
      UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "["), UInt8(ascii: "]"),
      UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"), UInt8(ascii: "#"):
      true
    default: false
    }
  }
}
