package import MPQAPI

/// How a line of a raw export is written: everything that distinguishes it from other lines with
/// the same content.
///
/// Most writers use one style, or a few.
package struct LineStyle: Hashable, Sendable {
  /// The order of the members other than time, user and id.
  package enum Order: UInt8, Sendable {
    /// The order of the input.
    case given
    /// By the bytes of their names.
    case byName
  }

  /// How a time is written.
  package enum TimeUnit: UInt8, Sendable {
    /// `1700000000`
    case seconds
    /// `1700000000123`
    case milliseconds
    /// `1700000000.12`: up to three decimals, without trailing zeros.
    case fraction
  }

  /// The index of a member among the properties, from 0.
  package typealias Place = UInt8
  /// The place of a member that a line does not have.
  package static let noPlace = Place.max

  package var spelling: JSONSpelling
  package var order: Order
  package var timeUnit = TimeUnit.seconds
  /// Whether `properties` comes before `event`.
  package var beginsWithProperties = false
  /// Whether a carriage return ends the line.
  package var endsWithReturn = false
  /// Whether `distinct_id` is a JSON string; otherwise it is written verbatim, or null if empty.
  package var isUserText = true
  /// The same for `$insert_id`.
  package var isInsertIDText = true
  package var timePlace: Place = 0
  /// ``noPlace`` for a line without `distinct_id`.
  package var userPlace: Place = 1
  /// Ignored for an event without `$insert_id`.
  package var insertIDPlace: Place = 2

  package init(spelling: JSONSpelling, order: Order = .given) {
    self.spelling = spelling
    self.order = order
  }

  /// The style of exported events whose original line is unknown.
  package static let canonical = LineStyle(spelling: .canonical, order: .byName)

  /// The maximum number of members of `properties` in a line that has a style.
  package static let memberLimit = Int(Place.max)
}

// MARK: - Parts of a line

extension LineStyle {
  /// The member at one place among the properties.
  package enum Slot: Equatable {
    case time, user, insertID
    /// Another property, by its index from 0.
    case other(Int)
  }

  /// The members by place.
  package struct Slots: Sequence, IteratorProtocol {
    private let style: LineStyle
    private let hasInsertID: Bool
    private let count: Int
    private var place = 0
    private var others = 0

    fileprivate init(_ style: LineStyle, count: Int, hasInsertID: Bool) {
      self.style = style
      self.hasInsertID = hasInsertID
      self.count = count
    }

    package mutating func next() -> Slot? {
      guard place < count else { return nil }
      defer { place += 1 }
      if place == Int(style.timePlace) { return .time }
      if place == Int(style.userPlace) { return .user }
      if hasInsertID, place == Int(style.insertIDPlace) { return .insertID }
      others += 1
      return .other(others - 1)
    }
  }

  /// The slots of an event with this many other properties; `nil` if the style does not fit.
  package func slots(others: Int, hasInsertID: Bool) -> Slots? {
    var places = [timePlace]
    if userPlace != Self.noPlace { places.append(userPlace) }
    if hasInsertID { places.append(insertIDPlace) }
    let count = others + places.count
    guard places.allSatisfy({ $0 < count }), Set(places).count == places.count else { return nil }
    return Slots(self, count: count, hasInsertID: hasInsertID)
  }

  /// A line up to its first property.
  package func head(event: String) -> [UInt8] {
    var bytes: [UInt8] = [UInt8(ascii: "{")]
    if !beginsWithProperties {
      appendEvent(event, to: &bytes)
      spelling.appendComma(to: &bytes)
    }
    appendName("properties", to: &bytes)
    bytes.append(UInt8(ascii: "{"))
    return bytes
  }

  /// A line from the end of its last property on, without the line's own end.
  package func tail(event: String) -> [UInt8] {
    var bytes: [UInt8] = [UInt8(ascii: "}")]
    if beginsWithProperties {
      spelling.appendComma(to: &bytes)
      appendEvent(event, to: &bytes)
    }
    bytes.append(UInt8(ascii: "}"))
    if endsWithReturn { bytes.append(0x0d) }
    return bytes
  }

  private func appendEvent(_ event: String, to bytes: inout [UInt8]) {
    appendName("event", to: &bytes)
    spelling.append(quoting: event, to: &bytes)
  }

  private func appendName(_ name: String, to bytes: inout [UInt8]) {
    spelling.append(quoting: name, to: &bytes)
    spelling.appendColon(to: &bytes)
  }

  /// Appends a member whose value is a string, or else the JSON that `value` is.
  ///
  /// - Throws: The problem if `value` should be JSON and is not.
  package func append(
    _ name: String, _ value: String, isText: Bool, to bytes: inout [UInt8]
  ) throws(JSONReader.Problem) {
    appendName(name, to: &bytes)
    if isText {
      spelling.append(quoting: value, to: &bytes)
    } else {
      spelling.append(try JSONReader.read(Array(value.utf8)), to: &bytes)
    }
  }

  /// Appends the user, as a member; `user` is empty for an event without a user.
  ///
  /// - Throws: The problem if `user` should be JSON and is not.
  package func append(user: String, to bytes: inout [UInt8]) throws(JSONReader.Problem) {
    let value = user.isEmpty && !isUserText ? "null" : user
    try append("distinct_id", value, isText: isUserText, to: &bytes)
  }

  /// Appends the time, as a member.
  package func append(time seconds: Int, milliseconds: Int, to bytes: inout [UInt8]) {
    appendName("time", to: &bytes)
    bytes += String(seconds).utf8
    let digits = String(1000 + milliseconds).utf8.dropFirst()
    switch timeUnit {
    case .seconds: break
    case .milliseconds: bytes += digits
    case .fraction where milliseconds > 0:
      bytes.append(UInt8(ascii: "."))
      bytes += digits.prefix(milliseconds % 100 == 0 ? 1 : milliseconds % 10 == 0 ? 2 : 3)
    case .fraction: break
    }
  }
}

// MARK: - Bytes

extension LineStyle {
  /// The length of ``bytes``.
  private static let byteCount = 6

  /// The style as it is stored in a project.
  package var bytes: [UInt8] {
    var flags = order.rawValue | timeUnit.rawValue << 1
    if beginsWithProperties { flags |= 1 << 3 }
    if endsWithReturn { flags |= 1 << 4 }
    if !isUserText { flags |= 1 << 5 }
    if !isInsertIDText { flags |= 1 << 6 }
    let spelling = spelling.rawValue
    return [
      UInt8(truncatingIfNeeded: spelling), UInt8(spelling >> 8), flags, timePlace, userPlace,
      insertIDPlace,
    ]
  }

  /// Reads ``bytes``; `nil` if they are invalid.
  package init?(bytes: [UInt8]) {
    guard bytes.count == Self.byteCount else { return nil }
    let spelling = JSONSpelling(rawValue: UInt16(bytes[0]) | UInt16(bytes[1]) << 8)
    let flags = bytes[2]
    guard JSONSpelling.all.isSuperset(of: spelling), flags < 1 << 7,
      let order = Order(rawValue: flags & 1), let unit = TimeUnit(rawValue: flags >> 1 & 3)
    else { return nil }
    self.init(spelling: spelling, order: order)
    timeUnit = unit
    beginsWithProperties = flags & 1 << 3 != 0
    endsWithReturn = flags & 1 << 4 != 0
    isUserText = flags & 1 << 5 == 0
    isInsertIDText = flags & 1 << 6 == 0
    (timePlace, userPlace, insertIDPlace) = (bytes[3], bytes[4], bytes[5])
  }
}
