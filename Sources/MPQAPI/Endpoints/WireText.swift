extension Call.Value {
  /// The text that is signed and sent.
  ///
  /// Lists are JSON arrays with `", "` between the elements and non-ASCII characters as they are.
  public var wireText: String {
    switch self {
    case .text(let text): text
    case .texts(let texts):
      "[" + texts.map(JSONWriter.quoted).joined(separator: ", ") + "]"
    case .integer(let number): String(number)
    case .measure(let measure): measure.rawValue
    case .unit(let unit): unit.rawValue
    case .format(let format): format.rawValue
    }
  }
}

extension Parameter.Kind {
  /// Whether `value` is of this kind and within its bounds.
  func accepts(_ value: Call.Value) -> Bool {
    switch (self, value) {
    case (.text, .text(let text)): !text.isEmpty && !text.utf8.contains(0)
    // An empty text is a property's value, so a list may contain it.
    case (.texts, .texts(let texts)):
      !texts.isEmpty && texts.allSatisfy { !$0.utf8.contains(0) }
    case (.integer(let range), .integer(let number)): range.contains(number)
    case (.measure, .measure): true
    case (.format(let formats), .format(let format)): formats.contains(format)
    case (.unit(let units), .unit(let unit)): units.contains(unit)
    default: false
    }
  }
}

extension Parameter {
  /// Reads a value from wire text, strictly: numbers and words have one spelling, and lists are
  /// JSON arrays of texts.
  ///
  /// - Throws: ``APIError/invalidParameter(_:)``, or ``APIError/invalidJSON(_:)`` for a list that
  ///   is not JSON.
  public func value(reading text: String) throws(APIError) -> Call.Value {
    try kind.value(reading: text, of: name.rawValue)
  }

  /// Reads `[1-9][0-9]*`, at most nine digits; Swift's own reader would take `+5` and `007`.
  static func integer(reading text: String) -> Int? {
    let digits = text.utf8
    guard (1...9).contains(digits.count), digits.first != UInt8(ascii: "0"),
      digits.allSatisfy(\.isDigit)
    else { return nil }
    return Int(text)
  }
}

extension Parameter.Kind {
  /// Reads a value of the parameter `name` from wire text.
  ///
  /// - Throws: What ``Parameter/value(reading:)`` throws.
  func value(reading text: String, of name: String) throws(APIError) -> Call.Value {
    let value: Call.Value?
    switch self {
    case .text: value = .text(text)
    case .texts: value = .texts(try Self.list(reading: text, of: name))
    case .integer: value = Parameter.integer(reading: text).map(Call.Value.integer)
    case .measure: value = Measure(exactly: text).map(Call.Value.measure)
    case .unit: value = Window.Unit(exactly: text).map(Call.Value.unit)
    case .format: value = Call.Format(exactly: text).map(Call.Value.format)
    }
    guard let value, accepts(value) else { throw .invalidParameter(name) }
    return value
  }

  private static func list(reading text: String, of name: String) throws(APIError) -> [String] {
    let json: JSONValue
    do {
      json = try JSONReader.read(Array(text.utf8))
    } catch {
      throw .invalidJSON(name)
    }
    guard case .array(let elements) = json else { throw .invalidParameter(name) }
    var texts: [String] = []
    for element in elements {
      guard case .text(let text) = element else { throw .invalidParameter(name) }
      texts.append(text)
    }
    return texts
  }
}

extension RawRepresentable where Self: CaseIterable, RawValue == String {
  /// The case with exactly these bytes.
  init?(exactly text: String) {
    guard let match = Self.allCases.first(where: { $0.rawValue.utf8.elementsEqual(text.utf8) })
    else { return nil }
    self = match
  }
}
