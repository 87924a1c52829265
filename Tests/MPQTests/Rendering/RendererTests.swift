import MPQAPI
import MPQCompiler
import Testing

@testable import MPQ

/// The text between, above and below answers.
struct RendererTests {
  private func answer(_ name: String, rows: Int = 1, notes: [Note] = []) -> Answer {
    Answer(
      query: "events \(name)",
      table: Table(
        headings: [Table.Heading("date", .date, isKey: true), Table.Heading(name, .number)],
        rows: (0..<rows).map { [.text("2010-05-29"), .number(.integer($0))] }),
      window: Answer.ResolvedWindow(unit: .day, from: "2010-05-29", to: "2010-05-31"),
      notes: notes)
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test(arguments: [OutputFormat.csv, .tsv, .table])
  func severalAnswersHaveAnEmptyLineBetween(_ format: OutputFormat) {
    var renderer = Renderer(format: format, count: 2)
    let first = text(renderer.render(answer("a")))
    let second = text(renderer.render(answer("b")))
    #expect(!first.hasPrefix("\n") && first.hasSuffix("\n") && !first.hasSuffix("\n\n"))
    #expect(second.hasPrefix("\n") && !second.hasPrefix("\n\n") && !second.hasSuffix("\n\n"))
    #expect(renderer.finish().isEmpty)
  }

  @Test func severalAnswersAreAnArrayOfJSON() throws {
    for count in 0...3 {
      var renderer = Renderer(format: .json, count: 3)
      var bytes: [UInt8] = []
      for index in 0..<count { bytes += renderer.render(answer("e\(index)")) }
      bytes += renderer.finish()
      guard case .array(let answers) = try JSONReader.read(bytes) else {
        Issue.record("no array")
        continue
      }
      #expect(answers.map { $0["query"] } == (0..<count).map { .text("events e\($0)") })
      #expect(bytes.last == 0x0a)
    }
  }

  @Test func oneAnswerIsAnObjectOfJSON() throws {
    let bytes = Renderer.render([answer("a", notes: [.limitReached(10, .values)])], as: .json)
    let value = try JSONReader.read(bytes)
    #expect(value["query"] == .text("events a"))
    #expect(
      value["window"]
        == .object([
          JSONMember("unit", .text("day")), JSONMember("from", .text("2010-05-29")),
          JSONMember("to", .text("2010-05-31")),
        ]))
    #expect(value["notes"] == .array([.text("10 values (the limit); 'limit N' shows more")]))
  }

  /// Line readers take an empty line for a broken object.
  @Test func noLineOfNDJSONIsEmpty() {
    let bytes = Renderer.render([answer("a"), answer("b")], as: .ndjson)
    let lines = bytes.split(separator: 0x0a, omittingEmptySubsequences: false)
    #expect(lines.count == 3)
    #expect(lines.dropLast().allSatisfy { $0.first == UInt8(ascii: "{") })
  }

  @Test func severalTablesHaveHeadings() {
    var one = Renderer(format: .table)
    var several = Renderer(format: .table, options: .init(isColored: true), count: 2)
    #expect(text(one.render(answer("a"))).hasPrefix("╭"))
    #expect(text(several.render(answer("a"))).hasPrefix("\u{1B}[1mevents a\u{1B}[0m\n╭"))
  }

  @Test func leftOutRowsAreCounted() {
    let options = RenderingOptions(rowLimit: 2)
    let lines = Renderer(format: .table, options: options).text(answer("a", rows: 5))
      .split(separator: "\n")
    #expect(lines.count == 8)
    #expect(lines[6] == "the first 2 of 5 rows")
    var hinted = options
    hinted.hiddenPartsHint = "'.last csv' shows all"
    #expect(
      Renderer(format: .table, options: hinted).text(answer("a", rows: 5)).split(separator: "\n")[6]
        == "the first 2 of 5 rows; '.last csv' shows all")
    let all = Renderer(format: .csv, options: options).text(answer("a", rows: 5))
    #expect(all.split(separator: "\n").count == 6)
  }

  @Test func terminalsShowAThousandRows() {
    let options = RenderingOptions.terminal(width: 80, isColored: false)
    let text = Renderer(format: .table, options: options).text(answer("a", rows: 1_200))
    #expect(text.contains("the first 1000 of 1200 rows"))
  }

  @Test func anEmptyTableSaysSo() {
    let text = Renderer(format: .table).text(answer("a", rows: 0))
    #expect(text.hasSuffix("╯\nno rows\ndays, 2010-05-29 to 2010-05-31\n"))
    let explained = Renderer(format: .table).text(answer("a", rows: 0, notes: [.nothing(.always)]))
    #expect(explained.hasSuffix("╯\ndays, 2010-05-29 to 2010-05-31\nno data at any time\n"))
  }

  @Test func narrationIsVisible() {
    #expect(
      Renderer.narration(
        of: answer(
          "a", notes: [.noData(.init(.event, "bad \u{1b}[2J\nname"), .always, isKnown: true)])) == [
          "days, 2010-05-29 to 2010-05-31",
          #"no data about event "bad \u{1B}[2J\u{A}name" at any time"#,
        ])
  }

  /// The parts are the whole output, and none of them is empty or much larger than the others.
  @Test(arguments: OutputFormat.allCases)
  func largeAnswersAreWrittenInParts(_ format: OutputFormat) throws {
    let answer = answer("a", rows: 20_000)
    var renderer = Renderer(format: format)
    var parts: [[UInt8]] = []
    renderer.render(answer) { parts.append($0) }
    #expect(parts.count > 3)
    #expect(parts.allSatisfy { (1...70_000).contains($0.count) })
    #expect(Array(parts.joined()) == Renderer.render([answer], as: format))
  }

  @Test func tablesWithoutColumnsOrCells() {
    let none = Answer(query: "q", table: Table(headings: [], rows: [[], []]))
    let short = Answer(
      query: "q", table: Table(headings: [Table.Heading("a", .text)], rows: [[]]))
    for format in OutputFormat.allCases {
      for width in [nil, 0, 1, 40] {
        let options = RenderingOptions(width: width)
        #expect(!Renderer(format: format, options: options).text(short).isEmpty)
        _ = Renderer(format: format, options: options).text(none)
      }
    }
  }
}
