import Foundation
import MPQ
import MPQAPI
import MPQCompiler
import MPQSyntax

/// Applies stages to one invented table, and reports the time of each.
///
///     stages-benchmark table ROWS     writes the table as CSV
///     stages-benchmark run ROWS       one case per line of standard input
///
/// The answer to a case is a line: microseconds, the number of rows, and a sum of the results.
@main
enum StagesBenchmark {
  /// The cases, named as in `run`.
  static let stages: [String: Stage.Kind] = [
    "sort count desc": .sort([SortKey(Name("count"), isDescending: true)]),
    "sort rate": .sort([SortKey(Name("rate"))]),
    "sort visitor": .sort([SortKey(Name("visitor"))]),
    "sum by visitor": .fold(.sum, by: [Name("visitor")]),
    "sort page": .sort([SortKey(Name("page"))]),
    "sort page, rate desc": .sort([
      SortKey(Name("page")), SortKey(Name("rate"), isDescending: true),
    ]),
    "where count >= 500000": .where(.comparison(Name("count"), .greaterOrEqual, number("500000"))),
    "where page = \"page 77\"": .where(.comparison(Name("page"), .equal, text("page 77"))),
    "where page ~ \"AGE 1\" and rate < 0.5": .where(
      .and([
        .comparison(Name("page"), .contains, text("AGE 1")),
        .comparison(Name("rate"), .less, number("0.5")),
      ])),
    "sum by date": .fold(.sum, by: [Name("date")]),
    "sum by page": .fold(.sum, by: [Name("page")]),
    "mean by page, plan": .fold(.mean, by: [Name("page"), Name("plan")]),
    "sum": .fold(.sum, by: []),
    "rolling 7": .rolling(7),
    "rolling 90": .rolling(90),
  ]

  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count == 3, let rows = Int(arguments[2]) else { exit(64) }
    let table = makeTable(rows: rows)
    if arguments[1] == "table" { return write(table) }
    while let line = readLine() {
      guard let stage = stages[line] else { exit(64) }
      let begin = ContinuousClock.now
      guard let result = try? StageRunner.apply(stage, to: table) else { exit(70) }
      let taken = ContinuousClock.now - begin
      let microseconds =
        taken.components.seconds * 1_000_000 + taken.components.attoseconds / 1_000_000_000_000
      let answer = "\(microseconds)\t\(result.table.rowCount)\t\(sum(of: result.table))\n"
      FileHandle.standardOutput.write(Data(answer.utf8))
    }
  }

  private static func number(_ text: String) -> Value { Value(.number(text)) }
  private static func text(_ text: String) -> Value { Value(.text(text)) }

  /// Days by pages: two keys in the order of the days, texts of which few or most are different,
  /// and three columns of numbers.
  private static func makeTable(rows: Int) -> Table {
    var state: UInt64 = 1
    func random(_ bound: UInt64) -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 33) % bound
    }
    let pages = 1000
    let start = Date(timeIntervalSince1970: 946_684_800)
    let format = Date.ISO8601FormatStyle().year().month().day()
    let days = (0...rows / pages).map {
      start.addingTimeInterval(86_400 * Double($0)).formatted(format)
    }
    var (dates, names, plans): ([String?], [String?], [String?]) = ([], [], [])
    var visitors: [String?] = []
    var (counts, totals, rates): ([Number?], [Number?], [Number?]) = ([], [], [])
    for row in 0..<rows {
      dates.append(days[row / pages])
      names.append("page \(row % pages)")
      plans.append(["free", "pro", "business, yearly"][Int(random(3))])
      visitors.append("visitor \(String(random(UInt64(rows)), radix: 36)) of the day")
      counts.append(random(100) == 0 ? nil : .integer(Int(random(1_000_000))))
      totals.append(.integer(Int(random(1 << 30))))
      rates.append(.double(Double(random(1 << 31)) / Double(1 << 31)))
    }
    return Table(columns: [
      Table.Column("date", .date, isKey: true, .texts(dates)),
      Table.Column("page", .text, isKey: true, .texts(names)),
      Table.Column("plan", .text, .texts(plans)),
      Table.Column("visitor", .text, .texts(visitors)),
      Table.Column("count", .integer, .numbers(counts)),
      Table.Column("total", .integer, .numbers(totals)),
      Table.Column("rate", .number, .numbers(rates)),
    ])
  }

  private static func write(_ table: Table) {
    var bytes: [UInt8] = []
    func add(_ cells: [String]) {
      for (index, cell) in cells.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        bytes += cell.contains(",") ? "\"\(cell)\"".utf8 : cell.utf8
      }
      bytes.append(0x0a)
    }
    add(table.columns.map(\.name))
    for row in 0..<table.rowCount {
      add(
        table.columns.map { column in
          switch column.cells[row] {
          case .null: ""
          case .text(let text): text
          case .number(.integer(let integer)): "\(integer)"
          case .number(.double(let double)): "\(double)"
          }
        })
    }
    FileHandle.standardOutput.write(Data(bytes))
  }

  /// The sum of all numbers, each times the place of its row from 1, up to 1000.
  private static func sum(of table: Table) -> Double {
    var sum = 0.0
    for column in table.columns {
      guard case .numbers(let numbers) = column.cells else { continue }
      for (row, number) in numbers.enumerated() {
        sum += (number?.double ?? 0) * Double(row % 1000 + 1)
      }
    }
    return sum
  }
}
