/// Counts the ways in which a joined text can be read under one endpoint's strict parameters.
///
/// The joined text has no delimiters, so a value may hold what looks like further parameters, and
/// one signature then fits two requests. A text with more than one reading is refused by both
/// sides.
struct Readings: Sendable {
  /// One parameter that may come next in a reading.
  private struct Slot: Sendable {
    let prefix: [UInt8]
    let isRequired: Bool
    let accepts: @Sendable (ArraySlice<UInt8>) -> Bool
  }

  private let slots: [Slot]

  /// The readings of each endpoint, since every call is checked.
  private static let table = Dictionary(
    uniqueKeysWithValues: Endpoint.ID.allCases.map { ($0, Readings(of: Endpoint.of($0))) })

  /// The readings of the endpoint `id`.
  static func of(_ id: Endpoint.ID) -> Readings { table[id] ?? Readings(of: Endpoint.of(id)) }

  /// Reads joined texts as `endpoint` would.
  private init(of endpoint: Endpoint) {
    var slots = endpoint.acceptedParameters.map { parameter in
      Slot(
        prefix: Array("\(parameter.name.rawValue)=".utf8),
        isRequired: parameter.isRequired && parameter.standard == nil,
        accepts: { parameter.kind.accepts(bytes: $0, of: parameter) })
    }
    slots += ForeignParameter.names(of: endpoint).map { name in
      Slot(
        prefix: Array("\(name)=".utf8), isRequired: false,
        accepts: { ForeignParameter.accepts($0) })
    }
    slots.append(
      Slot(
        prefix: Array("\(Signature.Name.key)=".utf8), isRequired: true,
        accepts: { $0.count <= Credentials.keyLimit && Credentials.isKey(Self.text($0)) }))
    slots.append(
      Slot(
        prefix: Array("\(Signature.Name.expiry)=".utf8), isRequired: true,
        accepts: { $0.count <= Expiry.digitLimit && Expiry(reading: Self.text($0)) != nil }))
    self.slots = slots.sorted { $0.prefix.lexicographicallyPrecedes($1.prefix) }
  }

  /// Whether `joinedText` has two or more readings.
  func areSeveral(in joinedText: String) -> Bool {
    count(in: Array(joinedText.utf8)) > 1
  }

  /// The number of readings of `text`; 2 means two or more.
  ///
  /// Works from the last parameter back to the first. `ways[p]` is the number of readings of what
  /// begins at position p with the parameters from the current one on.
  private func count(in text: [UInt8]) -> Int {
    var ways = [Int](repeating: 0, count: text.count + 1)
    ways[text.count] = 1
    for slot in slots.reversed() {
      let starts = occurrences(of: slot.prefix, in: text)
      guard !starts.isEmpty else {
        if slot.isRequired { return 0 }
        continue
      }
      var here = slot.isRequired ? [Int](repeating: 0, count: text.count + 1) : ways
      let ends = ways.indices.filter { ways[$0] > 0 }
      for start in starts {
        let valueStart = start + slot.prefix.count
        for end in ends where end >= valueStart && here[start] < 2 {
          if slot.accepts(text[valueStart..<end]) { here[start] = min(2, here[start] + ways[end]) }
        }
      }
      ways = here
    }
    return ways[0]
  }

  fileprivate static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }

  private func occurrences(of prefix: [UInt8], in text: [UInt8]) -> [Int] {
    guard prefix.count <= text.count else { return [] }
    var starts: [Int] = []
    for start in 0...(text.count - prefix.count) {
      var length = 0
      while length < prefix.count, text[start + length] == prefix[length] { length += 1 }
      if length == prefix.count { starts.append(start) }
    }
    return starts
  }
}

extension Parameter.Kind {
  /// Whether these bytes of a joined text are a value of this kind.
  ///
  /// Checks length and ends first: a hostile text has many places at which a value could end.
  fileprivate func accepts(bytes: ArraySlice<UInt8>, of parameter: Parameter) -> Bool {
    switch self {
    case .text: return !bytes.isEmpty
    case .texts:
      guard bytes.first == UInt8(ascii: "["), bytes.last == UInt8(ascii: "]") else { return false }
    case .integer, .measure, .unit, .format:
      guard bytes.count <= 9 else { return false }
    }
    return (try? parameter.value(reading: Readings.text(bytes))) != nil
  }
}

/// The time at which a request expires, in seconds since 1970.
struct Expiry: Comparable {
  static let digitLimit = 12

  let seconds: Int

  /// Reads 1 to 12 decimal digits without a leading zero.
  init?(reading text: String) {
    let digits = text.utf8
    guard (1...Self.digitLimit).contains(digits.count), digits.first != UInt8(ascii: "0"),
      digits.allSatisfy(\.isDigit),
      let seconds = Int(text)
    else { return nil }
    self.seconds = seconds
  }

  static func < (left: Self, right: Self) -> Bool { left.seconds < right.seconds }
}
