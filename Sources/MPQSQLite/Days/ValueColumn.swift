internal import MPQStore

/// The values of one property in the events of one name and day.
struct ValueColumn {
  /// The numbers of the distinct values, ascending.
  private(set) var values: [UInt32]
  /// The number of events of each value.
  private(set) var counts: [Int]
  /// Indices in `values` plus 1, one for each event in `rows`; if `rows` is `nil`, one for each
  /// event, with 0 for no value.
  private var places: [UInt32]
  /// The indices of the events that have a value, ascending; `nil` if most events have one.
  private var rows: [UInt32]?
  /// The number of events.
  private var eventCount: Int

  /// How the places are stored.
  private enum Form: Int {
    /// Every event has a value.
    case full
    /// One place for each event.
    case dense
    /// The events that have a value, and their places.
    case sparse
  }

  /// Whether only the values and their counts are known.
  var isSummary: Bool { places.isEmpty }

  /// Numbers values.
  ///
  /// - Parameters:
  ///   - numbers: The values of the events that have one.
  ///   - rows: Their indices, ascending; `nil` for the first ones.
  ///   - eventCount: The number of events.
  ///   - numbering: Numbers the values.
  init(
    _ numbers: [UInt32], rows: [UInt32]?, of eventCount: Int, _ numbering: inout ValueNumbering
  ) {
    (values, counts, places) = numbering.number(numbers)
    self.eventCount = eventCount
    if numbers.count == eventCount {
      self.rows = nil
    } else {
      self.rows = rows ?? Array(0..<UInt32(numbers.count))
      if Self.isDense(numbers.count, of: eventCount) { expand() }
    }
  }

  /// Whether storing a place for each event takes no more memory than storing rows and places.
  private static func isDense(_ present: Int, of eventCount: Int) -> Bool {
    present * 2 >= eventCount
  }

  /// Converts to one place for each event.
  private mutating func expand() {
    places = allPlaces
    rows = nil
  }

  /// A place for each event.
  private var allPlaces: [UInt32] {
    guard let rows else { return places }
    var all = [UInt32](repeating: 0, count: eventCount)
    for (row, place) in zip(rows, places) { all[Int(row)] = place }
    return all
  }

  /// Calls `body` with the index of each event in `range` that has a value, and the index of the
  /// value in `values`.
  @inline(__always)
  func forEachValue(in range: Range<Int>, _ body: (_ row: Int, _ value: Int) -> Void) {
    places.withUnsafeBufferPointer { places in
      guard let rows else {
        for row in range where places[row] > 0 { body(row, Int(places[row]) - 1) }
        return
      }
      rows.withUnsafeBufferPointer { rows in
        var index = Self.index(of: range.lowerBound, in: rows)
        while index < rows.count, Int(rows[index]) < range.upperBound {
          body(Int(rows[index]), Int(places[index]) - 1)
          index += 1
        }
      }
    }
  }

  /// The index of the first of `rows` that is not before `row`.
  private static func index(of row: Int, in rows: UnsafeBufferPointer<UInt32>) -> Int {
    var range = 0..<rows.count
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      range = Int(rows[middle]) < row ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return range.lowerBound
  }

  // MARK: - Bytes

  var bytes: [UInt8] {
    var writer = PackedWriter()
    let present = counts.reduce(0, +)
    let width = PackedWriter.width(of: values.count - 1)
    let denseWidth = PackedWriter.width(of: values.count)
    let form: Form
    if present == eventCount {
      form = .full
    } else {
      form = present * (8 + width) < eventCount * denseWidth ? .sparse : .dense
    }
    writer.varint(form.rawValue)
    writer.varint(values.count)
    var last: UInt32 = 0
    for (value, count) in zip(values, counts) {
      // Most values of a small day occur once.
      writer.varint(Int(value - last) << 1 | (count == 1 ? 1 : 0))
      if count > 1 { writer.varint(count) }
      last = value
    }
    switch form {
    case .full: writer.packed(places.lazy.map { $0 - 1 }, width: width)
    case .dense: writer.packed(allPlaces, width: denseWidth)
    case .sparse:
      var previous = 0
      forEachValue(in: 0..<eventCount) { row, _ in
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
  ///   - bytes: The stored bytes.
  ///   - eventCount: The number of events; `nil` if only values and counts are needed.
  ///   - highest: The highest number of a value of the property.
  /// - Throws: ``PackedReader/damage``.
  init(_ bytes: UnsafeRawBufferPointer, of eventCount: Int?, highest: Int) throws {
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
    self.eventCount = eventCount ?? 0
    guard let eventCount else { return }
    let width = PackedWriter.width(of: count - 1)
    switch form {
    case .full:
      places = try reader.packed(eventCount, width: width, limit: count - 1)
      for index in places.indices { places[index] += 1 }
    case .dense:
      places = try reader.packed(eventCount, width: PackedWriter.width(of: count), limit: count)
    case .sparse:
      try readSparse(&reader, width: width)
    }
  }

  private mutating func readSparse(_ reader: inout PackedReader, width: Int) throws {
    var present = 0
    for count in counts {
      guard count <= eventCount - present else { throw PackedReader.damage }
      present += count
    }
    let indices = try reader.ascending(present, limit: eventCount - 1)
    guard zip(indices, indices.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw PackedReader.damage
    }
    places = try reader.packed(present, width: width, limit: values.count - 1)
    for index in places.indices { places[index] += 1 }
    rows = indices
    if Self.isDense(present, of: eventCount) { expand() }
  }
}
