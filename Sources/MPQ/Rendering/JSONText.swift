import MPQAPI
import MPQCompiler

/// Writes an answer as one JSON object, one row on a line, without the newline at its end.
struct JSONText: TableText {
  private let answer: Answer
  private let columns: [Table.Cells]

  /// Writes `answer`.
  init(_ answer: Answer) {
    self.answer = answer
    columns = answer.table.columns.map(\.cells)
  }

  var rowCount: Int { answer.table.rowCount }

  func begin(into bytes: inout [UInt8]) {
    bytes += "{\"query\": ".utf8
    VisibleJSON.append(answer.query, to: &bytes)
    bytes += ",\n \"columns\": ".utf8
    VisibleJSON.append(.array(answer.table.columns.map(Self.json)), to: &bytes)
    bytes += ",\n \"rows\": [".utf8
  }

  func row(_ row: Int, into bytes: inout [UInt8]) {
    bytes += (row > 0 ? ",\n  [" : "\n  [").utf8
    for index in columns.indices {
      if index > 0 { bytes += ", ".utf8 }
      columns[index].appendJSON(at: row, to: &bytes)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  func end(into bytes: inout [UInt8]) {
    bytes += "],\n \"window\": ".utf8
    VisibleJSON.append(answer.window.map(Self.json) ?? .null, to: &bytes)
    bytes += ",\n \"notes\": ".utf8
    VisibleJSON.append(.array(answer.notes.map { .text($0.text) }), to: &bytes)
    bytes.append(UInt8(ascii: "}"))
  }

  private static func json(_ column: Table.Column) -> JSONValue {
    .object([
      JSONMember("name", .text(column.name)),
      JSONMember("type", .text(column.kind.rawValue)),
      JSONMember("key", .bool(column.isKey)),
    ])
  }

  private static func json(_ window: Answer.ResolvedWindow) -> JSONValue {
    .object([
      JSONMember("unit", .text(window.unit.rawValue)),
      JSONMember("from", .text(window.from)),
      JSONMember("to", .text(window.to)),
    ])
  }
}

/// Writes a table as a JSON object for each row.
struct JSONLines: TableText {
  let rowCount: Int
  private let columns: [Table.Cells]
  /// For each column what is before its value: a brace or a comma, and the name.
  private var heads: [UInt8] = []
  private var headEnds: [Int] = []

  /// Writes `table`.
  init(_ table: Table) {
    rowCount = table.rowCount
    columns = table.columns.map(\.cells)
    for column in table.columns {
      heads += (headEnds.isEmpty ? "{" : ", ").utf8
      VisibleJSON.append(column.name, to: &heads)
      heads += ": ".utf8
      headEnds.append(heads.count)
    }
  }

  func begin(into bytes: inout [UInt8]) {}

  func row(_ row: Int, into bytes: inout [UInt8]) {
    var start = 0
    for (end, cells) in zip(headEnds, columns) {
      bytes += heads[start..<end]
      cells.appendJSON(at: row, to: &bytes)
      start = end
    }
    bytes += "}\n".utf8
  }
}

/// JSON in which every character can be seen.
///
/// Characters that cannot be seen are written as `\u` escapes, so that JSON is safe to look at in a
/// terminal; readers get them back.
enum VisibleJSON {
  /// Appends a text in its quotes.
  static func append(_ text: String, to bytes: inout [UInt8]) {
    let start = bytes.count
    JSONSpelling.canonical.append(quoting: text, to: &bytes)
    hide(from: start, in: &bytes)
  }

  /// Appends a value.
  static func append(_ value: JSONValue, to bytes: inout [UInt8]) {
    let start = bytes.count
    JSONSpelling.canonical.append(value, to: &bytes)
    hide(from: start, in: &bytes)
  }

  private static func hide(from start: Int, in bytes: inout [UInt8]) {
    // ASCII is escaped already.
    guard bytes[start...].contains(where: { $0 >= 0x80 }) else { return }
    let written = String(decoding: bytes[start...], as: UTF8.self)
    let text = VisibleText.rewrite(written) { scalar, result in
      for unit in String(scalar).utf16 {
        let digits = String(unit, radix: 16).zeroPadded(to: 4)
        result.append(contentsOf: "\\u\(digits)".unicodeScalars)
      }
    }
    bytes.replaceSubrange(start..., with: text.utf8)
  }
}

extension Table.Cells {
  /// Appends the cell of `row` as JSON.
  fileprivate func appendJSON(at row: Int, to bytes: inout [UInt8]) {
    let start = bytes.count
    switch self {
    case .numbers(let numbers): numbers[row]?.append(to: &bytes)
    case .texts(let texts): if let text = texts[row] { VisibleJSON.append(text, to: &bytes) }
    }
    // A null, or a number that JSON does not have.
    if bytes.count == start { bytes += "null".utf8 }
  }
}
