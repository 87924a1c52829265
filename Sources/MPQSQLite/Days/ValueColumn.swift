internal import MPQStore

/// The values of one property, event by event, of one name and day.
struct ValueColumn: Equatable {
  /// The numbers of the different values, ascending.
  var values: [UInt32]
  /// How many events have each.
  var counts: [Int]
  /// For each event, the index of its value in `values` plus 1; 0 where it has none.
  var places: [UInt32]

  /// How the places are written.
  private enum Form: Int {
    /// Every event has a value.
    case full
    /// One place for each event.
    case dense
    /// The events that have a value, and their places.
    case sparse
  }

  /// Numbers the values of all events; 0 stands for none.
  init(_ column: some Sequence<UInt32>, _ numbering: inout ValueNumbering) {
    (values, counts, places) = numbering.number(column)
  }

  var bytes: [UInt8] {
    var writer = PackedWriter()
    let present = counts.reduce(0, +)
    let width = PackedWriter.width(of: values.count - 1)
    let denseWidth = PackedWriter.width(of: values.count)
    let form: Form
    if present == places.count {
      form = .full
    } else {
      form = present * (8 + width) < places.count * denseWidth ? .sparse : .dense
    }
    writer.varint(form.rawValue)
    writer.varint(values.count)
    var last: UInt32 = 0
    for (value, count) in zip(values, counts) {
      // Most values of a small day stand there once.
      writer.varint(Int(value - last) << 1 | (count == 1 ? 1 : 0))
      if count > 1 { writer.varint(count) }
      last = value
    }
    switch form {
    case .full: writer.packed(places.lazy.map { $0 - 1 }, width: width)
    case .dense: writer.packed(places, width: denseWidth)
    case .sparse:
      var previous = 0
      for (row, place) in places.enumerated() where place > 0 {
        writer.varint(row - previous)
        previous = row
      }
      writer.packed(places.lazy.filter { $0 > 0 }.map { $0 - 1 }, width: width)
    }
    return writer.bytes
  }

  /// Reads ``bytes``.
  ///
  /// - Parameters:
  ///   - bytes: What was written.
  ///   - rows: How many events there are; `nil` where only values and counts are needed, and
  ///     `places` is left empty.
  ///   - highest: The highest number of a value of the property.
  /// - Throws: ``PackedReader/damage``.
  init(_ bytes: UnsafeRawBufferPointer, rows: Int?, highest: Int) throws {
    var reader = PackedReader(bytes)
    guard let form = Form(rawValue: try reader.varint()) else { throw PackedReader.damage }
    let count = try reader.count()
    values = []
    counts = []
    values.reserveCapacity(count)
    counts.reserveCapacity(count)
    var value = 0
    for _ in 0..<count {
      let step = try reader.varint()
      value &+= step >> 1
      guard value > 0, value <= highest, value <= Int(UInt32.max) else { throw PackedReader.damage }
      values.append(UInt32(value))
      counts.append(step & 1 == 1 ? 1 : try reader.varint())
    }
    places = []
    guard let rows else { return }
    let width = PackedWriter.width(of: count - 1)
    switch form {
    case .full:
      places = try reader.packed(rows, width: width, limit: count - 1)
      for index in places.indices { places[index] += 1 }
    case .dense:
      places = try reader.packed(rows, width: PackedWriter.width(of: count), limit: count)
    case .sparse:
      var present = 0
      for count in counts {
        guard count <= rows - present else { throw PackedReader.damage }
        present += count
      }
      let indices = try reader.ascending(present, from: 0, limit: rows - 1)
      let packed = try reader.packed(present, width: width, limit: count - 1)
      places = [UInt32](repeating: 0, count: rows)
      for (index, place) in zip(indices, packed) { places[Int(index)] = place + 1 }
    }
  }
}

/// Gives the different numbers of a column places in their order; it is used again and again.
struct ValueNumbering {
  /// Where higher numbers stand, which need too much room as indices, they are hashed.
  private static let denseLimit = 1 << 24

  /// For each number, how often it stands in the column, and then its place.
  private var dense: [UInt32] = []

  /// The different numbers but 0, how often each stands there, and the column of their places.
  mutating func number(
    _ column: some Sequence<UInt32>
  ) -> (values: [UInt32], counts: [Int], places: [UInt32]) {
    let column = Array(column)
    let highest = Int(column.max() ?? 0)
    guard highest < Self.denseLimit else { return hash(column) }
    if dense.count <= highest {
      dense += [UInt32](repeating: 0, count: max(highest + 1, dense.count * 2) - dense.count)
    }
    var values: [UInt32] = []
    for number in column {
      if dense[Int(number)] == 0, number > 0 { values.append(number) }
      dense[Int(number)] += 1
    }
    values.sort()
    let counts = values.map { Int(dense[Int($0)]) }
    for (index, value) in values.enumerated() { dense[Int(value)] = UInt32(index + 1) }
    dense[0] = 0
    let places = column.map { dense[Int($0)] }
    for value in values { dense[Int(value)] = 0 }
    return (values, counts, places)
  }

  private func hash(_ column: [UInt32]) -> (values: [UInt32], counts: [Int], places: [UInt32]) {
    var tallies: [UInt32: Int] = [:]
    for number in column where number > 0 { tallies[number, default: 0] += 1 }
    let values = tallies.keys.sorted()
    var places: [UInt32: UInt32] = [0: 0]
    for (index, value) in values.enumerated() { places[value] = UInt32(index + 1) }
    return (values, values.map { tallies[$0] ?? 0 }, column.map { places[$0] ?? 0 })
  }
}
