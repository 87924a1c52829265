internal import MPQAPI

/// Reads one line of a raw export: `{"event": NAME, "properties": {"time": ..., ...}}`.
package struct RawEventParser {
  /// Why a line is not an event.
  package struct Problem: Error, Equatable {
    package var cause: String
  }

  /// A larger `time` is in milliseconds.
  package static let largestSeconds = 100_000_000_000

  /// The number of times that were in milliseconds.
  package private(set) var milliseconds = 0
  /// The number of events without a user.
  package private(set) var withoutUser = 0

  package init() {}

  /// Adds the event of `line` to `events`, or nothing if it throws.
  package mutating func read(
    _ line: ArraySlice<UInt8>, into events: inout RawEvents
  ) throws(Problem) {
    let found = line.withUnsafeBytes { bytes -> Result<Bool, Problem> in
      guard var record = EventScanner.record(of: bytes, &events) else { return .success(false) }
      do throws(Problem) {
        record.time = try seconds(record.time, hasFraction: false)
        if record.user.count == 0 { withoutUser += 1 }
        events.append(record, of: bytes)
        return .success(true)
      } catch {
        events.removeUnusedProperties()
        return .failure(error)
      }
    }
    guard try !found.get() else { return }
    // Discard the properties that the scanner added before it gave up.
    events.removeUnusedProperties()
    events.append(try unusualEvent(in: line))
  }

  /// Reads the event of any line, also one that the fast scanner does not handle.
  package mutating func unusualEvent(in line: ArraySlice<UInt8>) throws(Problem) -> RawEvent {
    let json: JSONValue
    do {
      json = try JSONReader.read(line)
    } catch {
      throw Problem(cause: "not JSON: \(error)")
    }
    guard case .object = json else { throw Problem(cause: "not a JSON object") }
    guard case .text(let name) = json["event"], !name.isEmpty else {
      throw Problem(cause: "'event' is not a non-empty string")
    }
    guard case .object(let members) = json["properties"] else {
      throw Problem(cause: "'properties' is not an object")
    }
    var event = try event(name, members)
    event.form = LineForm(of: line, event)
    return event
  }

  private mutating func event(
    _ name: String, _ members: [JSONMember]
  ) throws(Problem) -> RawEvent {
    var event = RawEvent(event: name, time: -1, user: "", insertID: nil, properties: [])
    event.properties.reserveCapacity(members.count)
    for member in members {
      if member.name.utf8.elementsEqual(RawEvents.Carried.time.name.utf8) {
        event.time = try time(member.value)
      } else if member.name.utf8.elementsEqual(RawEvents.Carried.user.name.utf8) {
        event.user = try Self.user(member.value)
      } else if member.name.utf8.elementsEqual(RawEvents.Carried.insertID.name.utf8) {
        event.insertID = Self.insertID(member.value)
      } else {
        let (text, isText) = Self.text(member.value)
        event.properties.append(
          RawEvent.Property(name: member.name, text: text, isText: isText))
      }
    }
    guard event.time >= 0 else { throw Problem(cause: "'time' is missing") }
    if event.user.isEmpty { withoutUser += 1 }
    return event
  }

  /// The user; empty if the event has no user.
  private static func user(_ value: JSONValue) throws(Problem) -> String {
    switch value {
    case .text(let text), .number(let text): return text
    case .null: return ""
    default: throw Problem(cause: "'distinct_id' is neither a string nor a number")
    }
  }

  /// The id of an event; `nil` if the value is null or an empty string.
  private static func insertID(_ value: JSONValue) -> String? {
    if case .null = value { return nil }
    let text = text(value).text
    return text.isEmpty ? nil : text
  }

  /// The text of a value in answers, and whether the value is a JSON string.
  private static func text(_ value: JSONValue) -> (text: String, isText: Bool) {
    if case .text(let text) = value { return (text, true) }
    return (JSONWriter.text(value, isCompact: true), false)
  }

  private mutating func time(_ value: JSONValue) throws(Problem) -> Int {
    guard case .number(let text) = value else { throw Problem(cause: "'time' is not a number") }
    guard let (whole, hasFraction) = Self.whole(text) else {
      throw Problem(cause: "'time' is not between 1970 and 5138")
    }
    return try seconds(whole, hasFraction: hasFraction)
  }

  /// Seconds from seconds or milliseconds.
  private mutating func seconds(_ whole: Int, hasFraction: Bool) throws(Problem) -> Int {
    var seconds = whole
    if whole > Self.largestSeconds || (whole == Self.largestSeconds && hasFraction) {
      milliseconds += 1
      seconds = whole / 1000
    }
    guard ProjectCalendar.moments.contains(seconds) else {
      throw Problem(cause: "'time' is not between 1970 and 5138")
    }
    return seconds
  }

  /// A non-negative JSON number, rounded down, and whether it was rounded.
  private static func whole(_ number: String) -> (whole: Int, hasFraction: Bool)? {
    let digits = number.utf8.prefix(while: \.isDigit)
    let rest = number.utf8[digits.endIndex...]
    if rest.isEmpty { return Int(number).map { ($0, false) } }
    if rest.first == UInt8(ascii: "."), rest.dropFirst().allSatisfy(\.isDigit) {
      let isRounded = rest.dropFirst().contains { $0 != UInt8(ascii: "0") }
      return Int(Substring(digits)).map { ($0, isRounded) }
    }
    // An exponent or a sign.
    guard let double = Double(number), double >= 0,
      let whole = Int(exactly: double.rounded(.down))
    else { return nil }
    return (whole, Double(whole) != double)
  }
}
