import MPQAPI
import MPQCompiler

/// A table as charts read it: its keys, and the numbers that one axis can show.
struct ChartSource {
  let table: Table
  /// The key that is the time; the last one with dates.
  let date: Table.Column?
  /// The other keys.
  let otherKeys: [Table.Column]
  /// All columns of numbers that are no keys.
  let numbers: [Table.Column]
  /// The numbers like the first ones: all in per cent, or none.
  let alike: [Table.Column]

  init(_ table: Table) {
    self.table = table
    let keys = table.columns.filter(\.isKey)
    let place = keys.lastIndex { $0.kind == .date }
    date = place.map { keys[$0] }
    otherKeys = keys.indices.filter { $0 != place }.map { keys[$0] }
    numbers = table.columns.filter { !$0.isKey && $0.kind.isNumeric }.map { column in
      var column = column
      column.name = Self.shown(column.name)
      return column
    }
    let isFraction = numbers.first?.kind == .fraction
    alike = numbers.filter { ($0.kind == .fraction) == isFraction }
  }

  /// Whether there is nothing to draw.
  var isAllNull: Bool {
    numbers.allSatisfy { column in column.cells.drawn.allSatisfy { $0 == nil } }
  }

  var isFraction: Bool { numbers.first?.kind == .fraction }

  /// The keys of each row as one name; names of columns are none.
  var rowNames: [String] { names(of: table.columns.filter(\.isKey)) }

  /// The cells of `columns` of each row as one name.
  func names(of columns: [Table.Column]) -> [String] {
    guard let first = columns.first else { return [String](repeating: "", count: table.rowCount) }
    guard columns.count > 1 else { return first.cells.names.map(Self.shown) }
    let texts = columns.map(\.cells.names)
    return (0..<table.rowCount).map { row in
      texts.map { Self.shown($0[row]) }.joined(separator: ", ")
    }
  }

  /// Two quotes for the empty text, which nobody would see.
  private static func shown(_ text: String) -> String { text.isEmpty ? "\"\"" : text }

  /// The rows by the cells of `columns`, in the order of the first row of each group.
  func groups(by columns: [Table.Column]) -> (names: [String], rows: [Int]) {
    let texts = columns.map(\.cells.names)
    guard !texts.isEmpty else { return ([""], [Int](repeating: 0, count: table.rowCount)) }
    var names: [String] = []
    var places: [[ByteText]: Int] = [:]
    let rows = (0..<table.rowCount).map { row in
      let key = texts.map { ByteText($0[row]) }
      if let place = places[key] { return place }
      places[key] = names.count
      names.append(key.map { Self.shown($0.text) }.joined(separator: ", "))
      return names.count - 1
    }
    return (names, rows)
  }

  /// Which numbers are not drawn because the others have another unit; one note for all.
  var unlikeNotes: [String] {
    let count = numbers.count - alike.count
    guard count > 0 else { return [] }
    let names = numbers.filter { ($0.kind == .fraction) != isFraction }
      .prefix(3).map { Note.quoted($0.name) }.joined(separator: ", ")
    let rest = count > 3 ? " and \(count - 3) more" : ""
    return ["not drawn, since the unit differs: \(names)\(rest)"]
  }

  /// The numbers of `columns` with the spelling that they share.
  func quantities(of columns: [Table.Column], rowCount: Int) -> [[Quantity]] {
    let rows = 0..<min(rowCount, table.rowCount)
    let cells = Table.Cells.numbers(columns.flatMap { $0.cells.numbers.prefix(rows.count) })
    let speller = NumberText(kind: columns.first?.kind ?? .number, cells: cells)
    return columns.map { column in rows.map { Quantity(column.cells[$0], speller) } }
  }
}

extension Quantity {
  init(_ cell: Table.Cell, _ speller: NumberText) {
    guard case .number(let number) = cell, let value = ValueRange.drawn(number.double) else {
      self.init(value: nil, text: "")
      return
    }
    self.init(value: value, text: speller.text(number))
  }
}

extension Table.Cells {
  /// The cells as names; a null is empty.
  var names: [String] {
    switch self {
    case .texts(let texts): texts.map { $0 ?? "" }
    case .numbers(let numbers):
      numbers.map { number in
        switch number {
        case .integer(let integer): String(integer)
        case .double(let double): double.description
        case nil: ""
        }
      }
    }
  }

  /// The cells as charts draw them.
  var drawn: [Double?] {
    switch self {
    case .texts(let texts): texts.map { _ in nil }
    case .numbers(let numbers): numbers.map { $0.flatMap { ValueRange.drawn($0.double) } }
    }
  }
}

extension Sequence<Double?> {
  /// The numbers that are not null.
  var present: some Sequence<Double> { lazy.compactMap(\.self) }
}
