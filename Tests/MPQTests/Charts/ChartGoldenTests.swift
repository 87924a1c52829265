import MPQAPI
import MPQSyntax
import Testing

@testable import MPQ

/// Each file of Golden/Charts holds an answer as `--format json` prints it, and shows it as each
/// kind of chart.
struct ChartGoldenTests {
  @Test(arguments: GoldenFile.all(in: "Charts"))
  func charts(_ file: GoldenFile) throws {
    let source = try #require(file["answer"])
    let table = try Answer(json: JSONReader.read(Array(source.utf8))).table
    var sections = [
      section("80 columns", table, nil, .init()),
      section("24 columns, 12 lines", table, nil, .init(width: 24, height: 12)),
    ]
    for word in ChartWord.allCases {
      let narrow = RenderingOptions(width: 60, height: 24)
      sections.append(section("\(word), 60 columns, 24 lines", table, word, narrow))
      let ascii = RenderingOptions(width: 50, height: 20, boxStyle: .ascii)
      sections.append(section("\(word), 50 columns, 20 lines, ASCII", table, word, ascii))
    }
    try file.check(sections, inputs: ["answer"])
  }

  private func section(
    _ name: String, _ table: Table, _ word: ChartWord?, _ options: RenderingOptions
  ) -> GoldenFile.Section {
    guard let chart = Chart(table, word: word) else { return .init(name: name, text: "no chart") }
    let drawing = ChartText(options).render(chart)
    let notes = drawing.notes.map { "(\($0))" }.joined(separator: "\n")
    return .init(name: name, text: String(decoding: drawing.bytes, as: UTF8.self) + notes)
  }

  @Test func thereAreFiles() {
    #expect(GoldenFile.all(in: "Charts").count >= 10)
  }
}
