import MPQAPI
import MPQCompiler
import Testing

@testable import MPQ

/// Each file of Golden/Rendering holds an answer as `--format json` prints it, and shows it in all
/// formats and widths.
struct RenderingGoldenTests {
  private static let variants: [(name: String, format: OutputFormat, options: RenderingOptions)] = [
    ("table", .table, .init()),
    ("table, 80 columns", .table, .init(width: 80)),
    ("table, 60 columns", .table, .init(width: 60)),
    ("table, 40 columns, ASCII", .table, .init(width: 40, boxStyle: .ascii)),
    ("table, 20 columns", .table, .init(width: 20)),
    ("table, 3 rows", .table, .init(rowLimit: 3)),
    ("csv", .csv, .init()),
    ("csv, defused", .csv, .init(defusesFormulas: true)),
    ("tsv", .tsv, .init()),
    ("json", .json, .init()),
    ("ndjson", .ndjson, .init()),
    ("markdown", .markdown, .init()),
  ]

  @Test(arguments: GoldenFile.all(in: "Rendering"))
  func formats(_ file: GoldenFile) throws {
    let source = try #require(file["answer"])
    let answer = try Answer(json: JSONReader.read(Array(source.utf8)))
    var sections = Self.variants.map { variant in
      GoldenFile.Section(
        name: variant.name,
        text: readable(Renderer(format: variant.format, options: variant.options).text(answer)))
    }
    let colored = Renderer(
      format: .table, options: .init(width: 60, isColored: true, rowLimit: 2))
    sections.append(
      GoldenFile.Section(
        name: "table, coloured", text: readable(colored.text(answer))))
    try file.check(sections, inputs: ["answer"])
  }

  /// Invisible characters in angle brackets.
  private func readable(_ text: String) -> String {
    VisibleText.rewrite(text) { scalar, result in
      let isKept = scalar == "\n" || scalar == "\t"
      let code = String(scalar.value, radix: 16, uppercase: true)
      result.append(contentsOf: (isKept ? String(scalar) : "⟨U+\(code)⟩").unicodeScalars)
    }
  }

  @Test func thereAreFiles() {
    #expect(GoldenFile.all(in: "Rendering").count >= 5)
  }
}

extension Answer {
  /// Reads the answer that `--format json` printed.
  init(json: JSONValue) throws {
    func text(_ value: JSONValue?) throws -> String {
      guard case .text(let text) = value else { throw Unreadable() }
      return text
    }
    func elements(_ value: JSONValue?) throws -> [JSONValue] {
      guard case .array(let elements) = value else { throw Unreadable() }
      return elements
    }
    let columns = try elements(json["columns"]).map { column in
      guard let kind = ColumnKind(rawValue: try text(column["type"])) else {
        throw Unreadable()
      }
      return Table.Heading(
        try text(column["name"]), kind, isKey: column["key"] == .bool(true))
    }
    let rows = try elements(json["rows"]).map { row in
      try elements(row).map(Table.Cell.init(json:))
    }
    var window: ResolvedWindow?
    if let value = json["window"], value != .null {
      guard let unit = Window.Unit(rawValue: try text(value["unit"])) else { throw Unreadable() }
      window = ResolvedWindow(unit: unit, from: try text(value["from"]), to: try text(value["to"]))
    }
    self.init(
      query: try text(json["query"]), table: Table(headings: columns, rows: rows), window: window,
      // A note of these files is the name of an unknown event.
      notes: try elements(json["notes"]).map { .unknown(.init(.event, try text($0)), nearest: []) })
  }
}

extension Table.Cell {
  /// Reads a cell that `--format json` printed.
  init(json: JSONValue) throws {
    switch json {
    case .null: self = .null
    case .text(let text): self = .text(text)
    case .number(let text):
      guard let double = Double(text) else { throw Unreadable() }
      self = .number(Int(text).map(Number.integer) ?? .double(double))
    case .bool, .array, .object: throw Unreadable()
    }
  }
}

/// Not what `--format json` prints.
private struct Unreadable: Error {}
