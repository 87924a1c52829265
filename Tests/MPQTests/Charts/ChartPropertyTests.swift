import MPQAPI
import MPQCompiler
import MPQSyntax
import TestSupport
import Testing

@testable import MPQ

/// Properties of charts of any table.
struct ChartPropertyTests {
  private static let seeds: [UInt64] = [1, 2, 3, 4, 5, 6]
  private static let words: [ChartWord?] = [nil] + ChartWord.allCases

  @Test(arguments: seeds)
  func chartsFitAndShowNothingInvisible(_ seed: UInt64) {
    var tables = HostileTables(seed: seed)
    for _ in 0..<60 {
      let table = tables.next()
      for word in Self.words {
        for style in [RenderingOptions.BoxStyle.unicode, .ascii] {
          let width = [20, 33, 80, 150][tables.random.below(4)]
          let height = [nil, 10, 30][tables.random.below(3)]
          check(
            table, word, RenderingOptions(width: width, height: height, boxStyle: style), width)
        }
      }
    }
  }

  private func check(_ table: Table, _ word: ChartWord?, _ options: RenderingOptions, _ width: Int)
  {
    let numbers: Set<ColumnKind> = [.integer, .number, .fraction]
    guard let chart = Chart(table, word: word) else {
      let hasNumbers = table.columns.contains { !$0.isKey && numbers.contains($0.kind) }
      #expect(table.rowCount == 0 || !hasNumbers)
      return
    }
    let drawing = ChartText(options).render(chart)
    let text = String(decoding: drawing.bytes, as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.allSatisfy { displayWidth(String($0)) <= width })
    #expect(VisibleText.hidden(in: text, allowing: ["\n"]).isEmpty)
    for note in drawing.notes { #expect(VisibleText.hidden(in: note, allowing: []).isEmpty) }
    #expect(!text.contains("nan") && !text.contains("inf"))
    if let height = options.height { #expect(lines.count <= max(height, 20)) }
  }

  @Test(arguments: seeds)
  func coloursChangeNoCharacter(_ seed: UInt64) {
    var tables = HostileTables(seed: seed)
    for _ in 0..<20 {
      let table = tables.next()
      for word in Self.words {
        let plain = ChartText.bytes(table, word: word, options: .init(width: 60))
        let colored = ChartText.bytes(
          table, word: word, options: .init(width: 60, isColored: true))
        #expect(withoutColors(colored) == plain)
      }
    }
  }

  private func withoutColors(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var rest = bytes[...]
    while let byte = rest.popFirst() {
      if byte == 0x1b {
        rest = rest.drop { $0 != UInt8(ascii: "m") }.dropFirst()
      } else {
        result.append(byte)
      }
    }
    return result
  }

  @Test func manyPointsAreDrawn() {
    let days = (0..<10_000).map { CivilDate(dayNumber: $0).description }
    let values = (0..<10_000).map { Number.integer($0 * 7919 % 1000) }
    let table = Table(columns: [
      .init("date", .date, isKey: true, .texts(days)), .init("signup", .integer, .numbers(values)),
    ])
    for word in Self.words {
      check(table, word, .init(width: 80, height: 24), 80)
    }
  }
}

/// Tables with odd numbers, dates and names, the same ones in each run.
private struct HostileTables {
  var random: SeededGenerator
  private var names: HostileAnswers

  init(seed: UInt64) {
    random = SeededGenerator(seed)
    names = HostileAnswers(seed: seed)
  }

  /// Either a table of any columns, or one that looks like that of a query.
  mutating func next() -> Table {
    guard random.below(3) > 0 else { return names.next().table }
    let rowCount = [1, 2, 7, 40][random.below(4)]
    var keys: [Table.Column] = []
    if random.below(2) == 0 {
      let column = names.next().query
      let groups = 1 + random.below(12)
      let texts = (0..<rowCount).map { "\($0 % groups)" }
      keys.append(.init(column, .text, isKey: true, .texts(texts)))
    }
    if random.below(3) > 0 {
      let name = random.below(3) == 0 ? "cohort" : "date"
      keys.append(.init(name, .date, isKey: true, .texts(dates(rowCount))))
    }
    if random.below(4) == 0 {
      let steps = (0..<rowCount).map { Number.integer($0 % 4 + 1) }
      keys.append(.init("step", .integer, isKey: true, .numbers(steps)))
    }
    let columns = (0..<[1, 2, 5, 200][random.below(4)]).map { place in
      let kind = [ColumnKind.integer, .number, .fraction][random.below(3)]
      let name = random.below(2) == 0 ? "\(place)" : names.next().query
      return Table.Column(name, kind, .numbers((0..<rowCount).map { _ in number() }))
    }
    let ends = random.below(4) == 0 ? ["start", "end", "total"] : []
    return Table(
      columns: keys + columns
        + ends.map { name in
          .init(name, .integer, .numbers((0..<rowCount).map { _ in number() }))
        })
  }

  private mutating func dates(_ count: Int) -> [String?] {
    let isHourly = random.below(3) == 0
    let start = random.below(30_000)
    return (0..<count).map { place in
      switch random.below(60) {
      case 0: nil
      case 1 where isHourly: "soon"
      default:
        isHourly
          ? CivilDate(dayNumber: start + place / 24).label(seconds: place % 24 * 3600)
          : CivilDate(dayNumber: start + place).description
      }
    }
  }

  private static let oddNumbers: [Double] = [
    .infinity, -.infinity, .nan, 1e308, -1e308, .leastNonzeroMagnitude, 1e12,
  ]

  private mutating func number() -> Number? {
    switch random.below(14) {
    case 0: nil
    case 1: .integer([.max, .min, 0][random.below(3)])
    case 2: .double(Self.oddNumbers[random.below(Self.oddNumbers.count)])
    case 3: .double(-Double(random.below(1000)) / 7)
    case 4: .double(Double(random.below(1000)) / 1e6)
    default: .integer(random.below(1_000))
    }
  }
}
