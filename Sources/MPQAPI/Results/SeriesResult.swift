/// Numbers by bucket, one row a name: the answer of `events` and `events/properties`.
public struct SeriesResult: Equatable, Sendable {
  /// One event or one value of a property, with its numbers.
  public struct Row: Equatable, Sendable {
    /// The event or the value.
    public var name: String
    /// One number a label.
    ///
    /// It is `nil` where the answer had null, and 0 where the answer left the bucket out.
    public var values: [Number?]

    /// Gives `values`, one a label, to `name`.
    public init(name: String, values: [Number?]) {
      self.name = name
      self.values = values
    }
  }

  /// The most numbers that an answer is believed to have.
  static let numberLimit = 2_000_000

  /// The buckets, ascending.
  public var labels: [String]
  /// The rows, in the order of the answer.
  public var rows: [Row]

  /// A series over `labels`.
  public init(labels: [String], rows: [Row]) {
    self.labels = labels
    self.rows = rows
  }

  init(_ answer: Shape) throws(ShapeError) {
    let data = try answer.member("data")
    // Labels sort as texts: they are dates with leading zeros.
    labels = try data.member("series").texts().sorted()
    rows = []
    let members = try data.member("values").members()
    // Filling makes much of little: a short answer could name many labels and many empty rows.
    guard members.count <= Self.numberLimit / max(1, labels.count) else {
      throw data.mismatch("at most \(Self.numberLimit) numbers")
    }
    for (name, values) in members {
      var numbers: [ByteText: Number?] = [:]
      for (label, number) in try values.members() {
        numbers.updateValue(try number.optionalNumber(), forKey: ByteText(label))
      }
      let row = labels.map { numbers[ByteText($0)] ?? .integer(0) }
      rows.append(Row(name: name, values: row))
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
