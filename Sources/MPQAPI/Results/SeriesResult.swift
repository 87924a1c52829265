/// Numbers by bucket, one row per name: the answer of `events` and `events/properties`.
public struct SeriesResult: Equatable, Sendable {
  /// One event or one value of a property, with its numbers.
  public struct Row: Equatable, Sendable {
    /// The event or the value.
    public var name: String
    /// One number per label, 16 bytes each.
    ///
    /// It is `nil` where the answer had null, and 0 where the answer left the bucket out.
    public var values: [Number?]

    /// Gives `values`, one per label, to `name`.
    public init(name: String, values: [Number?]) {
      self.name = name
      self.values = values
    }
  }

  /// The buckets, ascending.
  public let labels: [String]
  /// The rows, in the order of the answer; each has one number for each label.
  public private(set) var rows: [Row]
  /// How many numbers the answer had for buckets that its list of buckets lacks.
  public private(set) var outsideCount = 0

  /// A series over `labels`; rows that are shorter are filled with zeros, longer ones are cut.
  public init(labels: [String], rows: [Row]) {
    self.labels = labels
    self.rows = rows
    for (index, row) in rows.enumerated() where row.values.count != labels.count {
      let missing = max(0, labels.count - row.values.count)
      self.rows[index].values =
        Array(row.values.prefix(labels.count)) + repeatElement(.integer(0), count: missing)
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
    var (rows, outsideCount): ([Row], Int) = ([], 0)
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
        rows = try Self.rows(&json, &labels, &outsideCount)
      }
    }
    if let start {
      let end = json.position
      json.position = start
      rows = try Self.rows(&json, &labels, &outsideCount)
      json.position = end
    }
    let strings = labels?.strings(of: json) ?? []
    // Labels sort as texts: they are dates with leading zeros.
    let order = strings.indices.sorted { ByteText(strings[$0]) < ByteText(strings[$1]) }
    if order != Array(strings.indices) {
      for index in rows.indices {
        let values = rows[index].values
        rows[index].values = order.map { values[$0] }
      }
    }
    self.labels = order.map { strings[$0] }
    self.rows = rows
    self.outsideCount = outsideCount
  }

  private static func rows(
    _ json: inout JSONCursor, _ labels: inout JSONLabels?, _ outsideCount: inout Int
  ) throws(ReadingFailure) -> [Row] {
    guard var known = labels else { return [] }
    var rows: [Row] = []
    var outside = 0
    try json.map { json, name throws(ReadingFailure) in
      // Filling amplifies: a short answer may have many labels and many empty rows.
      try json.charge(known.count)
      let name = try json.keep(name)
      var values = [Number?](repeating: .integer(0), count: known.count)
      try known.numbers(&json) { _, index, number in
        if let index { values[index] = number } else { outside += 1 }
      }
      rows.append(Row(name: name, values: values))
    }
    outsideCount += outside
    labels = known
    return rows
  }
}
