import MPQAPI
import TestSupport

@testable import MPQSQLite
@testable import MPQStore

/// A writer of events that makes random choices where JSON allows several, once for all its lines.
struct SomeWriter {
  var colon = ":"
  var comma = ","
  /// The optional escapes.
  var escapes: [Unicode.Scalar: String] = [:]
  var escapesBeyondASCII = false
  var hasCapitalDigits = false
  var beginsWithProperties = false
  var end = ""
  /// How a time in seconds and milliseconds is written.
  var time: @Sendable (Int, Int) -> String = { seconds, _ in "\(seconds)" }
  var hasNumbersForUsers = false
  /// How an event without a user is written; `nil` to omit `distinct_id`.
  var noUser: String? = "null"
  /// The places of time, user and id among the other members.
  var places = [0, 1, 2]

  init(_ random: inout SeededGenerator) {
    if Bool.random(using: &random) { colon = ": " }
    if Bool.random(using: &random) { comma = ", " }
    escapesBeyondASCII = Bool.random(using: &random)
    hasCapitalDigits = Int.random(in: 0..<4, using: &random) == 0
    beginsWithProperties = Int.random(in: 0..<4, using: &random) == 0
    end = Int.random(in: 0..<4, using: &random) == 0 ? "\r" : ""
    hasNumbersForUsers = Bool.random(using: &random)
    noUser = [nil, "null", "\"\""][Int.random(in: 0...2, using: &random)]
    places = [0, 1, 2, 3, 9].shuffled(using: &random).prefix(3).sorted().shuffled(using: &random)
    // Each group is escaped completely or not at all.
    let groups = ["/", "\u{8}\u{c}", "\u{7f}", "<>&", "\"'+`", "\u{2028}\u{2029}"]
    for group in groups where Bool.random(using: &random) {
      for scalar in group.unicodeScalars {
        escapes[scalar] = ["/": "\\/", "\u{8}": "\\b", "\u{c}": "\\f"][scalar] ?? number(scalar)
      }
    }
    switch Int.random(in: 0...3, using: &random) {
    case 0: time = { "\($0)\(String(1000 + $1).dropFirst())" }
    case 1:
      time = { seconds, milliseconds in
        guard milliseconds > 0 else { return "\(seconds)" }
        var digits = String(1000 + milliseconds).dropFirst()
        while digits.last == "0" { digits.removeLast() }
        return "\(seconds).\(digits)"
      }
    default: break
    }
  }

  private func number(_ scalar: Unicode.Scalar) -> String {
    UTF16.encode(scalar).map { units in
      units.map { unit in
        let digits = String(unit, radix: 16, uppercase: hasCapitalDigits)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }.joined()
    } ?? ""
  }

  func text(_ text: String) -> String {
    let needed: [Unicode.Scalar: String] = [
      "\"": "\\\"", "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t",
    ]
    let inner = text.unicodeScalars.map { scalar -> String in
      if let escape = escapes[scalar] ?? needed[scalar] { return escape }
      if scalar.value < 0x20 || (escapesBeyondASCII && !scalar.isASCII) { return number(scalar) }
      return String(scalar)
    }
    return "\"\(inner.joined())\""
  }

  func value(_ value: JSONValue) -> String {
    switch value {
    case .text(let text): self.text(text)
    case .array(let elements): "[\(elements.map(self.value).joined(separator: comma))]"
    case .object(let members): object(members.map { ($0.name, self.value($0.value)) })
    default: JSONWriter.text(value)
    }
  }

  func object(_ members: [(name: String, value: String)]) -> String {
    let texts = members.map { "\(text($0.name))\(colon)\($0.value)" }
    return "{\(texts.joined(separator: comma))}"
  }

  /// The line of an event.
  func line(
    _ event: String, time: (Int, Int), user: String, id: String?, _ others: [JSONMember]
  ) -> String {
    var members = others.map { ($0.name, value($0.value)) }
    let number = user.utf8.count + 100
    let writtenUser = user.isEmpty ? noUser : hasNumbersForUsers ? "\(number)" : text(user)
    let own = [
      ("time", self.time(time.0, time.1)), writtenUser.map { ("distinct_id", $0) },
      id.map { ("$insert_id", text($0)) },
    ]
    // Insert in ascending order, so that later members do not move earlier ones.
    for (place, member) in zip(places, own).sorted(by: { $0.0 < $1.0 }) {
      if let member { members.insert(member, at: min(place, members.count)) }
    }
    let properties = "\(text("properties"))\(colon)\(object(members))"
    let name = "\(text("event"))\(colon)\(text(event))"
    let parts = beginsWithProperties ? [properties, name] : [name, properties]
    return "{\(parts.joined(separator: comma))}\(end)"
  }
}

/// Unusual events.
struct SomeEvents {
  var random: SeededGenerator

  mutating func text() -> String {
    let pieces = [
      "a", "b", "é", "e\u{301}", "\u{0}", "\u{1f}", "\n", "\"", "\\", "\u{7f}", "🎵", "Z", " ", "$",
      "/", "\u{8}", "\u{c}", "<", "&", "'", "+", "`", "\u{2028}", "\u{ffff}", "\u{10ffff}", "{",
      ":",
      ",", "\\u00e9",
    ]
    return (0..<Int.random(in: 1...3, using: &random)).map { _ in
      pieces[Int.random(in: 0..<pieces.count, using: &random)]
    }.joined()
  }

  mutating func value(_ depth: Int = 0) -> JSONValue {
    let numbers = ["1", "-0.0", "1E5", "12345678901234567890123", "0.10", "1e+05"]
    switch Int.random(in: 0...(depth < 3 ? 6 : 4), using: &random) {
    case 0: return .number(numbers[Int.random(in: 0..<numbers.count, using: &random)])
    case 1: return .bool(Bool.random(using: &random))
    case 2: return .null
    case 3, 4: return .text(text())
    case 5:
      return .array((0..<Int.random(in: 0...3, using: &random)).map { _ in value(depth + 1) })
    default: return .object(members(Int.random(in: 0...3, using: &random), depth + 1))
    }
  }

  /// Members with distinct names.
  mutating func members(_ count: Int, _ depth: Int = 0) -> [JSONMember] {
    var members: [JSONMember] = []
    for _ in 0..<count {
      let name = text()
      guard !members.contains(where: { ByteText($0.name) == ByteText(name) }) else { continue }
      members.append(JSONMember(name, value(depth)))
    }
    return members.shuffled(using: &random)
  }

  /// The line of an unusual event by `writer`.
  mutating func line(_ writer: SomeWriter) -> String {
    let time = (Int.random(in: 1_700_000_000...1_700_000_400, using: &random), milliseconds())
    let id = Bool.random(using: &random) ? "\(random.next())\(text())" : nil
    return writer.line(
      text(), time: time, user: Int.random(in: 0...5, using: &random) == 0 ? "" : text(), id: id,
      members(Int.random(in: 0...7, using: &random)))
  }

  private mutating func milliseconds() -> Int {
    switch Int.random(in: 0...3, using: &random) {
    case 0: 0
    case 1: Int.random(in: 0...9, using: &random) * 100
    default: Int.random(in: 0...999, using: &random)
    }
  }
}
