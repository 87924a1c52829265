import TestSupport
import Testing

@testable import MPQSQLite
@testable import MPQStore

/// The columns of a day are read back unchanged, and damaged ones are rejected.
@Suite struct ColumnTests {
  /// A column with few or many values; some events have none.
  private static func column(_ random: inout SeededGenerator) -> [UInt32] {
    let highest = UInt32(1) << UInt32.random(in: 0...20, using: &random)
    let shares: [Double] = [0, 0.05, 0.5, 0.99]
    let missing = shares.randomElement(using: &random) ?? 0
    let count = Int.random(in: 1...400, using: &random)
    var column = (0..<count).map { _ in
      Double.random(in: 0..<1, using: &random) < missing
        ? 0 : UInt32.random(in: 1...highest, using: &random)
    }
    if column.allSatisfy({ $0 == 0 }) { column[0] = 1 }
    return column
  }

  /// A column of `numbers`; 0 means no value.
  private static func made(
    _ numbers: [UInt32], _ numbering: inout ValueNumbering
  ) -> ValueColumn {
    let rows = numbers.indices.filter { numbers[$0] > 0 }
    let isFilled = rows.count == rows.last.map { $0 + 1 }
    return ValueColumn(
      rows.map { numbers[$0] }, rows: isFilled ? nil : rows.map(UInt32.init), of: numbers.count,
      &numbering)
  }

  /// The numbers of the values in `range`; 0 for none.
  private static func numbers(of column: ValueColumn, in range: Range<Int>) -> [UInt32] {
    var numbers = [UInt32](repeating: 0, count: range.count)
    column.forEachValue(in: range) { row, value in
      numbers[row - range.lowerBound] = column.values[value]
    }
    return numbers
  }

  @Test func values() throws {
    var random = SeededGenerator(21)
    var numbering = ValueNumbering()
    for _ in 0..<400 {
      let numbers = Self.column(&random)
      let column = Self.made(numbers, &numbering)
      #expect(Self.numbers(of: column, in: numbers.indices) == numbers)
      let start = Int.random(in: 0...numbers.count, using: &random)
      let part = start..<Int.random(in: start...numbers.count, using: &random)
      #expect(Self.numbers(of: column, in: part) == Array(numbers[part]))
      for (value, count) in zip(column.values, column.counts) {
        #expect(numbers.count { $0 == value } == count)
      }
      let read = try column.bytes.withUnsafeBytes {
        try ValueColumn($0, of: numbers.count, highest: 1 << 20)
      }
      #expect(Self.numbers(of: read, in: numbers.indices) == numbers)
      #expect(read.values == column.values && read.counts == column.counts)
      #expect(read.bytes == column.bytes)
      let header = try column.bytes.withUnsafeBytes {
        try ValueColumn($0, of: nil, highest: 1 << 20)
      }
      #expect(header.counts == column.counts)
      #expect(header.isSummary)
    }
  }

  /// Numbers that are too high to be indices are hashed, with the same result.
  @Test func highValues() {
    var numbering = ValueNumbering()
    let column: [UInt32] = [0, 7, .max, 7, 1 << 30]
    let high = Self.made(column, &numbering)
    #expect(high.values == [7, 1 << 30, .max])
    #expect(high.counts == [2, 1, 1])
    #expect(Self.numbers(of: high, in: 0..<5) == column)
    var places = PlaceTable(highest: Int(UInt32.max))
    let given = column.map { places.place(of: $0) }
    #expect(given == [0, 1, 2, 1, 3])
    places.reset()
    let again = places.place(of: .max)
    #expect(again == 0)
  }

  private static func rows(_ random: inout SeededGenerator) throws -> DayRows {
    var builder = DayBuilder(properties: 0..<0, nil)
    var time = 1_700_000_000
    for _ in 0..<Int.random(in: 1...300, using: &random) {
      time += Int.random(in: 0...200, using: &random)
      let user = Int.random(in: 1...Int.random(in: 1...5000, using: &random), using: &random)
      try builder.add(
        time: time, user: user, properties: UnsafeRawBufferPointer(start: nil, count: 0))
    }
    var numbering = ValueNumbering()
    return try #require(try builder.finish(&numbering)).rows
  }

  @Test func rowsOfDays() throws {
    var random = SeededGenerator(22)
    for _ in 0..<100 {
      let rows = try Self.rows(&random)
      let users = try rows.userBytes.withUnsafeBytes { try DayRows.users($0, highest: 5000) }
      #expect(users == rows.users)
      let read = try rows.rowBytes.withUnsafeBytes {
        try DayRows($0, users: users, first: rows.first)
      }
      #expect(read == rows)
      let start = rows.first + Int.random(in: -500...20_000, using: &random)
      let times = start..<(start + Int.random(in: 0...5000, using: &random))
      let inside = rows.seconds.indices.filter {
        times.contains(rows.first + Int(rows.seconds[$0]))
      }
      #expect(Array(rows.indices(in: times)) == inside)
    }
  }

  /// Modified or truncated bytes give numbers within their limits, or an error.
  @Test func damage() throws {
    var random = SeededGenerator(23)
    var numbering = ValueNumbering()
    var refused = 0
    for _ in 0..<3000 {
      let column = Self.column(&random)
      let rows = try Self.rows(&random)
      var bytes =
        Bool.random(using: &random)
        ? Self.made(column, &numbering).bytes : rows.rowBytes
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let index = Int.random(in: bytes.indices, using: &random)
        bytes[index] = UInt8.random(in: 0...255, using: &random)
      }
      if Bool.random(using: &random) {
        bytes.removeLast(Int.random(in: 0...bytes.count, using: &random))
      }
      bytes.withUnsafeBytes { bytes in
        let values = try? ValueColumn(bytes, of: column.count, highest: 1 << 20)
        if let values {
          values.forEachValue(in: column.indices) { row, value in
            #expect(column.indices.contains(row) && values.values.indices.contains(value))
          }
        } else {
          refused += 1
        }
        if let read = try? DayRows(bytes, users: rows.users, first: 0) {
          #expect(read.places.allSatisfy { $0 < rows.users.count })
          #expect(read.seconds.count == read.places.count)
        }
        if let users = try? DayRows.users(bytes, highest: 5000) {
          #expect(users.allSatisfy { $0 <= 5000 })
        }
      }
    }
    #expect(refused > 0)
  }

  /// The passes together build the same columns with any limit on values in memory.
  @Test(arguments: [1, 7, 100, 5000])
  func passes(_ valueLimit: Int) throws {
    var random = SeededGenerator(UInt64(valueLimit))
    let events = (0..<500).map { _ in
      Set(
        (0..<Int.random(in: 0...6, using: &random)).map { _ in
          Int.random(in: 1...40, using: &random)
        }
      ).sorted().map { property in
        PropertyList.Entry(
          property: property, value: Int.random(in: 1...9, using: &random), isText: true)
      }
    }
    func result(_ properties: Range<Int>, _ limit: Int) throws -> DayBuilder.Result {
      var builder = DayBuilder(properties: properties, valueLimit: limit, nil)
      for (index, entries) in events.enumerated() {
        try PropertyList.bytes(of: entries, .plain).withUnsafeBytes {
          try builder.add(time: 1_700_000_000 + index, user: 1, properties: $0)
        }
      }
      var numbering = ValueNumbering()
      return try #require(try builder.finish(&numbering))
    }
    let all = try result(DayBuilder.allProperties, .max)
    #expect(all.rest.isEmpty)
    var rest = DayBuilder.allProperties
    var columns: [(property: Int, column: ValueColumn)] = []
    var passes = 0
    while !rest.isEmpty {
      let built = try result(rest, valueLimit)
      if passes == 0 { #expect(built.propertyBytes == all.propertyBytes) }
      #expect(built.rows == all.rows)
      columns += built.columns
      rest = built.rest
      passes += 1
    }
    #expect(columns.map(\.property) == all.columns.map(\.property))
    #expect(columns.map(\.column.bytes) == all.columns.map(\.column.bytes))
    #expect((passes > 1) == (valueLimit < 1000))
  }
}
