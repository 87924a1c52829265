/// Numbers by bucket, one row per name: the answer of `events` and `events/properties`.
///
/// All numbers are in one array, 16 bytes each.
public struct SeriesResult: Equatable, Sendable {
  /// One event or one value of a property, with its numbers.
  public struct Row: Equatable, Sendable {
    /// The event or the value.
    public var name: String
    /// One number per label.
    ///
    /// It is `nil` where the answer had null, and 0 where the answer left the bucket out.
    public var values: Values

    /// Gives `values`, one per label, to `name`.
    public init(name: String, values: [Number?]) {
      self.init(name: name, values: Values(cells: values[...]))
    }

    fileprivate init(name: String, values: Values) {
      self.name = name
      self.values = values
    }
  }

  /// The buckets, ascending.
  public let labels: [String]
  /// The rows, in the order of the answer.
  public var rows: Rows { Rows(names: names, cells: cells, width: labels.count) }
  /// How many numbers the answer had for buckets that its list of buckets lacks.
  public private(set) var outsideCount = 0

  private var names: [String] = []
  private var cells: [Number?] = []

  /// A series over `labels`; rows that are shorter are filled with zeros, longer ones are cut.
  public init(labels: [String], rows: [Row]) {
    self.labels = labels
    names = rows.map(\.name)
    cells.reserveCapacity(labels.count * rows.count)
    for row in rows {
      cells += row.values.prefix(labels.count)
      cells += repeatElement(.integer(0), count: max(0, labels.count - row.values.count))
    }
  }

  /// The answer in the document's form, filled with zeros.
  public var json: JSONValue {
    let values = rows.map { row in
      JSONMember(
        row.name,
        .object(zip(labels, row.values).map { JSONMember($0, $1?.json ?? .null) }))
    }
    return .object([
      JSONMember(
        "data",
        .object([
          JSONMember("series", .array(labels.map(JSONValue.text))),
          JSONMember("values", .object(values)),
        ])),
      JSONMember("legend_size", .integer(rows.count)),
    ])
  }
}

// MARK: - Reading

extension SeriesResult {
  init(_ json: inout JSONCursor) throws(ReadingFailure) {
    var series: SeriesResult?
    try json.object(requiring: "data") { json, name throws(ReadingFailure) in
      guard json.isName(name, "data") else { return try json.skipMember(name) }
      series = try SeriesResult(data: &json)
    }
    self = series ?? SeriesResult(labels: [], rows: [])
  }

  private init(data json: inout JSONCursor) throws(ReadingFailure) {
    var labels: JSONLabels?
    var rows: (names: [String], cells: [Number?], outsideCount: Int) = ([], [], 0)
    /// Where the rows are, if they come before the labels.
    var start: Int?
    try json.object(requiring: "series", "values") { json, name throws(ReadingFailure) in
      if json.isName(name, "series") {
        labels = try JSONLabels(&json)
      } else if !json.isName(name, "values") {
        try json.skip()
      } else if labels == nil {
        _ = try json.next()
        start = json.position
        try json.skipUncounted()
      } else {
        try Self.read(&json, &labels, into: &rows)
      }
    }
    if let start {
      let end = json.position
      json.position = start
      try Self.read(&json, &labels, into: &rows)
      json.position = end
    }
    let strings = labels?.strings(of: json) ?? []
    // Labels sort as texts: they are dates with leading zeros.
    let order = strings.indices.sorted { ByteText(strings[$0]) < ByteText(strings[$1]) }
    if order != Array(strings.indices) {
      // Row by row, so that there is no second array of all numbers.
      for first in stride(from: 0, to: rows.cells.count, by: order.count) {
        let sorted = order.map { rows.cells[first + $0] }
        for (index, number) in sorted.enumerated() { rows.cells[first + index] = number }
      }
    }
    self.labels = order.map { strings[$0] }
    names = rows.names
    cells = rows.cells
    outsideCount = rows.outsideCount
  }

  private static func read(
    _ json: inout JSONCursor, _ labels: inout JSONLabels?,
    into rows: inout (names: [String], cells: [Number?], outsideCount: Int)
  ) throws(ReadingFailure) {
    guard var known = labels else { return }
    try json.map { json, name throws(ReadingFailure) in
      // Filling amplifies: a short answer may have many labels and many empty rows.
      try json.charge(known.count)
      rows.names.append(try json.keep(name))
      let first = rows.cells.count
      rows.cells += repeatElement(.integer(0), count: known.count)
      try known.numbers(&json) { _, index, number in
        guard let index else {
          rows.outsideCount += 1
          return
        }
        rows.cells[first + index] = number
      }
    }
    labels = known
  }
}

// MARK: - Views of the numbers

extension SeriesResult {
  /// The rows of a series; each is created on demand.
  public struct Rows: RandomAccessCollection, Sendable {
    fileprivate let names: [String]
    fileprivate let cells: [Number?]
    fileprivate let width: Int

    /// The index of the first row.
    public var startIndex: Int { 0 }
    /// The index after the last row.
    public var endIndex: Int { names.count }

    /// The row at `index`.
    public subscript(index: Int) -> Row {
      Row(name: names[index], values: Values(cells: cells[index * width..<(index + 1) * width]))
    }
  }

  /// The numbers of a row, by the index of their labels.
  public struct Values: RandomAccessCollection, MutableCollection, Equatable, Sendable {
    fileprivate var cells: ArraySlice<Number?>

    /// The index of the first label's.
    public var startIndex: Int { 0 }
    /// The index after the last label's.
    public var endIndex: Int { cells.count }

    /// The number of the label at `index`.
    public subscript(index: Int) -> Number? {
      get { cells[cells.startIndex + index] }
      set { cells[cells.startIndex + index] = newValue }
    }
  }
}
