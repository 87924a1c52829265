import MPQAPI
import MPQCompiler
import MPQSyntax
import Testing

@testable import MPQ

/// Answers to queries that end in `| chart`.
struct ChartAnswerTests {
  private func answer(_ word: ChartWord?, _ table: Table? = nil) -> Answer {
    let counts = Table(columns: [
      .init("event", .text, isKey: true, .texts(["signup", "login"])),
      .init("amount", .integer, .numbers([.integer(4), .integer(2)])),
    ])
    return Answer(query: "top events | chart", table: table ?? counts, chart: .init(word))
  }

  private func text(_ answer: Answer, _ format: OutputFormat) -> String {
    String(
      decoding: Renderer.render([answer], as: format, options: .init(width: 24)), as: UTF8.self)
  }

  @Test func chartsReplaceTheTable() {
    #expect(text(answer(nil), .table) == "signup  4  █████████████\nlogin   2  ██████▌\n")
    #expect(text(answer(.bar), .table) == text(answer(nil), .table))
  }

  @Test func otherFormatsWriteTheData() {
    var plain = answer(nil)
    plain.chart = nil
    for format in OutputFormat.allCases where format != .table {
      #expect(text(answer(nil), format) == text(plain, format))
    }
  }

  @Test func tablesWithoutNumbersStayTables() {
    let names = Table(columns: [.init("event", .text, isKey: true, .texts(["signup"]))])
    #expect(text(answer(nil, names), .table).contains("no chart: the table has no numbers"))
    let empty = Table(columns: [.init("event", .text, isKey: true, .texts([]))])
    #expect(text(answer(nil, empty), .table).contains("no rows"))
  }

  private func choice(_ columns: [Table.Column]) -> ChartWord {
    ChartSource(Table(columns: columns)).suitable
  }

  @Test func theColumnsChooseTheKind() {
    let two = Table.Cells.numbers([.integer(1), .integer(2)])
    let dates = Table.Cells.texts(["2024-05-28", "2024-05-29"])
    let date = Table.Column("date", .date, isKey: true, dates)
    let series = { (count: Int) in (0..<count).map { Table.Column("e\($0)", .integer, two) } }
    #expect(choice([date] + series(8)) == .line)
    #expect(choice([date] + series(9)) == .spark)
    let sameDate = Table.Column("date", .date, isKey: true, .texts(["2024-05-28", "2024-05-28"]))
    #expect(choice([sameDate] + series(2)) == .bar)
    #expect(choice([.init("event", .text, isKey: true, .texts(["a", "b"]))] + series(1)) == .bar)
    #expect(choice([.init("cohort", .date, isKey: true, dates)] + series(4)) == .heat)
    let step = Table.Column("step", .integer, isKey: true, two)
    #expect(choice([date, step, .init("count", .integer, two)]) == .funnel)
    let steps = ["1", "2", "start", "end", "total"].map { Table.Column($0, .integer, two) }
    #expect(choice([date] + steps) == .funnel)
  }
}
