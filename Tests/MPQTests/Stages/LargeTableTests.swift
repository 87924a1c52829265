import MPQAPI
import MPQCompiler
import MPQSyntax
import TestSupport
import Testing

@testable import MPQ

/// Tables whose size decides how they are sorted and grouped, against the plainest way.
struct LargeTableTests {
  private static let rowCount = 20_000

  /// Texts of all lengths: some in the bits of a value, some with storage of their own.
  private static func texts(distinct: Int) -> [String?] {
    var random = SeededGenerator(1)
    return (0..<rowCount).map { _ in
      let number = random.below(distinct)
      if number % 97 == 0 { return nil }
      return String(repeating: "prefix ", count: number % 4) + "\(number)"
    }
  }

  private static func numbers(_ number: (inout SeededGenerator) -> Number?) -> [Number?] {
    var random = SeededGenerator(2)
    return (0..<rowCount).map { _ in number(&random) }
  }

  private static let columns: [(name: String, cells: Table.Cells)] = [
    ("few texts", .texts(texts(distinct: 50))),
    ("many texts", .texts(texts(distinct: 15_000))),
    ("small integers", .numbers(numbers { .integer($0.below(1000) - 500) })),
    ("integers", .numbers(numbers { .integer(Int.random(in: .min ... .max, using: &$0)) })),
    (
      "doubles",
      .numbers(numbers { $0.below(9) == 0 ? nil : .double(.random(in: -1...1, using: &$0)) })
    ),
    (
      "both",
      .numbers(
        numbers { $0.below(2) == 0 ? .integer($0.below(100)) : .double(Double($0.below(100))) })
    ),
  ]

  @Test(arguments: columns.map(\.name), [false, true])
  func sort(_ name: String, _ isDescending: Bool) throws {
    let cells = try #require(Self.columns.first { $0.name == name }?.cells)
    let rows: [Number?] = (0..<Self.rowCount).map(Number.integer)
    let table = Table(columns: [
      Table.Column("row", .integer, isKey: true, .numbers(rows)),
      Table.Column("x", .number, cells),
    ])
    let stage = Stage.Kind.sort([SortKey("x", isDescending: isDescending)])
    let sorted = try StageRunner.apply(stage, to: table).table.columns
    let order = sorted[0].cells.numbers.compactMap { $0.map { Int($0.double) } }
    #expect(Set(order).count == Self.rowCount)
    for place in order.indices.dropFirst() {
      let (one, two) = (order[place - 1], order[place])
      let comparison = Self.order(cells[one], cells[two])
      let isRight =
        cells[two] == .null
        || cells[one] != .null && (isDescending ? comparison >= 0 : comparison <= 0)
      guard isRight && (comparison != 0 || one < two) else {
        Issue.record("rows \(one) and \(two)")
        return
      }
    }
  }

  /// -1, 0 or 1; nulls are equal.
  private static func order(_ one: Table.Cell, _ two: Table.Cell) -> Int {
    switch (one, two) {
    case (.text(let one), .text(let two)):
      one == two ? 0 : ByteText(one) < ByteText(two) ? -1 : 1
    case (.number(let one), .number(let two)):
      one < two ? -1 : two < one ? 1 : 0
    case (.null, .null): 0
    default: 2
    }
  }

  @Test(arguments: zip(columns.map(\.name), (columns[3...] + columns[..<3]).map(\.name)))
  func group(_ name: String, _ other: String) throws {
    let cells = try [name, other].map { name in
      try #require(Self.columns.first { $0.name == name }?.cells)
    }
    let groups = try RowGroups(cells, rowCount: Self.rowCount)
    var known: [[String]: UInt32] = [:]
    for row in 0..<Self.rowCount {
      let key = cells.map { cells -> String in
        switch cells[row] {
        case .null: "null"
        case .text(let text): "text \(text)"
        case .number(let number): number.shortText
        }
      }
      if known[key] == nil {
        known[key] = UInt32(known.count)
        #expect(groups.firstRows[known.count - 1] == row)
      }
      guard groups.ids[row] == known[key] else {
        Issue.record("row \(row)")
        return
      }
    }
    #expect(groups.count == known.count)
  }

  /// So many texts that they are numbered in parts.
  @Test func manyTexts() {
    var random = SeededGenerator(3)
    let texts: [String?] = (0..<120_000).map { _ in
      switch random.below(1000) {
      case 0: nil
      case 1: ""
      case 2: "cafe\u{301}"
      case 3: "caf\u{E9}"
      default: "\(random.below(2) == 0 ? "a longer text " : "")\(random.below(30_000))"
      }
    }
    let ids = ValueIDs(.texts(texts))
    var known: [ByteText?: UInt32] = [:]
    var firstRows: [RowNumber] = []
    let expected = texts.enumerated().map { row, text in
      let key = text.map(ByteText.init)
      if let id = known[key] { return id }
      known[key] = UInt32(firstRows.count)
      firstRows.append(RowNumber(row))
      return UInt32(firstRows.count - 1)
    }
    #expect(known.count > 1 << 15)
    #expect(ids.ids == expected)
    #expect(ids.firstRows == firstRows)
  }

  /// Equal texts in different storage are one value.
  @Test func storage() {
    let texts: [String?] = (0..<1000).map { "a text of more than 15 bytes, \($0 % 10)" }
    let ids = ValueIDs(.texts(texts))
    #expect(ids.ids == (0..<1000).map { UInt32($0 % 10) })
    #expect(ids.firstRows == Array(0..<10))
  }
}
