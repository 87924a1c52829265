/// Writes a table of GitHub's Markdown, in which no name can be markup.
struct MarkdownTable: TableText {
  let rowCount: Int
  private let columns: [ColumnText]

  /// Writes `table`.
  init(_ table: Table) {
    rowCount = table.rowCount
    columns = table.columns.map { ColumnText($0, signs: BoxSigns(.unicode)) }
  }

  /// Appends the header and the line below it.
  func begin(into bytes: inout [UInt8]) {
    line(columns.map { Self.escaped($0.name.text) }, into: &bytes)
    line(columns.map { $0.isRightAligned ? "---:" : "---" }, into: &bytes)
  }

  func row(_ index: Int, into bytes: inout [UInt8]) {
    line(columns.lazy.map { Self.escaped($0.cell(index).text) }, into: &bytes)
  }

  /// A heading for the answer to `query`.
  static func heading(_ query: String) -> [UInt8] {
    Array("### \(escaped(visible(query)))\n\n".utf8)
  }

  private func line(_ cells: some Sequence<String>, into bytes: inout [UInt8]) {
    guard !columns.isEmpty else { return }
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
