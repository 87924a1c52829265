import MPQAPI
import Testing

@testable import MPQ

/// Properties of every answer, with any names.
struct RenderingPropertyTests {
  private static let seeds: [UInt64] = [1, 2, 3, 4]

  private func answers(_ seed: UInt64) -> [Answer] {
    var source = HostileAnswers(seed: seed)
    return (0..<50).map { _ in source.next() }
  }

  private func bytes(_ text: String) -> [UInt8] {
    Array(text.replacing("\u{0}", with: "\u{fffd}").utf8)
  }

  @Test(arguments: seeds)
  func csvReadsBackTheSame(_ seed: UInt64) throws {
    for answer in answers(seed) {
      let records = try #require(
        SeparatedValues.records(Renderer.render([answer], as: .csv)))
      try #require(records.count == answer.table.rows.count + 1)
      #expect(records[0].map(\.bytes) == answer.table.columns.map { bytes($0.name) })
      for (record, row) in zip(records.dropFirst(), answer.table.rows) {
        try #require(record.count == row.count)
        for (field, cell) in zip(record, row) {
          switch cell {
          case .null: #expect(field.bytes.isEmpty && (!field.isQuoted || row.count == 1))
          case .text(let text):
            #expect(field.bytes == bytes(text) && (!text.isEmpty || field.isQuoted))
          case .number(let number):
            #expect(String(decoding: field.bytes, as: UTF8.self) == "\(number.spelling)")
          }
        }
      }
    }
  }

  @Test(arguments: seeds)
  func jsonReadsBackTheSame(_ seed: UInt64) throws {
    for answer in answers(seed) {
      let json = try JSONReader.read(Renderer.render([answer], as: .json))
      let read = try Answer(json: json)
      #expect(Array(read.query.utf8) == Array(answer.query.utf8))
      let names = read.table.columns.map { Array($0.name.utf8) }
      #expect(names == answer.table.columns.map { Array($0.name.utf8) })
      #expect(read.table.rows == answer.table.rows)
      #expect(json["notes"] == .array(answer.notes.map { .text($0.text) }))
    }
  }

  @Test(arguments: seeds)
  func ndjsonHasAnObjectForEachRow(_ seed: UInt64) throws {
    for answer in answers(seed) {
      let lines = Renderer.render([answer], as: .ndjson).split(separator: 0x0a)
      try #require(lines.count == answer.table.rows.count)
      for (line, row) in zip(lines, answer.table.rows) {
        guard case .object(let members) = try JSONReader.read(line) else {
          Issue.record("no object")
          continue
        }
        #expect(try members.map { try Table.Cell(json: $0.value) } == row)
      }
    }
  }

  @Test(arguments: seeds)
  func tablesAreStraightAndFit(_ seed: UInt64) throws {
    for answer in answers(seed) {
      for width in [nil, 20, 33, 60, 100] {
        for style in [RenderingOptions.BoxStyle.unicode, .ascii] {
          let options = RenderingOptions(width: width, boxStyle: style)
          let box = BoxTable(answer.table, options)
          var bytes: [UInt8] = []
          box.begin(into: &bytes)
          for row in 0..<box.rowCount { box.row(row, into: &bytes) }
          box.end(into: &bytes)
          let lines = String(decoding: bytes, as: UTF8.self)
            .split(separator: "\n").map { displayWidth(String($0)) }
          if let width { #expect(lines.allSatisfy { $0 <= width }) }
          let isBox = [[0xe2, 0x95, 0xad], [0x2b]].contains { bytes.starts(with: $0) }
          if isBox { #expect(Set(lines).count == 1 && lines.count == answer.table.rows.count + 4) }
          if width == nil { #expect(isBox) }
        }
      }
    }
  }

  private func withoutEmphasis(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var rest = bytes[...]
    while let byte = rest.first {
      let escape = rest.prefix(4)
      if ["\u{1B}[0m", "\u{1B}[1m", "\u{1B}[2m"].contains(where: { escape.elementsEqual($0.utf8) })
      {
        rest = rest.dropFirst(4)
      } else {
        result.append(byte)
        rest = rest.dropFirst()
      }
    }
    return result
  }

  @Test(arguments: seeds)
  func nothingInvisibleIsWritten(_ seed: UInt64) {
    for answer in answers(seed) {
      for format in OutputFormat.allCases {
        let isSafeAnywhere = [.table, .markdown, .json, .ndjson].contains(format)
        for isTerminal in isSafeAnywhere ? [false, true] : [true] {
          let options = RenderingOptions(
            width: 60, isTerminal: isTerminal, isColored: isTerminal && format == .table)
          let output = Renderer.render([answer, answer], as: format, options: options)
          let rest = String(decoding: withoutEmphasis(output), as: UTF8.self)
          let hidden = VisibleText.hidden(
            in: rest, allowing: format == .tsv ? ["\n", "\t"] : ["\n"])
          #expect(hidden.isEmpty, "\(format)")
        }
      }
    }
  }

  @Test(arguments: seeds)
  func markdownHasTheSameCellsInEachLine(_ seed: UInt64) {
    for answer in answers(seed) {
      let output = Renderer.render([answer], as: .markdown)
      for line in output.split(separator: 0x0a) {
        // What follows a backslash is text.
        var signs: [UInt8] = []
        var rest = line
        while let byte = rest.popFirst() {
          if byte == UInt8(ascii: "\\") { rest = rest.dropFirst() } else { signs.append(byte) }
        }
        #expect(signs.count { $0 == UInt8(ascii: "|") } == answer.table.columns.count + 1)
        #expect(!signs.contains { "<`*_[]&~".utf8.contains($0) })
      }
    }
  }
}

extension VisibleText {
  /// The scalars of `text` that would be escaped, except those allowed.
  static func hidden(in text: String, allowing allowed: Set<Unicode.Scalar>) -> [Unicode.Scalar] {
    var hidden: [Unicode.Scalar] = []
    _ = rewrite(text) { scalar, _ in
      if !allowed.contains(scalar) { hidden.append(scalar) }
    }
    return hidden
  }
}

extension Number {
  fileprivate var spelling: String {
    switch self {
    case .integer(let integer): String(integer)
    case .double(let double): String(double)
    }
  }
}
