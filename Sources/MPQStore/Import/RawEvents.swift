/// A batch of events, stored in a few buffers.
///
/// To avoid allocations, a text is a range in the bytes of the lines, with the hash that looks up
/// its number. Names are numbered within the batch, so that each is looked up only once.
package struct RawEvents: Sendable {
  /// A text within ``bytes``.
  package struct Text: Sendable {
    package var offset: Int
    package var count: UInt32
    /// The hash of the text: a ``TextHash``.
    package var hash: UInt32
  }

  /// One property and its value.
  package struct Property: Sendable {
    /// The value's text, as answers show it.
    package var text: Text
    /// The number of its name in ``propertyNames``.
    package var name: UInt32
    /// Whether the value was a JSON string; otherwise `text` is JSON.
    package var isText: Bool
  }

  /// How the line of an event was written: a ``LineForm``.
  package enum Form: Sendable {
    /// In the style with this number in ``styles``.
    case style(UInt32, milliseconds: Int)
    /// As the line at this place in ``bytes``.
    case line(offset: Int, count: Int)
  }

  /// One event without its properties.
  package struct Record: Sendable {
    /// The number of its name in ``eventNames``.
    package var name: UInt32
    package var time: Int
    /// Empty for an event without a user.
    package var user: Text
    package var insertID: Text?
    package var form: Form
    /// The end of its properties, which start at the end of the previous event's properties.
    package var end = 0
  }

  /// The concatenated lines, to which texts refer.
  package private(set) var bytes: [UInt8] = []
  package private(set) var records: [Record] = []
  package var properties: [Property] = []
  package var eventNames = NumberedNames()
  /// The first names are those of ``Carried``.
  package var propertyNames = NumberedNames()
  /// The distinct styles of lines, in order of appearance.
  package private(set) var styles: [LineStyle] = []
  private var styleNumbers: [LineStyle: UInt32] = [:]
  /// The number of the style that was looked up last.
  private var lastStyle: UInt32 = 0

  /// The members of `properties` that are not properties of the event, by their numbers in
  /// ``propertyNames``.
  package enum Carried: UInt32, CaseIterable {
    case time
    case user
    case insertID

    /// The name in the export.
    package var name: String {
      switch self {
      case .time: "time"
      case .user: "distinct_id"
      case .insertID: "$insert_id"
      }
    }
  }

  package init() {
    for carried in Carried.allCases { _ = propertyNames.number(of: carried.name) }
  }

  /// An empty batch with capacity for as many events as `other` has.
  package init(asLargeAs other: RawEvents) {
    self.init()
    bytes.reserveCapacity(other.bytes.count)
    records.reserveCapacity(other.records.count)
    properties.reserveCapacity(other.properties.count)
  }

  package init(_ events: [RawEvent]) {
    self.init()
    for event in events { append(event) }
  }

  /// Adds an event whose properties were already added.
  ///
  /// Its texts are ranges in `line`, offset by the length of ``bytes``.
  package mutating func append(_ record: Record, of line: UnsafeRawBufferPointer) {
    var record = record
    record.end = properties.count
    records.append(record)
    bytes.append(contentsOf: line)
  }

  /// Removes properties that belong to no event.
  package mutating func removeUnusedProperties() {
    properties.removeLast(properties.count - (records.last?.end ?? 0))
  }

  /// Adds any event.
  package mutating func append(_ event: RawEvent) {
    removeUnusedProperties()
    var record = Record(
      name: eventNames.number(of: event.event), time: event.time, user: add(event.user),
      form: add(event.form))
    record.insertID = event.insertID.map { add($0) }
    for property in event.properties {
      properties.append(
        Property(
          text: add(property.text), name: propertyNames.number(of: property.name),
          isText: property.isText))
    }
    record.end = properties.count
    records.append(record)
  }

  private mutating func add(_ text: String) -> Text {
    var text = text
    return text.withUTF8 { utf8 in
      let offset = bytes.count
      bytes.append(contentsOf: utf8)
      return Text(
        offset: offset, count: UInt32(clamping: utf8.count),
        hash: TextHash.of(UnsafeRawBufferPointer(utf8)))
    }
  }

  private mutating func add(_ form: LineForm) -> Form {
    switch form {
    case .style(let style, let milliseconds):
      return .style(number(of: style), milliseconds: milliseconds)
    case .line(let line):
      defer { bytes += line }
      return .line(offset: bytes.count, count: line.count)
    }
  }

  /// The number of a style in ``styles``.
  package mutating func number(of style: LineStyle) -> UInt32 {
    // Most lines have the style of the previous line.
    if Int(lastStyle) < styles.count, styles[Int(lastStyle)] == style { return lastStyle }
    let number = styleNumbers[style] ?? UInt32(styles.count)
    if number == styles.count {
      styles.append(style)
      styleNumbers[style] = number
    }
    lastStyle = number
    return number
  }

  /// The indices in ``properties`` of those of an event.
  package func propertyIndices(ofEvent index: Int) -> Range<Int> {
    (index > 0 ? records[index - 1].end : 0)..<records[index].end
  }
}

extension RawEvents: RandomAccessCollection {
  package var startIndex: Int { records.startIndex }
  package var endIndex: Int { records.endIndex }

  /// A copy of the event.
  package subscript(index: Int) -> RawEvent {
    let record = records[index]
    return RawEvent(
      event: eventNames[record.name], time: record.time, user: string(record.user),
      insertID: record.insertID.map(string),
      properties: properties[propertyIndices(ofEvent: index)].map { property in
        RawEvent.Property(
          name: propertyNames[property.name], text: string(property.text), isText: property.isText)
      }, form: form(record.form))
  }

  private func form(_ form: Form) -> LineForm {
    switch form {
    case .style(let number, let milliseconds):
      .style(styles[Int(number)], milliseconds: milliseconds)
    case .line(let offset, let count): .line(Array(bytes[offset..<(offset + count)]))
    }
  }

  private func string(_ text: Text) -> String {
    String(decoding: bytes[text.offset..<(text.offset + Int(text.count))], as: UTF8.self)
  }
}
