import MPQAPI
import MPQCompiler

/// Writes answers as JSON: whole, or one object per row.
///
/// Characters that cannot be seen are written as `\u` escapes, so that JSON is safe to look at in a
/// terminal; readers get them back.
enum JSONText {
  /// One object, one row per line, without the newline at its end.
  static func object(_ answer: Answer) -> [UInt8] {
    var bytes = Array("{\"query\": ".utf8)
    append(.text(answer.query), to: &bytes)
    bytes += ",\n \"columns\": ".utf8
    append(.array(answer.table.columns.map(column)), to: &bytes)
    bytes += ",\n \"rows\": [".utf8
    for (index, row) in answer.table.rows.enumerated() {
      bytes += (index > 0 ? ",\n  " : "\n  ").utf8
      append(.array(row.map(value)), to: &bytes)
    }
    bytes += "],\n \"window\": ".utf8
    append(answer.window.map(window) ?? .null, to: &bytes)
    bytes += ",\n \"notes\": ".utf8
    append(.array(answer.notes.map { .text($0.text) }), to: &bytes)
    bytes.append(UInt8(ascii: "}"))
    return bytes
  }

  /// A line for each row.
  static func lines(_ table: Table) -> [UInt8] {
    let names = table.columns.map(\.name)
    var bytes: [UInt8] = []
    for row in table.rows {
      append(.object(zip(names, row).map { JSONMember($0, value($1)) }), to: &bytes)
      bytes.append(0x0a)
    }
    return bytes
  }

  private static func column(_ column: Table.Column) -> JSONValue {
    .object([
      JSONMember("name", .text(column.name)),
      JSONMember("type", .text(column.kind.rawValue)),
      JSONMember("key", .bool(column.isKey)),
    ])
  }

  private static func value(_ cell: Table.Cell) -> JSONValue {
    switch cell {
    case .null: .null
    case .text(let text): .text(text)
    case .number(let number): number.json
    }
  }

  private static func window(_ window: Answer.ResolvedWindow) -> JSONValue {
    .object([
      JSONMember("unit", .text(window.unit.rawValue)),
      JSONMember("from", .text(window.from)),
      JSONMember("to", .text(window.to)),
    ])
  }

  private static func append(_ value: JSONValue, to bytes: inout [UInt8]) {
    let written = JSONWriter.bytes(value)
    // The writer has escaped ASCII.
    guard written.contains(where: { $0 >= 0x80 }) else {
      bytes += written
      return
    }
    let text = VisibleText.rewrite(String(decoding: written, as: UTF8.self)) { scalar, result in
      for unit in String(scalar).utf16 {
        let digits = String(unit, radix: 16).zeroPadded(to: 4)
        result.append(contentsOf: "\\u\(digits)".unicodeScalars)
      }
    }
    bytes += text.utf8
  }
}
